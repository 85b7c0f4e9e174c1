"""Somebody signed in: the directory keeps what the account says."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from certfolio import composition
from certfolio.domain.directory import entry_of_account
from certfolio.domain.errors import CertfolioError
from certfolio.observability import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Answer Cognito's post-authentication trigger, which wants its event back."""
    attributes = event["request"]["userAttributes"]
    entry = entry_of_account(attributes)
    if entry is None:
        logger.warning("account without a place in a directory", learner_id=attributes.get("sub"))
        return event
    try:
        noted = composition.directory().note(entry)
    except CertfolioError:
        # Nobody is kept out because of the directory; the next sign-in writes it.
        logger.exception("directory not kept", learner_id=entry.learner_id)
    else:
        logger.info("signed in", learner_id=noted.learner_id, version=noted.version)
    return event
