"""A transcript on a deployed system: made, fetched, and nobody else's."""

import csv
import io
import time
import zipfile
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pikepdf
import pypdfium2
import requests

from local.client import Json
from local.stack import Stack
from tests.e2e.support import PDF, PNG, Academy, LearnerAtWork, StaffAtWork, open_academy


def fetched(made: Json) -> requests.Response:
    answer = requests.get(made["file"]["url"], timeout=20)
    assert answer.status_code == 200, answer.text
    assert len(answer.content) == made["file"]["size"]
    assert answer.headers["Content-Type"].startswith(made["file"]["content_type"].split(";")[0])
    assert made["file"]["name"] in answer.headers["Content-Disposition"]
    return answer


def test_a_learner_fetches_what_was_decided_as_pdf_csv_and_json(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    academy.know(learner)
    certificate = learner.hand_in(title="Řízení rizik #import $x$")
    assert reviewer.decide(certificate, "approve").ok
    transcript = learner.call("GET", "/transcript", period="2024")["transcript"]
    [section] = transcript["sections"]
    [line] = section["lines"]
    assert (line["title"], line["applied"]) == (certificate["title"], "8.00")

    document = fetched(learner.call("GET", "/transcript", format="pdf", language="de")).content
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "de"
        assert pdf.open_metadata()["pdfaid:part"] == "2"
    pages = pypdfium2.PdfDocument(document)
    text = " ".join(" ".join(p.get_textpage().get_text_bounded().split()) for p in pages)
    assert certificate["title"] in text

    table = fetched(learner.call("GET", "/transcript", format="csv")).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table, newline=""))
    assert (row["Certificate"], row["Counts"]) == (certificate["title"], "8.00")


def test_nobody_else_gets_it(
    stack: Stack, academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in(title="Mine alone")
    path = f"/admin/academies/{academy.id}/learners/{learner.sub}/transcript"
    theirs = reviewer.call("GET", path)["transcript"]
    assert [line["title"] for part in theirs["sections"] for line in part["lines"]] == [
        certificate["title"]
    ]
    stranger = open_academy(stack).staff("reviewer")
    assert stranger.request("GET", path).status_code == 403
    neighbour = academy.learner()
    assert neighbour.request("GET", path).status_code in {401, 403}
    own = neighbour.call("GET", "/transcript")["transcript"]
    assert [line for part in own["sections"] for line in part["lines"]] == []


def packed(learner: LearnerAtWork, form: str) -> bytes:
    """A transcript with files, once it is made."""
    pack = learner.call("POST", "/transcripts", {"form": form})
    deadline = time.monotonic() + 120
    while pack["state"] == "working" and time.monotonic() < deadline:
        time.sleep(0.5)
        pack = learner.call("GET", f"/transcripts/{pack['id']}")
    assert pack["state"] == "ready", pack
    assert pack["done"] == pack["files"] == 2
    return fetched(pack).content


def test_all_certificates_follow_a_transcript_or_lie_beside_it(learner: LearnerAtWork) -> None:
    learner.hand_in(title="A document")
    learner.hand_in(PNG, title="A picture")
    bound = packed(learner, "pdf")
    with pikepdf.open(io.BytesIO(bound)) as pdf, pdf.open_outline() as outline:
        marks = [item.title for item in outline.root]
        pages = len(pdf.pages)
    assert set(marks[-2:]) == {"A document", "A picture"}
    assert pages == 2 + 2
    with zipfile.ZipFile(io.BytesIO(packed(learner, "zip"))) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    assert PDF.read_bytes() in held.values()
    assert PNG.read_bytes() in held.values()


def test_a_link_leads_to_one_file_and_to_nothing_else(
    learner: LearnerAtWork, academy: Academy
) -> None:
    learner.hand_in()
    link = urlsplit(learner.call("GET", "/transcript", format="pdf")["file"]["url"])
    other = urlsplit(academy.learner().call("GET", "/transcript", format="pdf")["file"]["url"])
    assert parse_qs(link.query)["X-Amz-Expires"] == ["60"]
    assert requests.get(urlunsplit(link._replace(query="")), timeout=20).status_code == 403
    elsewhere = urlunsplit(link._replace(path=other.path))
    assert requests.get(elsewhere, timeout=20).status_code == 403
