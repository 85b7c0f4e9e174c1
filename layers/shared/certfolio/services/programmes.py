"""An academy's programmes: made from packs or its own, put in force, retired."""

from certfolio.domain.errors import FieldError, IdReused, InvalidInput, StaleVersion
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.programmes.changing import wrong_changes
from certfolio.domain.programmes.installed import AcademyProgramme, ProgrammeState
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack
from certfolio.domain.set_up_events import Intent, differ, tell
from certfolio.services.set_up import SetUps
from certfolio.storage.academies import AcademyStore
from certfolio.storage.holdings import HoldingStore
from certfolio.storage.programmes import ProgrammeStore

MOST_TEXT = 180_000
"""Bytes of a programme as it is kept, in one item of 400 KB at most (DynamoDB, "Service, account,
and table quotas"), with room for what stands beside it and for many of them in one answer."""


class Programmes:
    """Changes of programmes, each told as an event of the set-up; sent again, done once."""

    def __init__(
        self,
        programmes: ProgrammeStore,
        holdings: HoldingStore,
        academies: AcademyStore,
        set_ups: SetUps,
    ) -> None:
        self._programmes = programmes
        self._holdings = holdings
        self._academies = academies
        self._set_ups = set_ups

    def save(
        self,
        academy_id: str,
        wanted: Programme,
        state: ProgrammeState,
        intent: Intent,
        *,
        pack: str | None = None,
    ) -> AcademyProgramme:
        """Make a programme, change it, put it in force, retire it or bring it back.

        Raises
        ------
        StaleVersion
            Somebody else changed or made it first.
        InvalidInput
            It is too long, or the change would rewrite what holders have relied on; see
            `wrong_changes`.
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
        if len(after.text.encode()) > MOST_TEXT:
            raise InvalidInput(FieldError("programme", FieldCode.TOO_LARGE, {"limit": MOST_TEXT}))
        present = before.version if before else 0
        if present != intent.version:
            raise StaleVersion(present)
        if before is not None:
            self._keep_what_holds(before, after, intent)
        self._programmes.save(after, tell(before, after, intent.actor, intent.now))
        return after

    def _keep_what_holds(
        self, before: AcademyProgramme, after: AcademyProgramme, intent: Intent
    ) -> None:
        # A draft was never in force: nobody holds it, as one becomes a draft again while nobody
        # does.
        if before.state is ProgrammeState.DRAFT or not self._is_held(before):
            return
        today = self._academies.set_up(before.academy_id, intent.now).academy.day_of(intent.now)
        wrong = [*wrong_changes(before.programme, after.programme, today)]
        if after.state is ProgrammeState.DRAFT:
            wrong.append(FieldError("state", FieldCode.HELD))
        if wrong:
            raise InvalidInput(*wrong)

    def _is_held(self, programme: AcademyProgramme) -> bool:
        holders = self._holdings.holders(programme.academy_id, programme.id, after=None, page=1)
        return next(holders, None) is not None

    def install(
        self,
        academy_id: str,
        pack: Pack,
        wanted: Programme,
        state: ProgrammeState,
        intent: Intent,
    ) -> AcademyProgramme:
        """Take a pack over: the credit types and labels it needs, then its programme.

        What is there already stays as it is: a credit type is given what it lacks, and a programme
        that was made from this pack under this id is returned as it has become since.

        Parameters
        ----------
        wanted
            The pack's programme, by the id and the name it shall have here.

        Raises
        ------
        IdReused
            The id names a programme that was not made from this pack.
        InvalidInput
            A credit type has no room for the labels that the pack needs.
        """
        before = self._installed(academy_id, pack, wanted.id)
        for needed in pack.credit_types:
            self._set_ups.add_to_credit_type(
                academy_id, needed.id, needed.rules, intent.actor, intent.now
            )
        if before is not None:
            return before
        after = AcademyProgramme.of(academy_id, wanted, state=state, pack=pack.id, version=1)
        try:
            self._programmes.save(after, tell(None, after, intent.actor, intent.now))
        except StaleVersion:
            # Another request was first.
            there = self._installed(academy_id, pack, wanted.id)
            if there is None:
                raise
            return there
        return after

    def _installed(self, academy_id: str, pack: Pack, programme_id: str) -> AcademyProgramme | None:
        found = self._programmes.find(academy_id, programme_id)
        if found is not None and found.pack != pack.id:
            raise IdReused(programme_id)
        return found
