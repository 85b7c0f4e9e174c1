"""Transcripts of learners' credits; the caller says whose."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from certfolio.domain.academies import Academy, Face
from certfolio.domain.actions import HoldingState
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.packs import Pack, PackPlan, items_of
from certfolio.domain.programmes.results import Node, RequirementKind
from certfolio.domain.programmes.rules import walk
from certfolio.domain.transcript import (
    Transcript,
    TranscriptConfirmation,
    TranscriptCredential,
    TranscriptFilters,
    TranscriptRequirement,
    transcript,
)
from certfolio.services.reports import Reported, Reports
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.faces import FaceStore


class Transcripts:
    """Reads all that a transcript says."""

    def __init__(
        self,
        certificates: CertificateStore,
        academies: AcademyStore,
        faces: FaceStore,
        directory: DirectoryStore,
        reports: Reports,
    ) -> None:
        self._certificates = certificates
        self._academies = academies
        self._faces = faces
        self._directory = directory
        self._reports = reports

    def of(
        self, owner: Owner, filters: TranscriptFilters, now: datetime, *, name: str | None = None
    ) -> Transcript:
        """Account for a learner's certificates as they and the rules are now.

        Parameters
        ----------
        name
            What the learner goes by where the directory does not know them.
        """
        return self._read(owner, filters, now, name)[0]

    def plan(self, pack: Pack, now: datetime) -> PackPlan:
        """Settle what goes into a pack."""
        found, certificates = self._read(pack, pack.filters, now, pack.name)
        return PackPlan(transcript=found, items=items_of(found, certificates))

    def _read(
        self, owner: Owner, filters: TranscriptFilters, now: datetime, name: str | None
    ) -> tuple[Transcript, list[Certificate]]:
        certificates = list(self._certificates.newest_first(owner))
        claimed = frozenset[str]().union(*(found.claimed for found in certificates))
        set_up = self._academies.set_up(owner.academy_id, now, claimed=claimed)
        face = self._faces.find(owner.academy_id) or Face.of(set_up.academy, None)
        entry = self._directory.find(owner)
        made = transcript(
            owner,
            certificates,
            set_up,
            face,
            filters,
            name=entry.name if entry else name,
            external_id=entry.external_id if entry else None,
            hired_on=entry.hired_on if entry else None,
            now=now,
        )
        if filters == TranscriptFilters():
            # What staff refused is nothing that a transcript could vouch for.
            held = [
                one
                for one in self._reports.given(owner, certificates, now)
                if one.held.state is not HoldingState.REFUSED
            ]
            confirmed = self._confirmed(owner, held, set_up.academy)
            known = [_credential(one, confirmed.get(one.held.id)) for one in held]
            made = made.model_copy(update={"credentials": tuple(known)})
        return made, certificates

    def _confirmed(
        self, owner: Owner, held: Iterable[Reported], academy: Academy
    ) -> Mapping[str, TranscriptConfirmation]:
        """Who confirmed each of the credentials that are confirmed, by their ids."""
        wanted = {one.held.id for one in held if one.held.state is HoldingState.CONFIRMED}
        if not wanted:
            return {}
        return {
            holding_id: TranscriptConfirmation(
                at=event.at, on=academy.day_of(event.at), by=event.actor.name
            )
            for holding_id, event in self._reports.confirmations(owner).items()
            if holding_id in wanted
        }


def _credential(found: Reported, confirmed: TranscriptConfirmation | None) -> TranscriptCredential:
    stated, programme = found.held.stated, found.programme.programme
    cycle = found.report.cycles[-1] if found.report.cycles else None
    names = {
        requirement.id: requirement.name
        for version in programme.versions
        for requirement in walk(version.requires)
    }
    return TranscriptCredential(
        programme=programme.name,
        programme_id=programme.id,
        rules_of=cycle and cycle.version,
        number=stated.number,
        state=found.held.state,
        confirmed=confirmed,
        held_since=stated.held_since,
        missing_facts=found.report.missing_facts,
        starts_on=cycle and cycle.starts_on,
        ends_on=cycle and cycle.ends_on,
        counted=cycle and cycle.counted,
        waiting=cycle and cycle.waiting,
        missing=cycle and cycle.missing,
        done=cycle is not None and cycle.done,
        requirements=tuple(_requirements(cycle.nodes, names, 0)) if cycle else (),
    )


def _requirements(
    nodes: Iterable[Node], names: Mapping[str, str], depth: int
) -> Iterator[TranscriptRequirement]:
    for node in nodes:
        if not node.asked:
            continue
        asked = [figures for figures in node.figures if figures.asked]
        yield TranscriptRequirement(
            name=names[node.id],
            at_most=node.kind is RequirementKind.AT_MOST,
            depth=depth,
            have=sum((figures.have for figures in asked), _NONE) if asked else None,
            needed=sum((figures.needed for figures in asked), _NONE) if asked else None,
            missing=node.missing,
            done=node.done,
        )
        yield from _requirements(node.of, names, depth + 1)


_NONE = Decimal("0.00")
