"""An academy's programmes: made from packs or its own, put in force, retired."""

from certfolio.domain.errors import StaleVersion
from certfolio.domain.programmes.installed import AcademyProgramme, ProgrammeState
from certfolio.domain.programmes.model import Programme
from certfolio.domain.set_up_events import Intent, differ, tell
from certfolio.storage.programmes import ProgrammeStore


class Programmes:
    """Changes of programmes, each told as an event of the set-up; sent again, done once."""

    def __init__(self, programmes: ProgrammeStore) -> None:
        self._programmes = programmes

    def save(
        self,
        academy_id: str,
        wanted: Programme,
        state: ProgrammeState,
        intent: Intent,
        *,
        pack: str | None = None,
    ) -> AcademyProgramme:
        """Make a programme, change it, put it in force or retire it.

        Raises
        ------
        StaleVersion
            Somebody else changed or made it first.
        """
        before = self._programmes.find(academy_id, wanted.id)
        after = AcademyProgramme.of(
            academy_id,
            wanted,
            state=state,
            pack=before.pack if before else pack,
            version=before.version + 1 if before else 1,
        )
        if before is not None and not differ(before, after):
            return before
        present = before.version if before else 0
        if present != intent.version:
            raise StaleVersion(present)
        self._programmes.save(after, tell(before, after, intent.actor, intent.now))
        return after
