"""Where the parts are put together, each when it is first asked for and once per process.

A part is imported when it is asked for, too, so that a function loads what its routes use.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from certfolio.once import once
from certfolio.settings import (
    AccountSettings,
    AnnouncementSettings,
    BackgroundSettings,
    BulkSettings,
    EvidenceSettings,
    GatherSettings,
    IncomingSettings,
    InspectionSettings,
    LedgerSettings,
    MailKeySettings,
    StaffGroupSettings,
    TableSettings,
    TranscriptSettings,
    load,
)
from certfolio.storage import clients

if TYPE_CHECKING:
    from certfolio.domain.packs import Pack
    from certfolio.services.announcing import Announcer
    from certfolio.services.assignment import Assignments
    from certfolio.services.changes import Changes
    from certfolio.services.cohorts import Cohorts
    from certfolio.services.completing import Completing
    from certfolio.services.documents import Documents
    from certfolio.services.entry import Entries
    from certfolio.services.erasures import ErasureStarts
    from certfolio.services.exports import ExportStarts
    from certfolio.services.hiring import HiringDates
    from certfolio.services.holdings import HoldingChanges
    from certfolio.services.invitations import Invitations
    from certfolio.services.learners import Learners
    from certfolio.services.ledger import Ledger
    from certfolio.services.likeness import Likeness
    from certfolio.services.memberships import Memberships
    from certfolio.services.outlook import Outlooks
    from certfolio.services.portfolio import Portfolio
    from certfolio.services.precedents import Precedents
    from certfolio.services.programmes import Programmes
    from certfolio.services.queue import Queue
    from certfolio.services.reading import Reading
    from certfolio.services.reports import Reports
    from certfolio.services.review import Reviews
    from certfolio.services.second_factor import SecondFactors
    from certfolio.services.set_up import SetUps
    from certfolio.services.subscriptions import Unsubscriptions
    from certfolio.services.takers import Takers
    from certfolio.services.telling import Telling
    from certfolio.services.transcripts import Transcripts
    from certfolio.services.trials import Trials
    from certfolio.services.verdicts import Verdicts
    from certfolio.services.verification import Verifications
    from certfolio.services.viewing import Viewing
    from certfolio.storage.academies import AcademyStore
    from certfolio.storage.accounts import Accounts
    from certfolio.storage.background import Background, Drawings, Packers
    from certfolio.storage.certificates import CertificateStore
    from certfolio.storage.directory import DirectoryStore
    from certfolio.storage.erasing import PersonalRecords
    from certfolio.storage.erasures import ErasureStore
    from certfolio.storage.exports import ExportStore
    from certfolio.storage.faces import FaceStore
    from certfolio.storage.files import EvidenceFiles, IncomingFiles
    from certfolio.storage.holdings import HoldingStore
    from certfolio.storage.ledger import LedgerStore
    from certfolio.storage.mails import MailStore
    from certfolio.storage.materials import MaterialStore
    from certfolio.storage.memberships import MembershipStore
    from certfolio.storage.news import NewsStore
    from certfolio.storage.outbox import Outbox
    from certfolio.storage.packs import PackFiles, PackStore
    from certfolio.storage.programmes import ProgrammeStore
    from certfolio.storage.registry import Registry
    from certfolio.storage.renditions import Renditions
    from certfolio.storage.secret_keys import SecretKey
    from certfolio.storage.table import Table
    from certfolio.storage.textract import Textract
    from certfolio.storage.totals import TotalsStore
    from certfolio.storage.transcripts import TranscriptFiles
    from certfolio.storage.uploads import UploadStore


@once
def table() -> "Table":
    """The table, by the environment's name for it."""
    from certfolio.storage.table import Table

    return Table(clients.dynamodb(), load(TableSettings).table_name)


@once
def certificates() -> "CertificateStore":
    """Certificates and their history."""
    from certfolio.storage.certificates import CertificateStore

    return CertificateStore(table())


@once
def totals() -> "TotalsStore":
    """How many certificates academies have."""
    from certfolio.storage.totals import TotalsStore

    return TotalsStore(table())


@once
def uploads() -> "UploadStore":
    """Uploads."""
    from certfolio.storage.uploads import UploadStore

    return UploadStore(table())


