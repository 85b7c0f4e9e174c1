"""Somebody signed in: bring directory and staff list up to date with the account."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from certfolio import composition
from certfolio.domain.directory import DirectoryEntry, entry_of_account
from certfolio.domain.errors import CertfolioError
from certfolio.invocation import invocation
from certfolio.observability import logger
from certfolio.snapshot import rehearse_before_snapshot

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from certfolio.storage.scene import Scene


@invocation()
def handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    """Answer Cognito's post-authentication trigger, which wants its event back."""
    attributes = event["request"]["userAttributes"]
    entry = entry_of_account(attributes)
    if entry is None:
        logger.warning("account without a place in a directory", learner_id=attributes.get("sub"))
        return event
    try:
        noted = composition.learners().note(entry, datetime.now(UTC))
    except CertfolioError:
        # Nobody is kept out because of the directory; the next sign-in writes it.
        logger.exception("directory not kept", learner_id=entry.learner_id)
    else:
        logger.info("signed in", learner_id=noted.learner_id, version=noted.version)
        # Where the table does not answer, there is no time to ask it more.
        _read_second_factor(event["userPoolId"], entry)
    return event


def rehearse(scene: "Scene", context: "LambdaContext") -> None:
    """Let a member of staff sign in who is not there."""
    attributes = {
        "sub": scene.principal,
        "custom:academy_id": scene.owner.academy_id,
        "name": "Administrator",
        "email": "administrator@example.org",
    }
    handler({"userPoolId": "rehearsal_1", "request": {"userAttributes": attributes}}, context)


rehearse_before_snapshot(rehearse)


def _read_second_factor(user_pool_id: str, entry: DirectoryEntry) -> None:
    try:
        second_factors = composition.second_factors_in(user_pool_id)
        found = second_factors.read_of_staff(entry.academy_id, entry.learner_id, datetime.now(UTC))
    except Exception:  # noqa: BLE001 - logged with its trace
        # Nobody is kept out because of it: what was read before soon counts no more.
        logger.exception("second factor not read", learner_id=entry.learner_id)
    else:
        if found is not None:
            logger.info("second factor", learner_id=entry.learner_id, enabled=found.enabled)
