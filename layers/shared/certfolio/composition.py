"""Where the parts are put together, each when it is first asked for and once per process."""

from datetime import timedelta
from functools import cache

from certfolio.services.assignment import Assignments
from certfolio.services.changes import Changes
from certfolio.services.documents import Documents
from certfolio.services.entry import Entries
from certfolio.services.learners import Learners
from certfolio.services.likeness import Likeness
from certfolio.services.outlook import Outlooks
from certfolio.services.portfolio import Portfolio
from certfolio.services.queue import Queue
from certfolio.services.reading import Reading
from certfolio.services.review import Reviews
from certfolio.services.second_factor import SecondFactors
from certfolio.services.set_up import SetUps
from certfolio.services.verdicts import Verdicts
from certfolio.services.viewing import Viewing
from certfolio.settings import (
    AccountSettings,
    BulkSettings,
    EvidenceSettings,
    IncomingSettings,
    InspectionSettings,
    TableSettings,
    load,
)
from certfolio.storage import clients
from certfolio.storage.academies import AcademyStore
from certfolio.storage.accounts import Accounts
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.files import EvidenceFiles, IncomingFiles
from certfolio.storage.inspections import Drawings
from certfolio.storage.materials import MaterialStore
from certfolio.storage.registry import Registry
from certfolio.storage.renditions import Renditions
from certfolio.storage.set_up_events import SetUpEventStore
from certfolio.storage.table import Table
from certfolio.storage.textract import Textract
from certfolio.storage.uploads import UploadStore


@cache
def table() -> Table:
    """The table, by the environment's name for it."""
    return Table(clients.dynamodb(), load(TableSettings).table_name)


@cache
def certificates() -> CertificateStore:
    """Certificates and their history."""
    return CertificateStore(table())


@cache
def uploads() -> UploadStore:
    """Uploads."""
    return UploadStore(table())


@cache
def registry() -> Registry:
    """The academies there are."""
    return Registry(table())


@cache
def academies() -> AcademyStore:
    """What academies set up."""
    return AcademyStore(table(), registry())


@cache
def materials() -> MaterialStore:
    """Records of several kinds that are read together."""
    return MaterialStore(table())


@cache
def set_ups() -> SetUps:
    """Administrators' changes."""
    return SetUps(academies())


@cache
def changes() -> Changes:
    """What was changed of academies."""
    return Changes(SetUpEventStore(table()), academies(), directory())


@cache
def learners() -> Learners:
    """Changes of directories."""
    return Learners(directory())


@cache
def portfolio() -> Portfolio:
    """Changes to certificates before they are decided."""
    return Portfolio(certificates(), uploads(), academies(), materials(), documents())


@cache
def documents() -> Documents:
    """What certificates' documents say."""
    return Documents(renditions())


@cache
def reading() -> Reading:
    """What learners and staff read of a portfolio."""
    return Reading(certificates(), academies())


@cache
def viewing() -> Viewing:
    """Looking at files."""
    lasts = timedelta(seconds=load(EvidenceSettings).view_seconds)
    return Viewing(
        certificates(), uploads(), directory(), evidence_files(), renditions(), drawings, lasts
    )


@cache
def drawings() -> Drawings:
    """Whoever draws what was never drawn."""
    return Drawings(clients.functions(), load(InspectionSettings).inspection_function)


@cache
def queue() -> Queue:
    """The reviewers' queue."""
    return Queue(certificates())


@cache
def reviews() -> Reviews:
    """Decisions."""
    return Reviews(certificates(), academies(), at_once=load(BulkSettings).bulk_at_once)


@cache
def assignments() -> Assignments:
    """Whose turn it is."""
    return Assignments(certificates(), academies())


@cache
def likeness() -> Likeness:
    """Where the same thing was handed in before."""
    return Likeness(certificates())


@cache
def outlooks() -> Outlooks:
    """When learners can expect a decision."""
    return Outlooks(certificates(), academies())


@cache
def entries() -> Entries:
    """What staff enter for several learners."""
    at_once = load(BulkSettings).bulk_at_once
    return Entries(portfolio(), certificates(), uploads(), documents(), at_once=at_once)


@cache
def verdicts() -> Verdicts:
    """What becomes of files."""
    kept = timedelta(days=load(EvidenceSettings).loose_file_days)
    return Verdicts(materials(), uploads(), certificates(), kept)


@cache
def incoming_files() -> IncomingFiles:
    """Unvetted files."""
    return IncomingFiles(clients.s3(), load(IncomingSettings).incoming_bucket)


@cache
def evidence_files() -> EvidenceFiles:
    """Accepted files."""
    return EvidenceFiles(clients.s3(), load(EvidenceSettings).evidence_bucket)


@cache
def renditions() -> Renditions:
    """What accepted files look like."""
    return Renditions(clients.s3(), load(EvidenceSettings).evidence_bucket)


@cache
def textract() -> Textract:
    """Whoever recognises words in pictures."""
    return Textract(clients.textract())


@cache
def directory() -> DirectoryStore:
    """The learners that academies know."""
    return DirectoryStore(table(), registry())


@cache
def accounts() -> Accounts:
    """Accounts in the user pool."""
    return Accounts(clients.cognito(), load(AccountSettings).user_pool_id)


@cache
def second_factors() -> SecondFactors:
    """Second factors of members of staff."""
    return SecondFactors(accounts(), academies())


def second_factors_in(user_pool_id: str) -> SecondFactors:
    """The same, where only the event says which user pool it is."""
    return SecondFactors(Accounts(clients.cognito(), user_pool_id), academies())


def reset() -> None:
    """Forget everything that was put together, for another environment in the same process."""
    for part in (
        table,
        certificates,
        uploads,
        registry,
        academies,
        materials,
        set_ups,
        changes,
        learners,
        portfolio,
        documents,
        reading,
        viewing,
        drawings,
        queue,
        reviews,
        assignments,
        likeness,
        outlooks,
        entries,
        verdicts,
        incoming_files,
        evidence_files,
        renditions,
        textract,
        directory,
        accounts,
        second_factors,
        load,
        clients.dynamodb,
        clients.cognito,
        clients.s3,
        clients.functions,
        clients.guardduty,
        clients.textract,
    ):
        part.cache_clear()
