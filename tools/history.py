"""Write a certificate's history as it is hashed, for the offline check against the ledger.

    python -m tools.history STACK ACADEMY LEARNER CERTIFICATE > history.json

It holds what people wrote: whoever is given it is given that.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from certfolio.domain.certificates import Owner
from certfolio.domain.history import Event
from certfolio.domain.ledger import pseudonym
from certfolio.storage import keys
from certfolio.storage.records import record_of
from local import stack as stacks
from local.stack import Stack


def history_of(stack: Stack, owner: Owner, certificate_id: str) -> dict[str, Any]:
    """What the ledger calls a certificate, and its events as their hashes cover them."""
    secret = stack.client("secretsmanager").get_secret_value(SecretId=stack.ledger_key)
    pages = (
        stack.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=stack.table,
            KeyConditionExpression="PK = :partition AND begins_with(SK, :prefix)",
            ExpressionAttributeValues={
                ":partition": {"S": keys.learner_partition(owner)},
                ":prefix": {"S": keys.events(certificate_id)},
            },
            ConsistentRead=True,
        )
    )
    read = TypeDeserializer().deserialize
    events = [
        record_of(Event, {name: read(value) for name, value in item.items()})
        for page in pages
        for item in page["Items"]
    ]
    return {
        "pseudonym": pseudonym(secret["SecretString"].encode(), owner, certificate_id),
        "events": [event.model_dump(mode="json", exclude_none=True) for event in events],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Write a certificate's history as it is hashed.")
    for name in ("stack", "academy", "learner", "certificate"):
        parser.add_argument(name)
    parser.add_argument("--endpoint", help="of the local AWS; left out, AWS itself is asked")
    parser.add_argument("--region", default=stacks.REGION)
    asked = parser.parse_args(arguments)
    stack = stacks.find(asked.stack, asked.endpoint, asked.region)
    owner = Owner(academy_id=asked.academy, learner_id=asked.learner)
    found = history_of(stack, owner, asked.certificate)
    sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