@once
def registry() -> "Registry":
    """The academies there are."""
    from certfolio.storage.registry import Registry

    return Registry(table())


@once
def academies() -> "AcademyStore":
    """What academies set up."""
    from certfolio.storage.academies import AcademyStore

    return AcademyStore(table(), registry())


@once
def faces() -> "FaceStore":
    """What everybody may see of academies."""
    from certfolio.storage.faces import FaceStore

    return FaceStore(table())


@once
def outbox() -> "Outbox":
    """What schedules have to say."""
    from certfolio.storage.outbox import Outbox

    return Outbox(table())


@once
def news() -> "NewsStore":
    """What people are told."""
    from certfolio.storage.news import NewsStore

    return NewsStore(table())


@once
def mails() -> "MailStore":
    """What waits to be mailed, and who wants what."""
    from certfolio.storage.mails import MailStore

    return MailStore(table())


@once
def telling() -> "Telling":
    """Whoever tells people what was announced."""
    from certfolio.services.telling import Telling

    gather = load(GatherSettings).mail_gather_seconds
    gathered = None if gather is None else timedelta(seconds=gather)
    return Telling(news(), mails(), academies(), gathered)


@once
def mail_key() -> "SecretKey":
    """The key that links in mails are made with."""
    from certfolio.storage.secret_keys import SecretKey

    return SecretKey(clients.secrets(), load(MailKeySettings).mail_key)


@once
def unsubscriptions() -> "Unsubscriptions":
    """Whoever switches mails off for the links in them."""
    from certfolio.services.subscriptions import Unsubscriptions

    return Unsubscriptions(mails(), mail_key())


@once
def announcer() -> "Announcer":
    """Whoever brings what happened to the bus."""
    from certfolio.services.announcing import Announcer
    from certfolio.storage.bus import Bus
    from certfolio.storage.dead_letters import DeadLetters

    settings = load(AnnouncementSettings)
    dead_letters = DeadLetters(clients.sqs(), settings.announcement_dead_letters)
    return Announcer(Bus(clients.eventbridge(), settings.event_bus), dead_letters)


@once
def materials() -> "MaterialStore":
    """Records of several kinds that are read together."""
    from certfolio.storage.materials import MaterialStore

    return MaterialStore(table())


@once
def set_ups() -> "SetUps":
    """Administrators' changes."""
    from certfolio.services.set_up import SetUps

    return SetUps(academies())


@once
def invitations() -> "Invitations":
    """Who joins the staff, and who leaves it."""
    from certfolio.services.invitations import Invitations

    return Invitations(accounts(), academies(), set_ups(), load(StaffGroupSettings).staff_group)


@once
def changes() -> "Changes":
    """What was changed of academies."""
    from certfolio.services.changes import Changes
    from certfolio.storage.set_up_events import SetUpEventStore

    return Changes(SetUpEventStore(table()), academies(), directory())


@once
def learners() -> "Learners":
    """Changes of directories."""
    from certfolio.services.learners import Learners

    return Learners(directory())


@once
def portfolio() -> "Portfolio":
    """Changes to certificates before they are decided."""
    from certfolio.services.portfolio import Portfolio

    return Portfolio(certificates(), uploads(), academies(), materials(), documents())


@once
def documents() -> "Documents":
    """What certificates' documents say."""
    from certfolio.services.documents import Documents

    return Documents(renditions())


@once
def reading() -> "Reading":
    """What learners and staff read of a portfolio."""
    from certfolio.services.reading import Reading

    return Reading(certificates(), academies(), hiring_dates())


@once
def hiring_dates() -> "HiringDates":
    """When learners were hired."""
    from certfolio.services.hiring import HiringDates

    return HiringDates(directory)


@once
def transcripts() -> "Transcripts":
    """Transcripts of learners' credits."""
    from certfolio.services.transcripts import Transcripts

    return Transcripts(certificates(), academies(), faces(), directory(), reports())


@once
def transcript_files() -> "TranscriptFiles":
    """Transcripts that were made."""
    from certfolio.storage.transcripts import TranscriptFiles

    bucket = load(TranscriptSettings).transcripts_bucket
    return TranscriptFiles(clients.s3(), bucket, clients.links(bucket))


