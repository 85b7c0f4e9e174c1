"""Certfolio's own code, which every function shares.

Powertools' index of resolvers imports those for AppSync, Bedrock and VPC Lattice with asyncio, the
one of events all events of AWS: twice as much as what is needed of them.
"""

import gc
import os

from certfolio.lazily import index_lazily

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    # What a start makes stays. To look through it for garbage, again and again, is a fifth of what
    # a start takes; `certfolio.invocation` begins with it.
    gc.disable()
# Or Pydantic reads what every installed package says of itself, in search of plugins.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

for _package in (
    "aws_lambda_powertools",
    "aws_lambda_powertools.event_handler",
    "aws_lambda_powertools.utilities.data_classes",
):
    index_lazily(_package)
