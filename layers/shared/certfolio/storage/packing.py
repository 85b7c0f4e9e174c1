"""Part of an item as one small attribute, because DynamoDB bills writes by the kilobyte.

What is packed is JSON, deflated over a dictionary of what most records say. So names of fields
cost next to nothing, and one attribute is faster to write and to read than sixty.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

_DICTIONARY = (
    # Text that people write, then what some records hold, then what every record holds:
    # deflate points to what stands near the end with fewer bits.
    b" Academy of Continuing Professional Development University College School Institute"
    b" International Association Society Foundation Advanced Introduction Management Security"
    b" Engineering Certified Training Course Workshop Seminar Programme Certificate completion"
    b" Please hand in again. The certificate does not show that this was earned, which"
    b" document you have been with the learner's name and the date, so that the hours of"
    b" and the credits are not for our in the of the to be as it is on at by an or "
    b"https://www.certificate-scan.jpgimage/pngimage/jpegCertificate of Completion.pdf"
    b"0000000000000000000000000000000000000000000000000000000000000000"
    b'"kind":"academy","verification_link":"https://www.","stated_expiry":{"day":"'
    b'"review":"automatic","when_found":["title","issuer","earned_on","credits",'
    b'"certificate_number","learner"],"in_hand":true,"corrections":{"title":{"stated":"'
    b'"answers":[{"credit_type":"cpe","question":"","yes":true},{"credit_type":"'
    b'"reason":{"id":"not_recognised","text":"'
    b'"action":"edit","action":"withdraw","action":"dispute","action":"reopen","action":"revoke",'
    b'"to_status":"changes_requested","from_status":"changes_requested","outcome":"reopen",'
    b'"to_status":"withdrawn","to_status":"revoked","from_status":"declined","to_status":"declined"'
    b'"state":"rejected","reason":"outcome":"revoke","outcome":"request_changes","outcome":"decline"'
    b'"action":"request_changes","action":"decline","from_status":"approved",'
    b'"actor":{"kind":"system","id":"certfolio"},"action":"record_file","from_status":"pending",'
    b'"actor":{"kind":"staff","id":"","name":"'
    b'},"action":"approve","from_status":"pending","to_status":"approved","comment":"'
    b'{"at":"2026-01-01T10:00:00.000000Z","actor":{"kind":"learner"},"action":"submit",'
    b'"to_status":"pending","changes":{"kind":"external","review":"required",'
    b'{"title":"","issuer":"","certificate_number":"","earned_on":"2026-","expires_on":"2028-",'
    b'"claims":[{"credit_type":"cpe","claimed":"8.00","awarded":null},{"credit_type":"'
    b'","claimed":"8.00","awarded":"8.00"}],"file":{"upload_id":"01","name":"certificate.pdf",'
    b'"content_type":"application/pdf","size":1,"sha256":"","state":"waiting","reason":null,'
    b'"evidence":null,'
    b'"state":"accepted","reason":null,"evidence":{"key":"","version_id":"","rendition":""},'
    b'"sequencer":"00"},'
    b'"cross_check":"ffffff","submitted_at":"2026-","submitted_by":{"kind":"learner"},'
    b'"decision":{"outcome":"approve","at":"2026-","by":{"kind":"staff","id":"","name":"'
    b'"},"comment":"","waited_seconds":},"head":"'
    b'"},"request":"","salt":"","previous_hash":"","hash":"'
)
"""Stored attributes are read with it: never a byte of it changes, another one has a new name."""

_FORMAT = -zlib.MAX_WBITS
"""Deflated data alone, without header and checksum."""

_BEST = 9


def packed(values: Mapping[str, Any]) -> bytes:
    """Pack JSON values."""
    text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
    packer = zlib.compressobj(_BEST, wbits=_FORMAT, zdict=_DICTIONARY)
    return packer.compress(text.encode()) + packer.flush()


def unpacked(body: bytes) -> dict[str, Any]:
    """Give back what was packed."""
    values: dict[str, Any] = from_json(zlib.decompressobj(_FORMAT, _DICTIONARY).decompress(body))
    return values
