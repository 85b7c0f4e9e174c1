from unittest.mock import patch

import requests
from botocore.credentials import Credentials

from local.client import StaffClient
from local.stack import Stack

STACK = Stack(
    api_url="http://127.0.0.1:4566/api",
    api_id="api",
    user_pool_id="pool",
    client_id="client",
    identity_pool_id="identities",
    table="table",
    incoming_bucket="incoming",
    evidence_bucket="evidence",
    ledger_bucket="ledger",
    ledger_key="ledger-key",
    dead_letters_url="http://127.0.0.1:4566/queue",
    max_file_bytes=1_000_000,
)


def test_a_space_in_a_signed_query_is_sent_the_way_it_is_signed() -> None:
    """Signature Version 4 writes a space as %20; a plus sign would be signed as itself."""
    staff = StaffClient(STACK, credentials=Credentials("key", "secret"), academy_id="demo")
    with patch.object(requests.Session, "send") as send:
        staff.request("GET", "/learners", search="demo learner+#", limit=1, cursor=None)
    assert send.call_args.args[0].url.endswith("/learners?search=demo%20learner%2B%23&limit=1")
