"""Looking at files: pages that inspection drew once, and the original as a download."""

import hashlib
import json
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from PIL import Image

from certfolio import composition
from certfolio.domain.certificates import Certificate
from certfolio.domain.renditions import LONGEST_SIDE, THUMBNAIL_SIDE
from certfolio.storage import clients, keys
from certfolio.storage.records import item_of
from functions.inspection import handler as inspection
from tests.support.template import REGION
from tests.support.world import ENVIRONMENT, FILES, PDF, World, inspect, lambda_context, put

BUCKET = ENVIRONMENT["EVIDENCE_BUCKET"]


def fetched(url: str) -> bytes:
    """What a link leads to."""
    parts = urlsplit(url)
    version = parse_qs(parts.query).get("versionId")
    found = boto3.client("s3", region_name=REGION).get_object(
        Bucket=BUCKET,
        Key=parts.path.lstrip("/").removeprefix(BUCKET).lstrip("/"),
        **({"VersionId": version[0]} if version else {}),
    )
    return found["Body"].read()


def picture(url: str) -> Image.Image:
    return Image.open(BytesIO(fetched(url)))


def stored(world: World, certificate: dict[str, Any]) -> Certificate:
    return composition.certificates().get(world.learner.owner, certificate["id"])


def undrawn(world: World, certificate: dict[str, Any]) -> None:
    """Make a certificate one that was accepted before files were drawn."""
    record = stored(world, certificate)
    assert record.file is not None
    assert record.file.evidence is not None
    events = composition.certificates().history(world.learner.owner, record.id)
    table: Any = boto3.resource("dynamodb", region_name=REGION).Table(ENVIRONMENT["TABLE_NAME"])
    previous = events[0].previous_hash
    for event in events:
        changes = json.loads(json.dumps(event.changes))
        if changes.get("file", {}).get("evidence"):
            changes["file"]["evidence"].pop("rendition", None)
        sealed = event.model_copy(update={"changes": changes, "previous_hash": previous}).sealed()
        previous = sealed.hash
        table.put_item(
            Item=item_of(sealed) | keys.event(sealed, sealed.certificate_id, sealed.version)
        )
    evidence = record.file.evidence.model_copy(update={"rendition": None})
    file = record.file.model_copy(update={"evidence": evidence})
    before = record.model_copy(update={"file": file, "head": previous})
    table.put_item(Item=item_of(before) | keys.certificate(before.owner, before.id))


def test_learner_and_staff_see_the_same_pages(world: World) -> None:
    certificate = world.learner.submit(world.learner.uploaded()["id"]).body
    paths = (
        (world.learner, f"/certificates/{certificate['id']}/pages"),
        (
            world.reviewer,
            f"/learners/{world.learner.id}/certificates/{certificate['id']}/pages",
        ),
    )
    seen = []
    for caller, path in paths:
        [page] = caller.call("GET", path).body["pages"]
        image = picture(page["url"])
        assert image.format == "WEBP"
        assert image.size == (page["width"], page["height"])
        assert max(image.size) == LONGEST_SIDE
        assert not page["blank"]
        seen.append((image.tobytes(), [word["text"] for word in page["words"]]))
    assert seen[0] == seen[1]
    assert "Certificate" in " ".join(seen[0][1])


def test_it_is_told_that_letters_are_missing_in_a_picture(world: World) -> None:
    for name, missing in (("mupdf.pdf", True), ("certificate.pdf", False)):
        upload = world.learner.uploaded((FILES / name).read_bytes(), file_name=name)
        [page] = world.learner.call("GET", f"/uploads/{upload['id']}/pages").body["pages"]
        assert (page["letters_missing"], page["recognised"]) == (missing, False)


def test_a_link_to_a_page_is_to_the_pinned_version_and_good_for_a_minute(world: World) -> None:
    certificate = world.learner.submit(world.learner.uploaded()["id"]).body
    [page] = world.learner.call("GET", f"/certificates/{certificate['id']}/pages").body["pages"]
    query = parse_qs(urlsplit(page["url"]).query)
    assert query["X-Amz-Expires"] == ["60"]
    assert query["response-content-type"] == ["image/webp"]
    assert query["versionId"]


