"""The portal's proofs of a password are those that another implementation makes."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest
from pycognito import aws_srp

_VECTORS = Path(__file__).parents[2] / "web" / "src" / "session" / "srp.vectors.json"


@pytest.mark.parametrize("vector", json.loads(_VECTORS.read_text(encoding="utf-8")))
def test_what_the_portal_is_tested_with_is_right(vector: dict[str, Any]) -> None:
    proof = aws_srp.AWSSRP(
        vector["userId"], vector["password"], vector["userPoolId"], "client", client=Mock()
    )
    proof.small_a_value = int(vector["secret"], 16)
    proof.large_a_value = proof.calculate_a()
    challenge = {
        "USERNAME": vector["userId"],
        "USER_ID_FOR_SRP": vector["userId"],
        "SRP_B": vector["serverValue"],
        "SALT": vector["salt"],
        "SECRET_BLOCK": vector["secretBlock"],
    }
    asked = proof.get_auth_params()
    clock = Mock(utcnow=lambda: datetime.fromisoformat(vector["at"]))
    with patch.object(aws_srp.datetime, "datetime", clock):
        answer = proof.process_challenge(challenge, asked)
    assert asked["SRP_A"] == vector["publicValue"]
    assert answer["TIMESTAMP"] == vector["timestamp"]
    assert answer["PASSWORD_CLAIM_SIGNATURE"] == vector["signature"]
