"""What a function reads from its environment; each takes only the groups it needs."""

import os
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, PositiveFloat, PositiveInt

from certfolio.once import once

_Group = TypeVar("_Group", bound="Settings")


class Settings(BaseModel):
    """Base of the groups: a field is the environment variable of its name in capitals."""

    model_config = ConfigDict(frozen=True)


class FunctionSettings(Settings):
    """What the template says of the function itself.

    Attributes
    ----------
    function_seconds
        When Lambda ends it.
    """

    function_seconds: PositiveFloat


class TableSettings(Settings):
    """The table that holds every record."""

    table_name: str


class RecordSettings(Settings):
    """How records are written; read they are either way.

    Attributes
    ----------
    pack_records
        Whether certificates and events are packed, which programs from before cannot read.
    """

    pack_records: Literal["on", "off"] = "on"


class IncomingSettings(Settings):
    """Where unvetted files arrive.

    Attributes
    ----------
    upload_seconds
        How long a permission to put a file lasts.
    max_file_bytes
        The largest file taken.
    """

    incoming_bucket: str
    upload_seconds: PositiveInt = 300
    max_file_bytes: PositiveInt = 10_485_760


class UploadLimits(Settings):
    """How much one caller may upload, for themselves and as staff.

    Attributes
    ----------
    uploads_per_hour, staff_uploads_per_hour
        Permissions to put a file.
    upload_bytes_per_day, staff_upload_bytes_per_day
        Bytes that these are for.
    """

    uploads_per_hour: PositiveInt = 100
    upload_bytes_per_day: PositiveInt = 1_073_741_824
    staff_uploads_per_hour: PositiveInt = 1_000
    staff_upload_bytes_per_day: PositiveInt = 10_737_418_240


class BulkSettings(Settings):
    """How requests that do many things go about it.

    Attributes
    ----------
    bulk_at_once
        How many are under way at the same time; boto3 keeps ten connections of a client open.
    """

    bulk_at_once: PositiveInt = 8


class EvidenceSettings(Settings):
    """Where accepted files are kept.

    Attributes
    ----------
    view_seconds
        How long a link to a file lasts.
    loose_file_days
        How long a file stays that no record names: never handed in, or replaced by another.
    """

    evidence_bucket: str
    view_seconds: PositiveInt = 60
    loose_file_days: PositiveInt = 30


class TranscriptSettings(Settings):
    """Where transcripts are kept for whoever asked for one.

    Attributes
    ----------
    view_seconds
        How long a link to one lasts.
    """

    transcripts_bucket: str
    view_seconds: PositiveInt = 60


class LambdaSettings(Settings):
    """What Lambda itself says of the function.

    Attributes
    ----------
    aws_lambda_function_name
        By which it can be called again.
    """

    aws_lambda_function_name: str


class InspectionSettings(Settings):
    """Who inspects and draws files.

    Attributes
    ----------
    inspection_function
        Its ARN.
    """

    inspection_function: str


class ScanSettings(Settings):
    """What becomes of pages that are pictures of text.

    Attributes
    ----------
    read_scans
        Whether Amazon Textract reads them.
    """

    read_scans: Literal["on", "off"]


class LedgerSettings(Settings):
    """Where the ledger is, and the key of the pseudonyms in it.

    Attributes
    ----------
    ledger_key
        ARN of the secret that holds it.
    """

    ledger_bucket: str
    ledger_key: str


class LedgerAlarmSettings(Settings):
    """Whose alarms hear of what cannot be entered, or contradicts what was.

    Attributes
    ----------
    stack_name
        The stack's.
    """

    stack_name: str


class ReconciliationSettings(Settings):
    """What the schedule needs to know.

    Attributes
    ----------
    malware_scanning
        Whether a file is scanned for malware before it is inspected.
    stack_name
        Whose alarm hears of what cannot be mended.
    """

    malware_scanning: Literal["on", "off"]
    stack_name: str


class AnnouncementSettings(Settings):
    """Where announcements go.

    Attributes
    ----------
    event_bus
        Name of the bus.
    announcement_dead_letters
        URL of the queue of records that cannot be announced.
    """

    event_bus: str
    announcement_dead_letters: str


class MailKeySettings(Settings):
    """The key that links in mails are made with.

    Attributes
    ----------
    mail_key
        ARN of the secret that holds it.
    """

    mail_key: str


class SendingSettings(Settings):
    """How mail goes out.

    Attributes
    ----------
    mail_from
        Whom it comes from; empty where none is sent.
    mail_configuration_set
        Name of SES's, which tells what becomes of mails.
    portal_url
        Where links in mails lead.
    unsubscribe_url
        What takes the POST of a one-click unsubscription, its token added behind it.
    stack_name
        Whose alarm hears of mails that fail.
    """

    mail_from: str
    mail_configuration_set: str
    portal_url: str
    unsubscribe_url: str
    stack_name: str


class GatherSettings(Settings):
    """Whether mail waits to be sent.

    Attributes
    ----------
    mail_gather_seconds
        How long what somebody is told first waits for others; None where no mail is sent.
    """

    mail_gather_seconds: int | None = None


class BackgroundSettings(Settings):
    """Who does what is done in the background.

    Attributes
    ----------
    rights_function
        Its ARN.
    """

    rights_function: str


class AccountSettings(Settings):
    """The user pool that holds the learners' accounts."""

    user_pool_id: str


class StaffGroupSettings(Settings):
    """The group of the user pool that members of staff are in.

    Attributes
    ----------
    staff_group
        Its name.
    """

    staff_group: str


class LearnerSettings(Settings):
    """Whose tokens learners bring.

    Attributes
    ----------
    user_pool_client_id
        The one application of the user pool whose ID tokens count.
    """

    user_pool_client_id: str


class StaffSettings(Settings):
    """What is asked of members of staff.

    Attributes
    ----------
    staff_mfa
        Whether their accounts must have a second factor.
    """

    staff_mfa: Literal["on", "off"]


class EdgeSettings(Settings):
    """What the HTTP edge needs to know.

    Attributes
    ----------
    web_origin
        The one origin browsers may call from.
    max_body_bytes
        The largest request body read.
    """

    web_origin: str
    max_body_bytes: PositiveInt = 65_536


@once
def load(group: type[_Group]) -> _Group:
    """Read one group from the environment, once per process.

    Raises
    ------
    pydantic.ValidationError
        A variable is missing or wrong; better at the first call than in the middle of one.
    """
    names = {name: name.upper() for name in group.model_fields}
    return group.model_validate(
        {field: os.environ[name] for field, name in names.items() if name in os.environ}
    )
