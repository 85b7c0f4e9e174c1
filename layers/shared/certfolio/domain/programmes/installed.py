"""Programmes as an academy keeps them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

from pydantic_core import from_json

from certfolio.domain.values import AcademyId, Name, Record, Sha256

if TYPE_CHECKING:
    from certfolio.domain.programmes.model import Programme


class ProgrammeState(StrEnum):
    """Whether a programme is there for learners."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    RETIRED = "retired"


@dataclass(frozen=True)
class ProgrammeWords:
    """What a programme is called, and each requirement by its id; the newest words win."""

    name: str
    requirements: Mapping[str, str]


class AcademyProgramme(Record):
    """A programme of an academy's.

    Attributes
    ----------
    text
        The programme as JSON. Text, as a tree can be nested deeper than what DynamoDB keeps as a
        document (32 levels; "Naming rules and data types").
    digest
        SHA-256 of the text: what is told of a change. Each version's text is kept.
    state
        A draft is seen by administrators alone. What is retired goes on for those who hold it.
    pack
        The pack it was made from; None for one of the academy's own.
    version
        Counts changes from 1; the `ETag`.
    """

    academy_id: AcademyId
    id: Name
    text: str
    digest: Sha256
    state: ProgrammeState = ProgrammeState.DRAFT
    pack: Name | None = None
    version: int = 1

    @classmethod
    def of(
        cls,
        academy_id: str,
        programme: "Programme",
        *,
        state: ProgrammeState,
        pack: str | None,
        version: int,
    ) -> Self:
        """A programme as it is kept."""
        text = programme.model_dump_json(exclude_none=True)
        return cls(
            academy_id=academy_id,
            id=programme.id,
            text=text,
            digest=sha256(text.encode()).hexdigest(),
            state=state,
            pack=pack,
            version=version,
        )

    @property
    def words(self) -> ProgrammeWords:
        """What it and its requirements are called, without reading the rules themselves."""
        said = from_json(self.text)
        versions = said["versions"]
        return ProgrammeWords(
            said["name"],
            {name: called for version in versions for name, called in _called(version["requires"])},
        )

    @cached_property
    def programme(self) -> "Programme":
        """The rules."""
        # Whoever stores or tells of programmes need not know what can stand in one.
        from certfolio.domain.programmes.model import Programme  # noqa: PLC0415

        return Programme.model_validate_json(self.text)


def _called(requirements: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for requirement in requirements:
        yield requirement["id"], requirement["name"]
        yield from _called(requirement.get("of", ()))
