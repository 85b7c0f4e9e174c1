"""The demo academy, and the story that is told in it."""

from pathlib import Path

import pytest
from botocore.credentials import Credentials

from local import seed
from local.client import Json, StaffClient
from local.stack import Stack
from tests.e2e.support import JPEG, PDF, PNG, root
from tools import demo


@pytest.fixture(scope="module")
def opened(stack: Stack) -> Stack:
    seed.seed(stack)
    return stack


def _portfolio(stack: Stack, person: seed.Account) -> list[Json]:
    return list(seed.learner(stack, person).call("GET", "/certificates", limit=100)["items"])


def test_the_demo_academy_shows_every_status_and_standing(opened: Stack) -> None:
    shown = _portfolio(opened, seed.LEARNER)
    assert {item["status"] for item in shown} == {
        "pending",
        "changes_requested",
        "withdrawn",
        "approved",
        "declined",
        "revoked",
    }
    assert {item["standing"] for item in shown} == {None, "active", "expiring", "expired"}
    assert {item["kind"] for item in shown} == {"external", "academy"}
    files = [item["file"] for item in shown if item["file"]]
    assert {file["content_type"] for file in files} == {
        "application/pdf",
        "image/png",
        "image/jpeg",
    }
    rejected = [item for item in shown if item["file"] and item["file"]["state"] == "rejected"]
    assert [item["status"] for item in rejected] == ["changes_requested"]


def test_opened_again_the_demo_academy_stays_as_people_left_it(opened: Stack) -> None:
    administrator = seed.staff(opened, seed.ADMINISTRATOR)
    waiting = administrator.admin("GET", "/reviews")["items"][0]
    path = f"/learners/{waiting['learner_id']}/certificates/{waiting['id']}/decisions"
    administrator.admin("POST", path, {"action": "approve"}, version=waiting["version"])
    before = {person: _portfolio(opened, person) for person in (seed.LEARNER, seed.OTHER_LEARNER)}
    seed.seed(opened)
    assert before == {person: _portfolio(opened, person) for person in before}


def test_a_system_reaches_its_academy_and_no_other(opened: Stack) -> None:
    role = root(opened, "iam").get_role(RoleName=seed.SYSTEM_ROLE)["Role"]["Arn"]
    keys = root(opened, "sts").assume_role(RoleArn=role, RoleSessionName="demo")["Credentials"]
    system = StaffClient(
        opened,
        credentials=Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]),
        academy_id=seed.ACADEMY,
    )
    assert system.admin("GET", "/reviews")["items"]
    refused = system.request("GET", f"/admin/academies/{seed.OTHER_ACADEMY}/reviews")
    assert refused.status_code == 403


@pytest.mark.parametrize("file", [PDF, PNG, JPEG], ids=["PDF", "PNG", "JPEG"])
def test_the_story_goes_as_told(opened: Stack, file: Path) -> None:
    demo.tell(opened, file)


def test_the_story_stops_at_a_file_that_is_not_what_its_name_says(
    opened: Stack,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(PNG.read_bytes())
    port = str(opened.endpoint).rpartition(":")[2]
    monkeypatch.setattr("local.stack.find", lambda **_: opened)
    monkeypatch.setattr("sys.argv", ["demo", "--port", port, str(file)])
    assert demo.main() == 1
    assert "The file is not what its name says" in capsys.readouterr().err


def test_the_story_needs_a_system_that_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["demo", "--port", "9", str(PDF)])
    assert demo.main() == 1
    assert "make run" in capsys.readouterr().err
