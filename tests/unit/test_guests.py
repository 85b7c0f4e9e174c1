import pytest
from botocore.stub import Stubber

from local.stack import Stack, root_client
from tools.guests import Guests, is_guests


@pytest.fixture
def stack() -> Stack:
    names = ("api_url", "api_id", "user_pool_id", "client_id", "identity_pool_id", "table")
    more = (
        "incoming_bucket",
        "evidence_bucket",
        "ledger_bucket",
        "ledger_key",
        "dead_letters_url",
    )
    return Stack(**{name: name for name in (*names, *more)}, max_file_bytes=1)


def test_identities_that_signed_requests_are_removed(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = root_client("cognito-identity")
    monkeypatch.setattr(Stack, "client", lambda *_: client)
    ids = ["eu-central-1:6154617d-cc8f-438a-8459-ca1fc7cf53ee"]
    guests = Guests(stack, identities=ids)
    with Stubber(client) as aws:
        aws.add_response("delete_identities", {}, {"IdentityIdsToDelete": ids})
        guests.remove_identities()
        aws.assert_no_pending_responses()


def test_an_academy_of_guests_is_known_by_its_name(stack: Stack) -> None:
    assert is_guests(Guests(stack).academy)
    assert Guests(stack).academy != Guests(stack).academy
    for other in ("demo", "demo-", "demo-2026", "acme", "demo-01JD8Z6V9Q3T5W7X9Y1Z3A5C7E"):
        assert not is_guests(other)
