"""Who did what with whose records: one line in the logs for each thing an academy is asked about.

Changes are in the histories of certificates and of the set-up; here is what leaves no trace there:
what was opened, read by staff, and refused. Who may work for the academy is told in both places.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from certfolio.api.callers import principal_of
from certfolio.domain.errors import Forbidden
from certfolio.observability import logger


class Outcome(StrEnum):
    """How a request that is audited ended."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass
class Audited:
    """What an audit line says of one request.

    Attributes
    ----------
    method, route
        The route's own, with the names of its parameters; empty where no route was found.
    ids
        What the path names, and what a handler adds to it.
    """

    method: str = ""
    route: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    def write(self, event: Mapping[str, Any], status: int) -> None:
        """Write the line, if the request is one of those that are audited."""
        outcome = self._outcome(status)
        if outcome is not None:
            _write(event, f"{self.method} {self.route}".strip(), outcome, self.ids)

    def write_item(self, event: Mapping[str, Any], status: int, **ids: str) -> None:
        """Write the line of one item of many that was refused or missing."""
        outcome = _refusal(status)
        if outcome is not None:
            _write(event, f"{self.method} {self.route}", outcome, {**self.ids, **ids})

    def _outcome(self, status: int) -> Outcome | None:
        refusal = _refusal(status)
        if refusal is Outcome.MISSING:
            # An unknown route, or a list that nothing is in, names no record.
            return refusal if self.ids.keys() - {"academy_id"} or self._opens_own_file else None
        if refusal is not None:
            return refusal
        succeeded = status < HTTPStatus.BAD_REQUEST
        told = self._reads_a_person or self._changes_staff
        return Outcome.ALLOWED if succeeded and told else None

    @property
    def _opens_own_file(self) -> bool:
        return self.route.endswith("/file")

    @property
    def _reads_a_person(self) -> bool:
        """Whether a document is opened, or staff read what concerns one learner."""
        told = ("/forecast", "/export", "/transcripts")
        reads = self.method == "GET" or self.route.endswith(told)
        by_staff = reads and "learner_id" in self.ids
        searched = (self.method, self.route) == ("GET", "/admin/academies/<academy_id>/learners")
        return self._opens_own_file or by_staff or searched

    @property
    def _changes_staff(self) -> bool:
        return self.method != "GET" and self.route.endswith(("/staff", "/staff/<principal>"))


def _refusal(status: int) -> Outcome | None:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return Outcome.REFUSED
    return Outcome.MISSING if status == HTTPStatus.NOT_FOUND else None


def _write(event: Mapping[str, Any], action: str, outcome: Outcome, ids: Mapping[str, str]) -> None:
    request = event.get("requestContext") or {}
    identity = request.get("identity") or {}
    claims = (request.get("authorizer") or {}).get("claims") or {}
    if claims:
        whose = {"academy_id": claims.get("custom:academy_id"), "learner_id": claims.get("sub")}
        ids = {**{name: said for name, said in whose.items() if said}, **ids}
    logger.info(
        "audit",
        audit={
            "actor": claims.get("sub") or _principal(identity),
            "action": action,
            "outcome": outcome,
            "ids": dict(ids),
            "request_id": request.get("requestId"),
            "source_ip": identity.get("sourceIp"),
        },
    )


def _principal(identity: Mapping[str, Any]) -> str:
    try:
        return principal_of(identity)
    except Forbidden:
        return "unknown"
