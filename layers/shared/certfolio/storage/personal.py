"""Where everything is that is held on a person: the one list of it.

Each way that `certfolio.storage.keys` makes a key is named here, with what of a person lies there,
or why nothing does. A test goes through that module and fails for a key that is not named.
"""

from collections.abc import Mapping

from certfolio.domain.rights import Held

PERSONAL: Mapping[str, Held] = {
    "certificate": Held.CERTIFICATES,
    "event": Held.EVENTS,
    "upload": Held.UPLOADS,
    "usage": Held.USAGE,
    "fingerprint": Held.FINGERPRINTS,
    "fingerprint_of": Held.FINGERPRINTS,
    "precedent": Held.PRECEDENTS,
    "membership": Held.MEMBERSHIP,
    "notice": Held.NOTICES,
    "pack": Held.PACKS,
    "directory_entry": Held.DIRECTORY,
    "directory_place": Held.DIRECTORY,
    "external_id": Held.DIRECTORY,
    "personal": Held.CHANGES,
    "former_staff": Held.FORMER_STAFF,
    "erasure": Held.ERASURE,
    "erasure_task": Held.ERASURE,
    "export": Held.EXPORT,
    "export_task": Held.EXPORT,
    "news": Held.NEWS,
    "news_read": Held.NEWS,
    "leaver_due": Held.NOTICES,
    "removal_task": Held.CERTIFICATES,
    "staff_news": Held.STAFF_NEWS,
    "reviewer_news": Held.STAFF_NEWS,
    "staff_news_read": Held.STAFF_NEWS,
    "mailbox": Held.MAILS,
    "mail_item": Held.MAILS,
    "mail_preferences": Held.MAILS,
    "undeliverable": Held.MAILS,
    "holding": Held.HOLDINGS,
    "holding_event": Held.HOLDINGS,
    "holder": Held.HOLDINGS,
}
"""What lies under a key, by the name of the function that makes it."""

IMPERSONAL: Mapping[str, str] = {
    "PROGRESS": "How far a schedule has come.",
    "registered": "The id of an academy.",
    "academy": "The settings of an academy.",
    "face": "What everybody may see of an academy.",
    "credit_type": "The rules of a credit type.",
    "staff": "Whoever is on the staff is taken off it before they can be erased.",
    "set_up_event": "Ids alone, which go after a stated time; the words are under `personal`.",
    "event_in": "The same key, by its parts.",
    "totals_shard": "Counts of an academy.",
    "totals_known": "Whether they are known.",
    "reminding": "How far the reminders of an academy have come.",
    "digesting": "How far the daily digest of an academy has come.",
    "retaining": "How far the retention of an academy has come.",
    "programme": "The rules of a credential.",
    "programme_version": "The same, as it was.",
    "recount": "How far they are counted.",
    "tally": "Sums of credits of a day, without whose they were.",
}
"""Why nothing of a person lies under the other keys."""

PREFIXES: Mapping[str, Held] = {
    "EvidenceBucket": Held.EVIDENCE,
    "IncomingBucket": Held.INCOMING,
    "TranscriptsBucket": Held.TRANSCRIPTS,
}
"""What lies in the buckets below `keys.files_of`, by the bucket's name in the template."""

IMPERSONAL_BUCKETS: Mapping[str, str] = {
    "LedgerBucket": "Hashes of events under pseudonyms; nothing can be found out from them.",
    "PortalBucket": "The portal's own files.",
    "PortalLogs": "Who asked for the portal's files, without their ids; gone after a while.",
    "AccessLogs": "S3 keys, which hold ids alone; gone when other logs are.",
}
"""Why nothing of a person that could be erased lies in the other buckets."""