@once
def ledger_store() -> "LedgerStore":
    """What the ledger holds."""
    from certfolio.storage.ledger import LedgerStore

    return LedgerStore(clients.s3(), load(LedgerSettings).ledger_bucket)


@once
def ledger_key() -> "SecretKey":
    """The key of the pseudonyms in the ledger."""
    from certfolio.storage.secret_keys import SecretKey

    return SecretKey(clients.secrets(), load(LedgerSettings).ledger_key)


@once
def ledger() -> "Ledger":
    """Whoever writes the ledger."""
    from certfolio.services.ledger import Ledger

    return Ledger(ledger_store(), ledger_key())


@once
def verifications() -> "Verifications":
    """Whether certificates are what was written."""
    from certfolio.services.verification import Verifications

    return Verifications(certificates(), ledger_store(), ledger_key())


@once
def packs() -> "PackStore":
    """How far transcripts with files are."""
    from certfolio.storage.packs import PackStore

    return PackStore(table())


@once
def packers() -> "Packers":
    """Whoever makes transcripts with files."""
    from certfolio.storage.background import Packers

    return Packers(clients.functions())


def pack_files(pack: "Pack") -> "PackFiles":
    """What a transcript with files is made of."""
    from certfolio.storage.packs import PackFiles

    return PackFiles(clients.s3(), load(TranscriptSettings).transcripts_bucket, pack)


@once
def takers() -> "Takers":
    """What has taken uploaded files."""
    from certfolio.services.takers import Takers

    return Takers(certificates(), holding_store)


@once
def viewing() -> "Viewing":
    """Looking at files."""
    from certfolio.services.viewing import Viewing

    lasts = timedelta(seconds=load(EvidenceSettings).view_seconds)
    return Viewing(
        certificates(),
        uploads(),
        takers(),
        directory(),
        academies(),
        evidence_files(),
        renditions(),
        drawings,
        lasts,
    )


@once
def drawings() -> "Drawings":
    """Whoever draws what was never drawn."""
    from certfolio.storage.background import Drawings

    return Drawings(clients.functions(), load(InspectionSettings).inspection_function)


@once
def queue() -> "Queue":
    """The reviewers' queue."""
    from certfolio.services.queue import Queue

    return Queue(certificates(), totals())


@once
def reviews() -> "Reviews":
    """Decisions."""
    from certfolio.services.review import Reviews

    return Reviews(certificates(), academies(), at_once=load(BulkSettings).bulk_at_once)


@once
def assignments() -> "Assignments":
    """Whose turn it is."""
    from certfolio.services.assignment import Assignments

    return Assignments(certificates(), academies())


@once
def likeness() -> "Likeness":
    """Where the same thing was handed in before."""
    from certfolio.services.likeness import Likeness

    return Likeness(certificates())


@once
def precedents() -> "Precedents":
    """What was decided before."""
    from certfolio.services.precedents import Precedents
    from certfolio.storage.precedents import PrecedentStore

    return Precedents(certificates(), PrecedentStore(table()))


@once
def outlooks() -> "Outlooks":
    """When learners can expect a decision."""
    from certfolio.services.outlook import Outlooks

    return Outlooks(certificates(), academies())


@once
def entries() -> "Entries":
    """What staff enter for several learners."""
    from certfolio.services.entry import Entries

    at_once = load(BulkSettings).bulk_at_once
    return Entries(portfolio(), certificates(), uploads(), documents(), at_once=at_once)


@once
def verdicts() -> "Verdicts":
    """What becomes of files."""
    from certfolio.services.verdicts import Verdicts

    kept = timedelta(days=load(EvidenceSettings).loose_file_days)
    return Verdicts(materials(), uploads(), certificates(), kept)


@once
def incoming_files() -> "IncomingFiles":
    """Unvetted files."""
    from certfolio.storage.files import IncomingFiles

    bucket = load(IncomingSettings).incoming_bucket
    return IncomingFiles(clients.s3(), bucket, clients.links(bucket))


@once
def evidence_files() -> "EvidenceFiles":
    """Accepted files."""
    from certfolio.storage.files import EvidenceFiles

    bucket = load(EvidenceSettings).evidence_bucket
    return EvidenceFiles(clients.s3(), bucket, clients.links(bucket))


