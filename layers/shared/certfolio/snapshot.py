"""What a function does before Lambda takes a snapshot of it, and after it is restored (SnapStart).

From "Improving startup performance with Lambda SnapStart" in AWS's Lambda Developer Guide:

- Performance: what a first request would load or make is to be done before, "with dummy
  invocations" where there is no other way.
- Uniqueness: "a single initialized snapshot" becomes many environments, so "unique IDs, unique
  secrets, and entropy that's used to generate pseudorandomness" are made after it. Ids here come
  from the operating system's generator, which Lambda takes care of.
- Connections: their state "isn't guaranteed when Lambda resumes your function".
- Credentials: those in the snapshot may have expired by then; the container provider, which
  Lambda has functions with SnapStart use, renews them.
"""

import gc
import io
import os
import random
import ssl
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from certfolio.observability import logger
from certfolio.storage import clients, connections, stage

if TYPE_CHECKING:
    from certfolio.storage.scene import Scene


class RehearsalContext(LambdaContext):
    """What Lambda would tell of an invocation."""

    function_name = function_version = aws_request_id = invoked_function_arn = "rehearsal"
    memory_limit_in_mb = 512

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        """Time enough for a request."""
        return 28_000


Rehearsal = Callable[["Scene", LambdaContext], None]


def rehearse_before_snapshot(rehearse: Rehearsal) -> None:
    """Have a function's requests tried out before it is put into a snapshot.

    Only Lambda's own runtime brings what tells of snapshots; elsewhere none is taken.

    Parameters
    ----------
    rehearse
        Lets the function answer; it finds the records of the scene, and nothing is sent.
    """
    if find_spec("snapshot_restore_py") is None:
        return
    from snapshot_restore_py import (  # noqa: PLC0415 - as said above
        register_after_restore,
        register_before_snapshot,
    )

    register_before_snapshot(before_snapshot, rehearse)
    register_after_restore(after_restore)


def before_snapshot(rehearse: Rehearsal) -> None:
    """Load and make everything a request needs."""
    from certfolio.storage.scene import Scene  # noqa: PLC0415 - for this alone

    scene = Scene()
    # Nobody shall read of it, in logs or metrics.
    log: Any = logger.registered_handler
    heard = log.setStream(io.StringIO())
    try:
        with stage.nobody_asked(scene.answer), redirect_stdout(io.StringIO()):
            rehearse(scene, RehearsalContext())
    finally:
        log.setStream(heard)
    connections.trusted()
    # A connection's host name is encoded so (RFC 5891), which the standard library loads then.
    "amazonaws.com".encode("idna")
    # What is here stays, so it need not be looked through for garbage again and again.
    gc.collect()
    gc.freeze()


def after_restore() -> None:
    """Make anew what no two environments may share, and what does not survive."""
    random.seed()
    # OpenSSL's generator starts anew with what is added (its manual, RAND_add).
    ssl.RAND_add(os.urandom(32), 32)
    clients.reconnect()
