"""Which version of a programme's rules holds."""

from datetime import date

from certfolio.domain.programmes.model import Programme, Version


def planned(programme: Programme, day: date) -> Version:
    """The version in force on a day; before the first begins, that."""
    begun = [version for version in programme.versions if version.begins_on <= day]
    return begun[-1] if begun else programme.versions[0]


def holding_in(programme: Programme, first: date, last: date, day: date) -> Version:
    """The version that holds in a cycle.

    Parameters
    ----------
    first
        The cycle's planned first day.
    last
        Its last day.
    day
        The day of the report, which knows of no version that begins later.
    """
    at_once = [
        version
        for version in programme.versions
        if version.at_once and first < version.begins_on <= min(last, day)
    ]
    return at_once[-1] if at_once else planned(programme, first)
