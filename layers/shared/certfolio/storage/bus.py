"""The application's EventBridge bus."""

from collections.abc import Sequence
from typing import Any

from certfolio.domain.announcements import SOURCE, Announcement
from certfolio.storage.faults import faults_as_unavailable

AT_ONCE = 10
"""Entries that PutEvents takes. Ten of the largest are 20 KB; it takes 1 MB (256 KB until 2026)."""


class Bus:
    """Takes announcements."""

    def __init__(self, client: Any, name: str) -> None:  # noqa: ANN401 - its types are not installed
        self._client = client
        self._name = name

    def put(self, announcements: Sequence[Announcement]) -> list[str | None]:
        """Put up to ten announcements on the bus, in one call.

        Returns
        -------
        list of str or None
            For each, why the bus did not take it; None where it did. One that failed keeps no other
            back (PutEvents, "FailedEntryCount").

        Raises
        ------
        Unavailable
            The bus took none, as far as is known.
        """
        entries = [
            {
                "EventBusName": self._name,
                "Source": SOURCE,
                "DetailType": announcement.type,
                "Time": announcement.time,
                "Detail": announcement.model_dump_json(),
            }
            for announcement in announcements
        ]
        with faults_as_unavailable():
            answer = self._client.put_events(Entries=entries)
        return [entry.get("ErrorCode") for entry in answer["Entries"]]
