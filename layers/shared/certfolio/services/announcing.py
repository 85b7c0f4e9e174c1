"""Announcing: what the table's stream tells goes to the bus."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from certfolio.domain.announcements import Announcement, of_event, of_notice
from certfolio.domain.errors import Unavailable
from certfolio.invocation import pause
from certfolio.storage.bus import AT_ONCE, Bus
from certfolio.storage.dead_letters import DeadLetters
from certfolio.storage.records import Unreadable
from certfolio.storage.stream import Happened, StreamRecord

ROUNDS = 10
"""How often an entry is tried, while there is time, before its record is given back to Lambda.

Lambda brings nothing behind a record that failed, and repeats all from it on, also what the bus
took. So nobody is served sooner by giving back early, and a bus that is busy for a moment costs no
repeat.
"""

_PAUSE = 0.25
"""Seconds before the second round; doubled with each, up to `_LONGEST`."""

_LONGEST = 8.0


@dataclass
class Outcome:
    """What became of the records.

    Attributes
    ----------
    announced
        Ids of the announcements that the bus took.
    unreadable
        Records that lie in the dead-letter queue.
    failed
        Sequence numbers of what is to be tried again, in order of the stream.
    """

    announced: list[str] = field(default_factory=list)
    unreadable: list[StreamRecord] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Entry:
    place: int
    sequence: str
    announcement: Announcement


class Announcer:
    """Puts on the bus what records of the stream tell.

    Parameters
    ----------
    wait
        Waits for so many seconds, or raises `Unavailable` where there is no time for it.
    """

    def __init__(
        self, bus: Bus, dead_letters: DeadLetters, wait: Callable[[float], None] = pause
    ) -> None:
        self._bus = bus
        self._dead_letters = dead_letters
        self._wait = wait

    def announce(self, records: Iterable[StreamRecord]) -> Outcome:
        """Announce what records tell, of each certificate in their order.

        What fails holds back what comes later of the same certificate and nothing else. What cannot
        be read goes to the dead-letter queue at once and holds back nothing.
        """
        outcome = Outcome()
        failed: list[tuple[int, str]] = []
        waiting: list[_Entry] = []
        for place, record in enumerate(records):
            try:
                announcement = announcement_of(record)
            except Unreadable:
                if not self._put_aside(record):
                    failed.append((place, record.sequence))
                else:
                    outcome.unreadable.append(record)
                continue
            if announcement is not None:
                waiting.append(_Entry(place, record.sequence, announcement))
        left = self._send(waiting, outcome.announced)
        failed += [(entry.place, entry.sequence) for entry in left]
        outcome.failed = [sequence for _, sequence in sorted(failed)]
        return outcome

    def _put_aside(self, record: StreamRecord) -> bool:
        try:
            self._dead_letters.send(record)
        except Unavailable:
            return False
        return True

    def _send(self, waiting: Sequence[_Entry], announced: list[str]) -> Sequence[_Entry]:
        """Send in rounds, and give back what the bus did not take."""
        for tried in count(1):
            sent = self._round(waiting)
            announced += [entry.announcement.id for entry in waiting if entry.place in sent]
            waiting = [entry for entry in waiting if entry.place not in sent]
            if not waiting or tried == ROUNDS:
                break
            try:
                self._wait(min(_PAUSE * 2 ** (tried - 1), _LONGEST))
            except Unavailable:
                break
        return waiting

    def _round(self, waiting: Sequence[_Entry]) -> set[int]:
        """Try each once, unless one before it of its certificate failed.

        Returns
        -------
        set of int
            Places of what the bus took.
        """
        sent: set[int] = set()
        held: set[str] = set()
        while waiting:
            part, waiting = _split(waiting, held)
            for entry, refusal in zip(part, self._put(part), strict=True):
                if refusal is None:
                    sent.add(entry.place)
                else:
                    held.add(entry.announcement.subject)
        return sent

    def _put(self, part: Sequence[_Entry]) -> Sequence[str | None]:
        if not part:
            return ()
        try:
            return self._bus.put([entry.announcement for entry in part])
        except Unavailable as unavailable:
            return [str(unavailable)] * len(part)


def announcement_of(record: StreamRecord) -> Announcement | None:
    """Say what a record announces; None where nobody outside need hear of it.

    Raises
    ------
    Unreadable
        See `StreamRecord.read`.
    """
    found = record.read()
    if isinstance(found, Happened):
        return of_event(found.event, found.credit_types)
    return of_notice(found)


def _split(waiting: Sequence[_Entry], held: set[str]) -> tuple[list[_Entry], list[_Entry]]:
    """The entries of the next call and those behind it, without those of certificates held back.

    A call has one entry of a certificate at most: in one call the bus can refuse an entry and take
    the one behind it.
    """
    part: list[_Entry] = []
    behind: list[_Entry] = []
    subjects: set[str] = set()
    for entry in waiting:
        subject = entry.announcement.subject
        if subject in held:
            continue
        if len(part) == AT_ONCE or subject in subjects:
            behind.append(entry)
        else:
            part.append(entry)
            subjects.add(subject)
    return part, behind