@once
def renditions() -> "Renditions":
    """What accepted files look like."""
    from certfolio.storage.renditions import Renditions

    bucket = load(EvidenceSettings).evidence_bucket
    return Renditions(clients.s3(), bucket, clients.links(bucket))


@once
def textract() -> "Textract":
    """Whoever recognises words in pictures."""
    from certfolio.storage.textract import Textract

    return Textract(clients.textract())


@once
def directory() -> "DirectoryStore":
    """The learners that academies know."""
    from certfolio.storage.directory import DirectoryStore

    return DirectoryStore(table(), registry())


@once
def membership_store() -> "MembershipStore":
    """How learners stand."""
    from certfolio.storage.memberships import MembershipStore

    return MembershipStore(table())


@once
def memberships() -> "Memberships":
    """Changes of how learners stand."""
    from certfolio.services.memberships import Memberships

    return Memberships(
        membership_store(), erasure_store(), directory(), personal_records(), accounts()
    )


@once
def programme_store() -> "ProgrammeStore":
    """The programmes of academies."""
    from certfolio.storage.programmes import ProgrammeStore

    return ProgrammeStore(table())


@once
def programmes() -> "Programmes":
    """Changes of programmes."""
    from certfolio.services.programmes import Programmes

    return Programmes(programme_store(), holding_store(), academies(), set_ups())


@once
def cohorts() -> "Cohorts":
    """How all who hold a credential stand."""
    from certfolio.services.cohorts import Cohorts

    return Cohorts(holding_store(), certificates(), academies(), directory())


@once
def trials() -> "Trials":
    """Programmes tried before they are in force."""
    from certfolio.services.trials import Trials

    return Trials(holding_store(), certificates(), academies(), hiring_dates())


@once
def holding_store() -> "HoldingStore":
    """Learners' holdings."""
    from certfolio.storage.holdings import HoldingStore

    return HoldingStore(table())


@once
def holdings() -> "HoldingChanges":
    """Changes of learners' holdings."""
    from certfolio.services.holdings import HoldingChanges

    return HoldingChanges(holding_store(), programme_store(), academies(), uploads())


@once
def reports() -> "Reports":
    """How far holdings are."""
    from certfolio.services.reports import Reports

    return Reports(holding_store(), programme_store(), certificates(), academies(), hiring_dates())


@once
def completing() -> "Completing":
    """What approvals complete of holdings."""
    from certfolio.services.completing import Completing
    from certfolio.storage.outbox import Outbox

    return Completing(reports(), Outbox(table()))


@once
def erasure_store() -> "ErasureStore":
    """Erasures."""
    from certfolio.storage.erasures import ErasureStore

    return ErasureStore(table())


@once
def personal_records() -> "PersonalRecords":
    """All that the table holds of people."""
    from certfolio.storage.erasing import PersonalRecords

    return PersonalRecords(table())


@once
def erasure_starts() -> "ErasureStarts":
    """Whether somebody can be erased, and that it begins."""
    from certfolio.services.erasures import ErasureStarts

    return ErasureStarts(
        erasure_store(), membership_store(), academies(), personal_records(), certificates()
    )


@once
def export_store() -> "ExportStore":
    """Exports of people."""
    from certfolio.storage.exports import ExportStore

    return ExportStore(table())


@once
def export_starts() -> "ExportStarts":
    """That exports begin."""
    from certfolio.services.exports import ExportStarts

    return ExportStarts(export_store(), personal_records())


@once
def background() -> "Background":
    """Whoever works in the background."""
    from certfolio.storage.background import Background

    return Background(clients.functions(), load(BackgroundSettings).rights_function)


@once
def accounts() -> "Accounts":
    """Accounts in the user pool."""
    from certfolio.storage.accounts import Accounts

    return Accounts(clients.cognito(), load(AccountSettings).user_pool_id)


@once
def second_factors() -> "SecondFactors":
    """Second factors of members of staff."""
    from certfolio.services.second_factor import SecondFactors

    return SecondFactors(accounts(), academies())


def second_factors_in(user_pool_id: str) -> "SecondFactors":
    """The same, where only the event says which user pool it is."""
    from certfolio.services.second_factor import SecondFactors
    from certfolio.storage.accounts import Accounts

    return SecondFactors(Accounts(clients.cognito(), user_pool_id), academies())