def test_the_drawing_is_provably_that_of_the_bytes(world: World) -> None:
    certificate = world.learner.submit(world.learner.uploaded()["id"]).body
    evidence = stored(world, certificate).file.evidence  # type: ignore[union-attr] # it has one
    assert evidence is not None
    data = (
        clients.s3()
        .get_object(Bucket=BUCKET, Key=f"{evidence.key}/{evidence.rendition}.json")["Body"]
        .read()
    )
    assert hashlib.sha256(data).hexdigest() == evidence.rendition
    manifest = json.loads(data)
    assert manifest["source"] == hashlib.sha256(PDF).hexdigest()
    [page] = manifest["pages"]
    kept = (
        clients.s3()
        .get_object(
            Bucket=BUCKET,
            Key=f"{evidence.key}/page-{page['sha256']}.webp",
            VersionId=page["version_id"],
        )["Body"]
        .read()
    )
    assert hashlib.sha256(kept).hexdigest() == page["sha256"]
    world.check_history(world.learner, certificate["id"])


def test_a_manifest_that_is_not_the_pinned_one_is_not_believed(world: World) -> None:
    certificate = world.learner.submit(world.learner.uploaded()["id"]).body
    evidence = stored(world, certificate).file.evidence  # type: ignore[union-attr] # it has one
    assert evidence is not None
    key = f"{evidence.key}/{evidence.rendition}.json"
    data = clients.s3().get_object(Bucket=BUCKET, Key=key)["Body"].read()
    clients.s3().put_object(Bucket=BUCKET, Key=key, Body=data.replace(b"1600", b"1599"))
    answer = world.learner.call("GET", f"/certificates/{certificate['id']}/pages")
    assert (answer.status, answer.problem) == (409, "not-drawn")


def test_a_file_is_seen_before_it_is_handed_in(world: World) -> None:
    permit = world.learner.upload()
    path = f"/uploads/{permit['id']}/pages"
    assert world.learner.call("GET", path).problem == "file-not-available"
    inspect(put(permit))
    assert len(world.learner.call("GET", path).body["pages"]) == 1
    world.learner.submit(permit["id"])
    assert len(world.learner.call("GET", path).body["pages"]) == 1


def test_nobody_sees_the_pages_of_somebody_else_s_file(world: World, other_world: World) -> None:
    permit = world.learner.uploaded()
    certificate = world.learner.submit(permit["id"]).body
    for path in (f"/uploads/{permit['id']}/pages", f"/certificates/{certificate['id']}/pages"):
        assert other_world.learner.call("GET", path).status == 404


@pytest.mark.parametrize("asked", [True, False])
def test_lists_have_thumbnails_where_they_are_asked_for(world: World, *, asked: bool) -> None:
    world.learner.submit(world.learner.uploaded()["id"])
    world.learner.submit(world.learner.upload()["id"])
    query = {"thumbnails": "true"} if asked else {}
    learner = world.learner.call("GET", "/certificates", query=query).body["items"]
    queue = world.reviewer.call("GET", "/reviews", query=query).body["items"]
    waiting, drawn = learner
    assert waiting["thumbnail"] is None
    for item in (drawn, queue[0]):
        if asked:
            assert max(picture(item["thumbnail"]).size) == THUMBNAIL_SIDE
        else:
            assert item["thumbnail"] is None


def test_an_image_called_otherwise_gets_the_name_and_type_it_has(world: World) -> None:
    data = (FILES / "certificate.png").read_bytes()
    permit = world.learner.uploaded(data, file_name="Beleg.v2.JPEG", content_type="image/jpeg")
    file = world.learner.call("GET", f"/uploads/{permit['id']}").body["file"]
    assert (file["state"], file["name"], file["content_type"]) == (
        "accepted",
        "Beleg.v2.png",
        "image/png",
    )
    certificate = world.learner.submit(permit["id"]).body
    link = world.learner.call("GET", f"/certificates/{certificate['id']}/file").body
    assert link["name"] == "Beleg.v2.png"
    assert parse_qs(urlsplit(link["url"]).query)["response-content-type"] == ["image/png"]
    assert fetched(link["url"]) == data


def test_what_was_accepted_before_files_were_drawn_is_drawn_when_it_is_first_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = world.learner.submit(world.learner.uploaded()["id"]).body
    approved = world.reviewer.decide(certificate, "approve").body
    undrawn(world, approved)
    world.check_history(world.learner, certificate["id"])
    asked: list[str] = []
    monkeypatch.setattr(composition.drawings(), "ask", asked.append)
    path = f"/certificates/{certificate['id']}/pages"
    for _ in range(2):
        answer = world.learner.call("GET", path)
        assert (answer.status, answer.problem) == (409, "not-drawn")
    assert len(set(asked)) == 1
    for _ in range(2):
        inspection.handler({"draw": [asked[0]]}, lambda_context())
    assert len(world.learner.call("GET", path).body["pages"]) == 1
    read = world.learner.read(certificate)
    assert (read["status"], read["version"]) == ("approved", approved["version"] + 1)
    world.check_history(world.learner, certificate["id"])
