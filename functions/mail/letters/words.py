"""The words of mails, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certfolio.domain.actions import Status
from certfolio.domain.announcements import AnnouncementType
from certfolio.domain.certificates import UsualReason
from certfolio.domain.files import RejectionReason
from certfolio.domain.mails import MailKind
from certfolio.domain.transcript import Language


@dataclass(frozen=True)
class Plural:
    """A sentence about one thing, and about another number of them, which it names."""

    one: str
    other: str

    def of(self, count: int) -> str:
        """The sentence about so many."""
        return (self.one if count == 1 else self.other).replace("{count}", str(count))


@dataclass(frozen=True)
class Told:
    """How it is told what happened to one certificate.

    Attributes
    ----------
    subject
        Has one ``{}``, for the title.
    state
        In a word or two, beside others.
    lead
        What it means, and what to do.
    """

    subject: str
    state: str
    heading: str
    lead: str


@dataclass(frozen=True)
class Expiring:
    """How it is told that a certificate expires: today, tomorrow, or in so many days."""

    today: Told
    tomorrow: Told
    later: Told

    def in_days(self, days: int) -> Told:
        """How it is told so many days before."""
        if days <= 0:
            return self.today
        if days == 1:
            return self.tomorrow
        return Told(
            subject=self.later.subject.replace("{count}", str(days)),
            state=self.later.state.replace("{count}", str(days)),
            heading=self.later.heading.replace("{count}", str(days)),
            lead=self.later.lead,
        )


@dataclass(frozen=True)
class Words:
    """What one language says.

    Attributes
    ----------
    told
        By what happened.
    many, many_lead
        Heading and first sentence of a mail that tells of several certificates.
    refused_file
        Some sentences name the ``{limit}`` that the next file has to keep.
    why
        Why somebody gets mails of a kind.
    """

    hello: str
    hello_nobody: str
    months: tuple[str, ...]
    day: str
    decimal: str
    told: Mapping[AnnouncementType, Told]
    expiring: Expiring
    refused: Told
    many: Mapping[MailKind, Plural]
    many_lead: Mapping[MailKind, str]
    refused_file: Mapping[RejectionReason, str]
    file: str
    statuses: Mapping[Status, str]
    digest: Plural
    digest_none: str
    digest_heading: str
    digest_lead: str
    digest_overdue: Plural
    waiting: str
    overdue: str
    at_least: str
    decided_by: str
    automatically: str
    comment: str
    comment_of: str
    learner: str
    reason: str
    reasons: Mapping[UsualReason, str]
    awarded: str
    awarded_of: str
    claimed: str
    counts: str
    counts_remaining: str
    counts_reached: str
    valid_until: str
    cycle_ends: str
    missing: str
    removed_on: str
    status: str
    more: Plural
    see_one: str
    see_credential: str
    see_credentials: str
    see_all: str
    change_it: str
    choose_file: str
    renew: str
    to_queue: str
    review_it: str
    why: Mapping[MailKind, str]
    in_portal: str
    choose_mails: str
    unsubscribe: str

    def amount(self, value: Decimal) -> str:
        """An amount without the places that say nothing."""
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", self.decimal)

    def day_of(self, day: date) -> str:
        """A day, written out."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)


