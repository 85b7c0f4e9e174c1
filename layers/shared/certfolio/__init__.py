"""Certfolio's own code, which every function shares.

Powertools' index of resolvers imports those for AppSync, Bedrock and VPC Lattice with asyncio, the
one of events all events of AWS: twice as much as what is needed of them.
"""

from certfolio.lazily import index_lazily

for _package in (
    "aws_lambda_powertools",
    "aws_lambda_powertools.event_handler",
    "aws_lambda_powertools.utilities.data_classes",
):
    index_lazily(_package)
