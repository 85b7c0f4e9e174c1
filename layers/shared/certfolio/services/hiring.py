"""When learners were hired, for whoever lays periods by it."""

from datetime import date
from typing import TYPE_CHECKING

from certfolio.domain.academies import SetUp
from certfolio.domain.certificates import Owner
from certfolio.domain.periods import ask_for_hiring_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from certfolio.storage.directory import DirectoryStore


class HiringDates:
    """Reads hiring dates where something asks for them.

    Parameters
    ----------
    directory
        Made when it is first read: in most academies nothing asks.
    """

    def __init__(self, directory: "Callable[[], DirectoryStore]") -> None:
        self._directory = directory

    def of(self, owner: Owner, set_up: SetUp) -> date | None:
        """A learner's hiring date; None where nobody stated it or no credit type asks for it."""
        types = set_up.credit_types.values()
        if not any(ask_for_hiring_date(credit_type.rules) for credit_type in types):
            return None
        return self.read(owner)

    def read(self, owner: Owner) -> date | None:
        """A learner's hiring date; None where nobody stated it."""
        entry = self._directory().find(owner)
        return entry.hired_on if entry else None
