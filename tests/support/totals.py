"""Totals as they come to be known."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from certfolio import composition
from certfolio.domain.reconciliation import Finding
from certfolio.services.recount import Recounts
from certfolio.storage import clients, keys
from tests.support.faults import everything
from tests.support.template import STACK
from tests.support.world import World


def forget_totals(world: World) -> None:
    """Leave an academy as it was before there were totals."""
    partition = keys.totals_partition(world.academy_id)
    items = [*everything()]
    for item in items:
        key: Any = {name: item[name] for name in ("PK", "SK")}
        recount = key["SK"]["S"] == keys.recount(world.academy_id)["SK"]
        if key["PK"]["S"] == partition or recount:
            clients.dynamodb().delete_item(TableName=STACK, Key=key)


def recounted(
    world: World, now: datetime, has_time: Callable[[], bool] = lambda: True
) -> list[Finding]:
    """Let the schedule look after an academy's totals; what it found to be wrong."""
    recounts = Recounts(composition.totals(), composition.certificates())
    return [*recounts.look_after(world.academy_id, now, has_time)]


def totals(world: World) -> dict[str, int] | None:
    """What staff are told."""
    answer = world.reviewer.call("GET", "/reviews/totals")
    assert answer.status == 200, answer
    found: dict[str, int] | None = answer.body["totals"]
    return found
