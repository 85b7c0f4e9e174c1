"""The packs that are shipped beside this file."""

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from certfolio.api.programmes import PackExample
from certfolio.domain.programmes.packs import Pack

_PACKS = Path(__file__).parent / "packs"
_EXAMPLES = ".examples.json"


@cache
def packs() -> dict[str, Pack]:
    """All packs by their ids, in order of them."""
    found = (
        Pack.model_validate_json(path.read_bytes())
        for path in sorted(_PACKS.glob("*.json"))
        if not path.name.endswith(_EXAMPLES)
    )
    return {pack.id: pack for pack in found}


def examples(pack: Pack) -> list[PackExample]:
    """The worked examples of a pack."""
    written = (_PACKS / f"{pack.id}{_EXAMPLES}").read_bytes()
    return TypeAdapter(list[PackExample]).validate_json(written)
