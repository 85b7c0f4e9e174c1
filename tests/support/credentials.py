"""Learners who hold credentials."""

from ulid import ULID

from tests.support.programmes import BOARD
from tests.support.stream import Json
from tests.support.world import Learner, World


def hold_board(world: World, learner: Learner, held_since: str) -> Json:
    """Let a learner hold a credential under a programme that asks ten credits in three years."""
    body = {"programme": BOARD, "state": "in_force"}
    assert world.administrator.call("PUT", "/programmes/board", body).status == 200
    holding = {"id": str(ULID()), "programme": "board", "held_since": held_since}
    answer = learner.call("POST", "/holdings", holding)
    assert answer.status == 201, answer
    made: Json = answer.body
    return made
