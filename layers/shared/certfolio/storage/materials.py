"""Records of several kinds that are read together, in one call."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from certfolio.domain.academies import Academy
from certfolio.domain.certificates import Certificate, Owner, Upload
from certfolio.domain.credit_types import CreditType
from certfolio.storage import keys
from certfolio.storage.records import record_of, stored
from certfolio.storage.table import Item, Table


@dataclass(frozen=True)
class Materials:
    """What a submission is held against.

    Attributes
    ----------
    credit_types
        The claimed ones that exist, by id.
    upload
        None when the owner has no such upload.
    name
        The learner's, from the directory; None where it is not in there.
    renewed
        The certificate that is renewed; None where the owner has no such one, or none is.
    erased
        Whether the learner is being erased.
    """

    academy: Academy
    credit_types: Mapping[str, CreditType]
    upload: Upload | None
    name: str | None
    renewed: Certificate | None
    erased: bool


class MaterialStore:
    """Reads what a use case needs of several stores at once."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of_submission(
        self,
        owner: Owner,
        upload_id: str | None,
        credit_type_ids: Iterable[str],
        renews: str | None = None,
    ) -> Materials:
        """Read, in one call, what a submission is held against."""
        academy_key = keys.academy(owner.academy_id)
        upload_key = keys.upload(owner, upload_id) if upload_id is not None else None
        type_keys = {
            credit_type_id: keys.credit_type(owner.academy_id, credit_type_id)
            for credit_type_id in credit_type_ids
        }
        entry_key = keys.directory_entry(owner)
        erasure_key = keys.erasure(owner)
        wanted = [academy_key, *type_keys.values(), entry_key, erasure_key]
        if upload_key is not None:
            wanted.append(upload_key)
        renewed_key = keys.certificate(owner, renews) if renews is not None else None
        if renewed_key is not None:
            wanted.append(renewed_key)
        items = {item["SK"]: item for item in self._table.get_many(wanted)}
        upload = items.get(upload_key["SK"]) if upload_key else None
        settings = items.get(academy_key["SK"], {"academy_id": owner.academy_id})
        return Materials(
            academy=stored(Academy, settings),
            credit_types={
                credit_type_id: stored(CreditType, items[key["SK"]])
                for credit_type_id, key in type_keys.items()
                if key["SK"] in items
            },
            upload=_upload(upload),
            name=_name(items.get(entry_key["SK"])),
            renewed=_certificate(items.get(renewed_key["SK"])) if renewed_key else None,
            erased=erasure_key["SK"] in items,
        )

    def of_verdict(self, object_key: str) -> tuple["OfFile", str | None]:
        """Read, in one call, what a verdict on a file is written to.

        Returns
        -------
        OfFile, str or None
            The upload behind an S3 key, the certificate it is for, and the learner's name where
            the directory has it.

        Raises
        ------
        ValueError
            The server did not make this key.
        """
        upload_key, certificate_key = keys.from_object_key(object_key)
        entry_key = keys.directory_entry(keys.owner_of(object_key))
        wanted = [upload_key, certificate_key, entry_key]
        items = {_place(item): item for item in self._table.get_many(wanted)}
        upload, certificate, entry = (items.get(_place(key)) for key in wanted)
        return (_upload(upload), _certificate(certificate)), _name(entry)

    def of_files(self, object_keys: Iterable[str]) -> Callable[[str], "OfFile"]:
        """Read the uploads and certificates behind up to 50 S3 keys, in one call.

        Returns
        -------
        callable
            Gives what was read for each of the keys, so that a record which cannot be
            understood keeps no other one from being looked at.

        Raises
        ------
        ValueError
            The server did not make one of the keys.
        """
        wanted = {key: keys.from_object_key(key) for key in object_keys}
        # Of several files of one certificate, the certificate is read once.
        unique = {_place(key): key for pair in wanted.values() for key in pair}
        items = {_place(item): item for item in self._table.get_many([*unique.values()])}

        def of_file(object_key: str) -> OfFile:
            upload, certificate = (items.get(_place(key)) for key in wanted[object_key])
            return _upload(upload), _certificate(certificate)

        return of_file


OfFile = tuple[Upload | None, Certificate | None]
"""The upload that brought a file, and the certificate it is for; None for what is not there."""


def _upload(item: Item | None) -> Upload | None:
    return stored(Upload, item) if item else None


def _certificate(item: Item | None) -> Certificate | None:
    return record_of(Certificate, item) if item else None


def _name(item: Item | None) -> str | None:
    return str(item["name"]) if item else None


def _place(key: Mapping[str, Any]) -> tuple[str, str]:
    return key["PK"], key["SK"]
