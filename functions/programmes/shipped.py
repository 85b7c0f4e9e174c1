"""The packs that are shipped beside this file."""

from functools import cache
from pathlib import Path

from certfolio.domain.programmes.model import Programme

_PACKS = Path(__file__).parent / "packs"
_EXAMPLES = ".examples.json"


@cache
def packs() -> tuple[Programme, ...]:
    """All packs, in order of their ids."""
    return tuple(
        Programme.model_validate_json(path.read_text(encoding="utf-8"))
        for path in sorted(_PACKS.glob("*.json"))
        if not path.name.endswith(_EXAMPLES)
    )
