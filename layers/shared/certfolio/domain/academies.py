from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from certfolio.domain.values import AcademyId, Record


def _known_time_zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            "must be a time zone of the IANA database, such as Europe/Vienna"
        ) from error


class AcademySettings(Record):
    """How an academy runs its desk.

    Attributes
    ----------
    time_zone
        IANA name; decides which day it is for the academy.
    """

    time_zone: Annotated[str, AfterValidator(_known_time_zone)] = "UTC"


class Academy(AcademySettings):
    """An academy's settings as they are kept; version 0 are the defaults, not yet written."""

    academy_id: AcademyId
    version: int = 0

    def today(self, now: datetime) -> date:
        """The day by the academy's calendar at an instant."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()
