"""Asking for what is done in the background."""

import json
from typing import TYPE_CHECKING

from certfolio.domain.certificates import Owner
from certfolio.storage.faults import faults_as_unavailable

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class Background:
    """Has what is under way gone on with at once; a schedule does so later in any case."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def erase(self, owner: Owner) -> None:
        """Go on with the erasure of a learner; asked twice, nothing is done twice."""
        self._ask({"erase": [_ids(owner)]})

    def export(self, owner: Owner) -> None:
        """Make the export of a learner; asked twice, it is made once."""
        self._ask({"export": [_ids(owner)]})

    def _ask(self, event: dict[str, list[dict[str, str]]]) -> None:
        with faults_as_unavailable():
            self._client.invoke(
                FunctionName=self._function, InvocationType="Event", Payload=json.dumps(event)
            )


def _ids(owner: Owner) -> dict[str, str]:
    return {"academy_id": owner.academy_id, "learner_id": owner.learner_id}