ENGLISH = Words(
    hello="Hello {name},",
    hello_nobody="Hello,",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    day="{day} {month} {year}",
    decimal=".",
    told={
        AnnouncementType.SUBMITTED: Told(
            subject="Entered for you: {}",
            state="Entered for you",
            heading="Your academy entered a certificate for you",
            lead="Please look whether it is right. If it is not, you can dispute it in the portal.",
        ),
        AnnouncementType.EDITED: Told(
            subject="Changed by your academy: {}",
            state="Changed by your academy",
            heading="Your academy changed a certificate of yours",
            lead="Please look whether it is right. If it is not, you can dispute it in the portal.",
        ),
        AnnouncementType.APPROVED: Told(
            subject="Approved: {}",
            state="Approved",
            heading="Your certificate was approved",
            lead="Well done. There is nothing left for you to do.",
        ),
        AnnouncementType.DECLINED: Told(
            subject="Declined: {}",
            state="Declined",
            heading="Your certificate was declined",
            lead="It was not accepted and does not count. Below is why.",
        ),
        AnnouncementType.CHANGES_REQUESTED: Told(
            subject="Please change something: {}",
            state="Changes requested",
            heading="Your certificate needs a change",
            lead=(
                "Please change what is asked for below and hand the certificate in again. A "
                "reviewer then looks at it."
            ),
        ),
        AnnouncementType.WITHDRAWN: Told(
            subject="Withdrawn by your academy: {}",
            state="Withdrawn by your academy",
            heading="Your academy withdrew a certificate of yours",
            lead="It does not count any more.",
        ),
        AnnouncementType.REOPENED: Told(
            subject="In review again: {}",
            state="In review again",
            heading="Your certificate is reviewed again",
            lead="The decision on it was taken back. There is nothing for you to do.",
        ),
        AnnouncementType.REVOKED: Told(
            subject="Approval revoked: {}",
            state="Approval revoked",
            heading="The approval of a certificate was revoked",
            lead="It no longer counts. Below is why.",
        ),
        AnnouncementType.DISPUTED: Told(
            subject="Disputed: {}",
            state="Disputed by the learner",
            heading="A learner disputes a certificate",
            lead="It was entered for the learner, and now waits for a decision again.",
        ),
        AnnouncementType.ASSIGNED: Told(
            subject="For you to review: {}",
            state="For you to review",
            heading="A certificate was given to you",
            lead="It is yours to review now.",
        ),
        AnnouncementType.SUPERSEDED: Told(
            subject="Superseded: {}",
            state="Superseded by its renewal",
            heading="Your certificate was renewed",
            lead="Its renewal takes its place.",
        ),
        AnnouncementType.RESTORED: Told(
            subject="Valid again: {}",
            state="Valid again",
            heading="Your certificate is valid again",
            lead="Its renewal is no longer approved, so this certificate takes its place back.",
        ),
        AnnouncementType.EXPIRING: Told(
            subject="Expires soon: {}",
            state="Expires soon",
            heading="A certificate expires soon",
            lead="If you have a newer one of the same kind, hand it in as its renewal.",
        ),
        AnnouncementType.EXPIRED: Told(
            subject="Expired: {}",
            state="Expired",
            heading="A certificate has expired",
            lead=(
                "Its credits stay counted. If you have a newer one of the same kind, hand it in as "
                "its renewal."
            ),
        ),
        AnnouncementType.RENEWED: Told(
            subject="Renewed: {}",
            state="Renewed",
            heading="Your certificate was renewed",
            lead="Its renewal takes its place. There is nothing left for you to do.",
        ),
        AnnouncementType.REQUIREMENT_MET: Told(
            subject="Requirement met: {}",
            state="Requirement met",
            heading="A requirement of your credential is met",
            lead="A certificate that was approved completes it.",
        ),
        AnnouncementType.CYCLE_ENDS_SOON: Told(
            subject="Ends soon, and something is missing: {}",
            state="Ends soon",
            heading="The cycle of your credential ends soon",
            lead="Something is missing to it. The portal shows what, and what would help most.",
        ),
        AnnouncementType.RECORDS_DUE: Told(
            subject="Records will be removed: {}",
            state="Records will be removed",
            heading="Records of a certificate will be removed",
            lead=(
                "Your academy keeps records for a set time, which is over soon for this "
                "certificate. Download before that day what you want to keep."
            ),
        ),
    },
    expiring=Expiring(
        today=Told(
            subject="Expires today: {}",
            state="Expires today",
            heading="A certificate expires today",
            lead="If you have a newer one of the same kind, hand it in as its renewal.",
        ),
        tomorrow=Told(
            subject="Expires tomorrow: {}",
            state="Expires tomorrow",
            heading="A certificate expires tomorrow",
            lead="If you have a newer one of the same kind, hand it in as its renewal.",
        ),
        later=Told(
            subject="Expires in {count} days: {}",
            state="Expires in {count} days",
            heading="A certificate expires in {count} days",
            lead="If you have a newer one of the same kind, hand it in as its renewal.",
        ),
    ),
    refused=Told(
        subject="Another file is needed: {}",
        state="Another file is needed",
        heading="Please choose another file",
        lead=(
            "The file of this certificate could not be accepted. Choose another one, and it goes "
            "on from there."
        ),
    ),
    many={
        MailKind.DECISION: Plural(
            "One decision on your certificates", "{count} decisions on your certificates"
        ),
        MailKind.FILE_REFUSED: Plural(
            "One file was not accepted", "{count} files were not accepted"
        ),
        MailKind.EXPIRY: Plural(
            "News of a certificate's validity", "News of how long {count} certificates are valid"
        ),
        MailKind.CREDENTIAL: Plural(
            "The cycle of a credential ends soon", "The cycles of {count} credentials end soon"
        ),
        MailKind.ENTERED: Plural(
            "Your academy entered a certificate for you",
            "News of {count} certificates that your academy keeps for you",
        ),
        MailKind.DIGEST: Plural(
            "One certificate waits for review", "{count} certificates wait for review"
        ),
        MailKind.ASSIGNMENT: Plural(
            "A certificate was given to you", "{count} certificates were given to you"
        ),
        MailKind.DISPUTE: Plural(
            "A learner disputes a certificate", "{count} certificates are disputed"
        ),
    },
    many_lead={
        MailKind.DECISION: "This is what was decided.",
        MailKind.FILE_REFUSED: "Choose another file for each of them, and they go on from there.",
        MailKind.EXPIRY: "If you have newer ones of the same kind, hand them in as their renewals.",
        MailKind.CREDENTIAL: (
            "Something is missing to each. The portal shows what, and what would help most."
        ),
        MailKind.ENTERED: (
            "Please look whether they are right. If not, you can dispute them in the portal."
        ),
        MailKind.DIGEST: "This is how the queue stands.",
        MailKind.ASSIGNMENT: "They are yours to review now.",
        MailKind.DISPUTE: "They were entered for learners, and now wait for a decision again.",
    },
    refused_file={
        RejectionReason.EMPTY: "The file is empty. Choose the file again and upload it.",
        RejectionReason.CONTENT_MISMATCH: (
            "The file is not what its name says. Save it as a PDF, or take a picture of the "
            "certificate, and upload that."
        ),
        RejectionReason.DAMAGED: (
            "The file is damaged or incomplete and cannot be shown. Download, save or scan it "
            "again and upload the new file."
        ),
        RejectionReason.ENCRYPTED: (
            "The PDF asks for a password when it is opened. Open it, print it to a new PDF and "
            "upload that."
        ),
        RejectionReason.ACTIVE_CONTENT: (
            "The PDF contains a script, starts something by itself, or has a link that can do "
            "harm. Print it to a new PDF and upload that."
        ),
        RejectionReason.EMBEDDED_FILE: (
            "The PDF has other files attached inside it. Print it to a new PDF and upload that."
        ),
        RejectionReason.TOO_MANY_PAGES: (
            "The file has too many pages: {limit} are taken at most. Upload only the pages that "
            "show the certificate."
        ),
        RejectionReason.TOO_MANY_PIXELS: (
            "The picture, or one in the PDF, is too large in width and height. Save or scan it at "
            "a lower resolution and upload that."
        ),
        RejectionReason.TOO_COMPLEX: (
            "The file takes too much to open safely. Print or scan it to a new PDF and upload that."
        ),
        RejectionReason.MALWARE: (
            "The malware scan found something in the file. Do not open it. Get the certificate "
            "from its issuer again and upload that."
        ),
        RejectionReason.NOT_SCANNED: (
            "The file could not be scanned for malware. Save it again as a new file and upload "
            "that."
        ),
        RejectionReason.LOST: "The file did not arrive, or was lost on its way. Upload it again.",
    },
    statuses={
        Status.PENDING: "In review",
        Status.CHANGES_REQUESTED: "Changes requested",
        Status.WITHDRAWN: "Withdrawn",
        Status.APPROVED: "Approved",
        Status.DECLINED: "Declined",
        Status.REVOKED: "Revoked",
        Status.SUPERSEDED: "Superseded",
    },
    digest=Plural("One certificate waits for review", "{count} certificates wait for review"),
    digest_overdue=Plural("one is overdue", "{count} are overdue"),
    more=Plural(
        "And one more, which the portal shows.", "And {count} more, which the portal shows."
    ),
    file="File",
    digest_none="Nothing waits for review",
    digest_heading="What waits for review",
    digest_lead="This is how the queue stands today.",
    waiting="Waiting",
    overdue="Of these overdue",
    at_least="{count} or more",
    decided_by="Decided by",
    automatically="automatically",
    comment="Comment",
    comment_of="{name} writes:",
    learner="Learner",
    reason="Reason",
    awarded="{awarded} awarded",
    awarded_of="{awarded} of {claimed} awarded",
    claimed="{claimed} claimed",
    counts="{applied} count for {period}",
    counts_remaining="{remaining} more to its target",
    counts_reached="its target is reached",
    valid_until="Valid until",
    cycle_ends="Ends on",
    missing="Credits missing",
    removed_on="Removed on",
    status="Status",
    see_one="See the certificate",
    see_credential="See what is missing",
    see_credentials="See all credentials",
    see_all="See your certificates",
    change_it="Make the change",
    choose_file="Choose another file",
    renew="Renew it",
    to_queue="Go to the queue",
    review_it="Review it",
    in_portal="The portal shows all of this, too, under News.",
    choose_mails="Choose your mails",
    unsubscribe="Stop mails like this one",
    reasons={
        UsualReason.UNREADABLE: "The document cannot be read",
        UsualReason.INCOMPLETE: "The document is incomplete",
        UsualReason.NAME_DIFFERS: "The name does not match yours",
        UsualReason.DETAILS_DIFFER: "Title, date or credits differ from the document",
        UsualReason.NOT_VERIFIABLE: "The certificate could not be verified",
        UsualReason.NOT_RECOGNISED: "The course is not recognised here",
        UsualReason.TOO_OLD: "It was earned too long ago",
        UsualReason.DUPLICATE: "It was handed in before",
    },
    why={
        MailKind.DECISION: "You get this mail because something was decided on your certificates.",
        MailKind.FILE_REFUSED: (
            "You get this mail because a file that you handed in was not accepted."
        ),
        MailKind.EXPIRY: "You get this mail because of how long your certificates are valid.",
        MailKind.CREDENTIAL: "You get this mail because of credentials that you hold.",
        MailKind.ENTERED: "You get this mail because your academy enters certificates for you.",
        MailKind.DIGEST: "You get this mail every day because you review certificates.",
        MailKind.ASSIGNMENT: "You get this mail because a review was given to you.",
        MailKind.DISPUTE: "You get this mail because you are an administrator of the academy.",
    },
)

