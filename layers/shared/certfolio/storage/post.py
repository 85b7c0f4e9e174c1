"""SES, which sends mails."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from certfolio.domain.errors import CertfolioError
from certfolio.domain.mails import Mailbox
from certfolio.storage.faults import faults_as_unavailable

LETTER_TAG = "letter"
ACADEMY_TAG = "academy"
PERSON_TAG = "person"
KIND_TAG = "kind"
"""What SES's events name a mail by; letters, digits, hyphens and underscores alone."""

_SERVER_ERROR = 500

# What SES refuses a mail for that it would refuse again: SendEmail, "Errors". All else that it
# answers with is about the account, or its limits, and no mail would be taken now.
_OF_THE_MAIL = frozenset({"BadRequestException", "MessageRejected", "ValidationException"})


class Refused(CertfolioError):
    """SES has not taken this mail, and would not if it were asked again."""


class TakesNone(CertfolioError):
    """SES has not taken this mail, and takes no other one now."""


@dataclass(frozen=True)
class Message:
    """A mail as it goes out.

    Attributes
    ----------
    unsubscribe
        The address that takes a POST by which mails of its kind are switched off (RFC 8058).
    """

    to: str
    subject: str
    text: str
    html: str
    unsubscribe: str


class Post:
    """Takes mails.

    Parameters
    ----------
    client
        That tries once: of a mail whose answer was lost nobody knows whether it was taken.
    sender
        Whom they come from.
    """

    def __init__(self, client: Any, sender: str, configuration_set: str) -> None:  # noqa: ANN401 - its types are not installed
        self._client = client
        self._sender = sender
        self._configuration_set = configuration_set

    def send(self, message: Message, mailbox: Mailbox) -> None:
        """Send a mail, named by what it is in the mailbox.

        Raises
        ------
        Refused, TakesNone
            It was not taken.
        Unavailable
            Nobody knows whether it was.
        """
        tags = {
            LETTER_TAG: mailbox.letter_id,
            ACADEMY_TAG: mailbox.person.academy_id,
            PERSON_TAG: mailbox.person.person_id,
            KIND_TAG: mailbox.kind.value,
        }
        headers = {
            "List-Unsubscribe": f"<{message.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            # No answers of absent people (RFC 3834, section 5).
            "Auto-Submitted": "auto-generated",
        }
        with faults_as_unavailable(), _refusals():
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [message.to]},
                Content={
                    "Simple": {
                        "Subject": _text(message.subject),
                        "Body": {"Text": _text(message.text), "Html": _text(message.html)},
                        "Headers": [
                            {"Name": name, "Value": value} for name, value in headers.items()
                        ],
                    }
                },
                EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
                ConfigurationSetName=self._configuration_set,
            )


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell what SES says no to, throttling included, from what it may have taken."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= _SERVER_ERROR:
            raise
        code = error.response["Error"]["Code"]
        # What SES says with it can hold the address, which no log may.
        raise (Refused if code in _OF_THE_MAIL else TakesNone)(code) from None


def _text(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": "UTF-8"}