GERMAN = Words(
    hello="Guten Tag {name},",
    hello_nobody="Guten Tag,",
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    day="{day}. {month} {year}",
    decimal=",",
    told={
        AnnouncementType.SUBMITTED: Told(
            subject="Für Sie eingetragen: {}",
            state="Für Sie eingetragen",
            heading="Ihre Akademie hat einen Nachweis für Sie eingetragen",
            lead=(
                "Bitte sehen Sie nach, ob er stimmt. Wenn nicht, können Sie ihn im Portal "
                "beanstanden."
            ),
        ),
        AnnouncementType.EDITED: Told(
            subject="Von Ihrer Akademie geändert: {}",
            state="Von Ihrer Akademie geändert",
            heading="Ihre Akademie hat einen Ihrer Nachweise geändert",
            lead=(
                "Bitte sehen Sie nach, ob er stimmt. Wenn nicht, können Sie ihn im Portal "
                "beanstanden."
            ),
        ),
        AnnouncementType.APPROVED: Told(
            subject="Genehmigt: {}",
            state="Genehmigt",
            heading="Ihr Nachweis wurde genehmigt",
            lead="Herzlichen Glückwunsch. Sie müssen nichts mehr tun.",
        ),
        AnnouncementType.DECLINED: Told(
            subject="Abgelehnt: {}",
            state="Abgelehnt",
            heading="Ihr Nachweis wurde abgelehnt",
            lead="Er wurde nicht angenommen und zählt nicht. Unten steht, warum.",
        ),
        AnnouncementType.CHANGES_REQUESTED: Told(
            subject="Bitte nachbessern: {}",
            state="Nachbesserung nötig",
            heading="Ihr Nachweis braucht eine Nachbesserung",
            lead=(
                "Bitte ändern Sie, worum unten gebeten wird, und reichen Sie den Nachweis erneut "
                "ein. Dann wird er weiter geprüft."
            ),
        ),
        AnnouncementType.WITHDRAWN: Told(
            subject="Von Ihrer Akademie zurückgezogen: {}",
            state="Von Ihrer Akademie zurückgezogen",
            heading="Ihre Akademie hat einen Ihrer Nachweise zurückgezogen",
            lead="Er zählt nicht mehr.",
        ),
        AnnouncementType.REOPENED: Told(
            subject="Wird erneut geprüft: {}",
            state="Wird erneut geprüft",
            heading="Ihr Nachweis wird erneut geprüft",
            lead="Die Entscheidung darüber wurde zurückgenommen. Sie müssen nichts tun.",
        ),
        AnnouncementType.REVOKED: Told(
            subject="Genehmigung widerrufen: {}",
            state="Genehmigung widerrufen",
            heading="Die Genehmigung eines Nachweises wurde widerrufen",
            lead="Er zählt nicht mehr. Unten steht, warum.",
        ),
        AnnouncementType.DISPUTED: Told(
            subject="Beanstandet: {}",
            state="Von der lernenden Person beanstandet",
            heading="Ein Nachweis wird beanstandet",
            lead=(
                "Er war für die lernende Person eingetragen und wartet nun wieder auf eine "
                "Entscheidung."
            ),
        ),
        AnnouncementType.ASSIGNED: Told(
            subject="Für Sie zur Prüfung: {}",
            state="Für Sie zur Prüfung",
            heading="Ihnen wurde ein Nachweis übergeben",
            lead="Bitte prüfen Sie ihn.",
        ),
        AnnouncementType.SUPERSEDED: Told(
            subject="Ersetzt: {}",
            state="Durch die Erneuerung ersetzt",
            heading="Ihr Nachweis wurde erneuert",
            lead="Die Erneuerung tritt an seine Stelle.",
        ),
        AnnouncementType.RESTORED: Told(
            subject="Wieder gültig: {}",
            state="Wieder gültig",
            heading="Ihr Nachweis ist wieder gültig",
            lead=(
                "Die Erneuerung ist nicht mehr genehmigt, daher nimmt dieser Nachweis seinen Platz "
                "wieder ein."
            ),
        ),
        AnnouncementType.EXPIRING: Told(
            subject="Läuft bald ab: {}",
            state="Läuft bald ab",
            heading="Ein Nachweis läuft bald ab",
            lead="Wenn Sie einen neueren derselben Art haben, reichen Sie ihn als Erneuerung ein.",
        ),
        AnnouncementType.EXPIRED: Told(
            subject="Abgelaufen: {}",
            state="Abgelaufen",
            heading="Ein Nachweis ist abgelaufen",
            lead=(
                "Die Punkte zählen weiterhin. Wenn Sie einen neueren derselben Art haben, reichen "
                "Sie ihn als Erneuerung ein."
            ),
        ),
        AnnouncementType.RENEWED: Told(
            subject="Erneuert: {}",
            state="Erneuert",
            heading="Ihr Nachweis wurde erneuert",
            lead="Die Erneuerung tritt an seine Stelle. Sie müssen nichts mehr tun.",
        ),
        AnnouncementType.REQUIREMENT_MET: Told(
            subject="Anforderung erfüllt: {}",
            state="Anforderung erfüllt",
            heading="Eine Anforderung Ihrer Zertifizierung ist erfüllt",
            lead="Ein Nachweis, der anerkannt wurde, vervollständigt sie.",
        ),
        AnnouncementType.CYCLE_ENDS_SOON: Told(
            subject="Endet bald, und etwas fehlt: {}",
            state="Endet bald",
            heading="Der Zyklus Ihrer Zertifizierung endet bald",
            lead="Es fehlt noch etwas. Das Portal zeigt, was, und was am meisten helfen würde.",
        ),
        AnnouncementType.RECORDS_DUE: Told(
            subject="Aufzeichnungen werden entfernt: {}",
            state="Aufzeichnungen werden entfernt",
            heading="Aufzeichnungen zu einem Nachweis werden entfernt",
            lead=(
                "Ihre Akademie bewahrt Aufzeichnungen eine bestimmte Zeit lang auf, und für diesen "
                "Nachweis ist sie bald vorbei. Laden Sie vor diesem Tag herunter, was Sie behalten "
                "möchten."
            ),
        ),
    },
    expiring=Expiring(
        today=Told(
            subject="Läuft heute ab: {}",
            state="Läuft heute ab",
            heading="Ein Nachweis läuft heute ab",
            lead="Wenn Sie einen neueren derselben Art haben, reichen Sie ihn als Erneuerung ein.",
        ),
        tomorrow=Told(
            subject="Läuft morgen ab: {}",
            state="Läuft morgen ab",
            heading="Ein Nachweis läuft morgen ab",
            lead="Wenn Sie einen neueren derselben Art haben, reichen Sie ihn als Erneuerung ein.",
        ),
        later=Told(
            subject="Läuft in {count} Tagen ab: {}",
            state="Läuft in {count} Tagen ab",
            heading="Ein Nachweis läuft in {count} Tagen ab",
            lead="Wenn Sie einen neueren derselben Art haben, reichen Sie ihn als Erneuerung ein.",
        ),
    ),
    refused=Told(
        subject="Eine andere Datei ist nötig: {}",
        state="Eine andere Datei ist nötig",
        heading="Bitte wählen Sie eine andere Datei",
        lead=(
            "Die Datei dieses Nachweises konnte nicht angenommen werden. Wählen Sie eine andere, "
            "dann geht es weiter."
        ),
    ),
    many={
        MailKind.DECISION: Plural(
            "Eine Entscheidung zu Ihren Nachweisen", "{count} Entscheidungen zu Ihren Nachweisen"
        ),
        MailKind.FILE_REFUSED: Plural(
            "Eine Datei wurde nicht angenommen", "{count} Dateien wurden nicht angenommen"
        ),
        MailKind.EXPIRY: Plural(
            "Neues zur Gültigkeit eines Nachweises", "Neues zur Gültigkeit von {count} Nachweisen"
        ),
        MailKind.CREDENTIAL: Plural(
            "Der Zyklus einer Zertifizierung endet bald",
            "Die Zyklen von {count} Zertifizierungen enden bald",
        ),
        MailKind.ENTERED: Plural(
            "Ihre Akademie hat einen Nachweis für Sie eingetragen",
            "Neues zu {count} Nachweisen, die Ihre Akademie für Sie führt",
        ),
        MailKind.DIGEST: Plural(
            "Ein Nachweis wartet auf Prüfung", "{count} Nachweise warten auf Prüfung"
        ),
        MailKind.ASSIGNMENT: Plural(
            "Ihnen wurde ein Nachweis übergeben", "Ihnen wurden {count} Nachweise übergeben"
        ),
        MailKind.DISPUTE: Plural(
            "Ein Nachweis wird beanstandet", "{count} Nachweise werden beanstandet"
        ),
    },
    many_lead={
        MailKind.DECISION: "Das wurde entschieden.",
        MailKind.FILE_REFUSED: (
            "Wählen Sie für jeden dieser Nachweise eine andere Datei, dann geht es weiter."
        ),
        MailKind.EXPIRY: (
            "Wenn Sie neuere derselben Art haben, reichen Sie sie als Erneuerungen ein."
        ),
        MailKind.CREDENTIAL: (
            "Zu jeder fehlt noch etwas. Das Portal zeigt, was, und was am meisten helfen würde."
        ),
        MailKind.ENTERED: (
            "Bitte sehen Sie nach, ob alles stimmt. Wenn nicht, können Sie es im Portal "
            "beanstanden."
        ),
        MailKind.DIGEST: "So steht es um die Prüfung.",
        MailKind.ASSIGNMENT: "Bitte prüfen Sie sie.",
        MailKind.DISPUTE: (
            "Sie waren für Lernende eingetragen und warten nun wieder auf eine Entscheidung."
        ),
    },
    refused_file={
        RejectionReason.EMPTY: (
            "Die Datei ist leer. Wählen Sie sie noch einmal und laden Sie sie hoch."
        ),
        RejectionReason.CONTENT_MISMATCH: (
            "Die Datei ist nicht, was ihr Name sagt. Speichern Sie sie als PDF, oder fotografieren "
            "Sie das Zertifikat, und laden Sie das hoch."
        ),
        RejectionReason.DAMAGED: (
            "Die Datei ist beschädigt oder unvollständig und lässt sich nicht anzeigen. Laden, "
            "speichern oder scannen Sie sie noch einmal und laden Sie die neue Datei hoch."
        ),
        RejectionReason.ENCRYPTED: (
            "Das PDF verlangt beim Öffnen ein Passwort. Öffnen Sie es, drucken Sie es in ein neues "
            "PDF und laden Sie dieses hoch."
        ),
        RejectionReason.ACTIVE_CONTENT: (
            "Das PDF enthält ein Skript, startet von selbst etwas oder hat einen Link, der Schaden "
            "anrichten kann. Drucken Sie es in ein neues PDF und laden Sie dieses hoch."
        ),
        RejectionReason.EMBEDDED_FILE: (
            "Im PDF stecken andere Dateien. Drucken Sie es in ein neues PDF und laden Sie dieses "
            "hoch."
        ),
        RejectionReason.TOO_MANY_PAGES: (
            "Die Datei hat zu viele Seiten: Höchstens {limit} werden angenommen. Laden Sie nur die "
            "Seiten hoch, die das Zertifikat zeigen."
        ),
        RejectionReason.TOO_MANY_PIXELS: (
            "Das Bild oder eines im PDF ist zu breit und zu hoch. Speichern oder scannen Sie es "
            "mit geringerer Auflösung und laden Sie das hoch."
        ),
        RejectionReason.TOO_COMPLEX: (
            "Die Datei ist zu aufwendig, um sie sicher zu öffnen. Drucken oder scannen Sie sie in "
            "ein neues PDF und laden Sie dieses hoch."
        ),
        RejectionReason.MALWARE: (
            "Die Suche nach Schadsoftware hat in der Datei etwas gefunden. Öffnen Sie sie nicht. "
            "Lassen Sie sich das Zertifikat noch einmal ausstellen und laden Sie es hoch."
        ),
        RejectionReason.NOT_SCANNED: (
            "Die Datei konnte nicht auf Schadsoftware untersucht werden. Speichern Sie sie als "
            "neue Datei und laden Sie diese hoch."
        ),
        RejectionReason.LOST: (
            "Die Datei ist nicht angekommen oder unterwegs verloren gegangen. Laden Sie sie noch "
            "einmal hoch."
        ),
    },
    statuses={
        Status.PENDING: "In Prüfung",
        Status.CHANGES_REQUESTED: "Nachbesserung angefordert",
        Status.WITHDRAWN: "Zurückgezogen",
        Status.APPROVED: "Genehmigt",
        Status.DECLINED: "Abgelehnt",
        Status.REVOKED: "Widerrufen",
        Status.SUPERSEDED: "Ersetzt",
    },
    digest=Plural("Ein Nachweis wartet auf Prüfung", "{count} Nachweise warten auf Prüfung"),
    digest_overdue=Plural("einer ist überfällig", "{count} sind überfällig"),
    more=Plural(
        "Und ein weiterer, den das Portal zeigt.", "Und {count} weitere, die das Portal zeigt."
    ),
    file="Datei",
    digest_none="Nichts wartet auf Prüfung",
    digest_heading="Was auf Prüfung wartet",
    digest_lead="So steht es heute.",
    waiting="Wartend",
    overdue="Davon überfällig",
    at_least="{count} oder mehr",
    decided_by="Entschieden von",
    automatically="automatisch",
    comment="Kommentar",
    comment_of="{name} schreibt:",
    learner="Lernende Person",
    reason="Grund",
    awarded="{awarded} anerkannt",
    awarded_of="{awarded} von {claimed} anerkannt",
    claimed="{claimed} beantragt",
    counts="{applied} zählen für {period}",
    counts_remaining="bis zum Ziel fehlen {remaining}",
    counts_reached="das Ziel ist erreicht",
    valid_until="Gültig bis",
    cycle_ends="Endet am",
    missing="Fehlende Punkte",
    removed_on="Entfernt am",
    status="Status",
    see_one="Nachweis ansehen",
    see_credential="Ansehen, was fehlt",
    see_credentials="Alle Zertifizierungen ansehen",
    see_all="Ihre Nachweise ansehen",
    change_it="Jetzt nachbessern",
    choose_file="Andere Datei wählen",
    renew="Erneuern",
    to_queue="Zur Prüfung",
    review_it="Jetzt prüfen",
    in_portal="All das zeigt auch das Portal, unter Neuigkeiten.",
    choose_mails="Ihre Mails auswählen",
    unsubscribe="Solche Mails abbestellen",
    reasons={
        UsualReason.UNREADABLE: "Das Dokument ist nicht lesbar",
        UsualReason.INCOMPLETE: "Das Dokument ist unvollständig",
        UsualReason.NAME_DIFFERS: "Der Name ist nicht Ihrer",
        UsualReason.DETAILS_DIFFER: "Titel, Datum oder Punkte weichen vom Dokument ab",
        UsualReason.NOT_VERIFIABLE: "Der Nachweis ließ sich nicht überprüfen",
        UsualReason.NOT_RECOGNISED: "Der Kurs wird hier nicht anerkannt",
        UsualReason.TOO_OLD: "Er liegt zu lange zurück",
        UsualReason.DUPLICATE: "Er wurde schon eingereicht",
    },
    why={
        MailKind.DECISION: "Sie erhalten diese Mail, weil über Ihre Nachweise entschieden wurde.",
        MailKind.FILE_REFUSED: (
            "Sie erhalten diese Mail, weil eine Ihrer Dateien nicht angenommen wurde."
        ),
        MailKind.EXPIRY: "Sie erhalten diese Mail wegen der Gültigkeit Ihrer Nachweise.",
        MailKind.CREDENTIAL: "Sie erhalten diese Mail wegen Zertifizierungen, die Sie führen.",
        MailKind.ENTERED: "Sie erhalten diese Mail, weil Ihre Akademie Nachweise für Sie einträgt.",
        MailKind.DIGEST: "Sie erhalten diese Mail täglich, weil Sie Nachweise prüfen.",
        MailKind.ASSIGNMENT: "Sie erhalten diese Mail, weil Ihnen eine Prüfung übergeben wurde.",
        MailKind.DISPUTE: "Sie erhalten diese Mail, weil Sie die Akademie verwalten.",
    },
)

WORDS: Mapping[Language, Words] = {Language.EN: ENGLISH, Language.DE: GERMAN}
