"""Words from what Textract answers."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from certfolio.domain.errors import Unavailable
from certfolio.domain.files import ContentType
from certfolio.domain.renditions import Drawing, Page, Remarks, Word
from certfolio.services.recognition import recognised
from certfolio.storage.textract import CONFIDENCE, Textract
from tests.support.recognition import answer

PICTURE = b"\xff\xd8\xff picture"
WORDS = (Word("Demo", 1000, 2000, 1890, 2215), Word("Learner", 2000, 2000, 3501, 2215))


@pytest.fixture
def client() -> Any:
    return boto3.client(
        "textract",
        region_name="eu-central-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


def read(client: Any, told: dict[str, Any]) -> tuple[Word, ...]:
    with Stubber(client) as stub:
        stub.add_response("detect_document_text", told, {"Document": {"Bytes": PICTURE}})
        return Textract(client).words(PICTURE)


def test_words_stand_where_they_do_in_the_picture_in_their_order(client: Any) -> None:
    assert read(client, answer(WORDS)) == WORDS


def test_a_page_without_words_has_none(client: Any) -> None:
    assert read(client, answer(())) == ()


@pytest.mark.parametrize(
    ("confidence", "read_"), [(CONFIDENCE, WORDS), (CONFIDENCE - 0.1, ()), (0.0, ())]
)
def test_what_was_hardly_recognised_is_left_out(
    client: Any, confidence: float, read_: tuple[Word, ...]
) -> None:
    assert read(client, answer(WORDS, confidence)) == read_


def test_a_box_that_reaches_beyond_the_picture_ends_at_its_edge(client: Any) -> None:
    beyond = Word("edge", -12, -1, 10_004, 10_300)
    assert read(client, answer([beyond])) == (Word("edge", 0, 0, 10_000, 10_000),)


def test_ligatures_are_letters_as_in_the_text_of_a_file(client: Any) -> None:
    told = answer([WORDS[0]._replace(text="ﬁnal")])
    assert [word.text for word in read(client, told)] == ["final"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("ProvisionedThroughputExceededException", 400),
        ("ThrottlingException", 400),
        ("InternalServerError", 500),
        ("BadDocumentException", 400),
        ("UnsupportedDocumentException", 400),
        ("AccessDeniedException", 400),
    ],
)
def test_who_refuses_or_throttles_is_unavailable(client: Any, code: str, status: int) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("detect_document_text", code, http_status_code=status)
        with pytest.raises(Unavailable, match=code):
            Textract(client).words(PICTURE)


def test_so_is_who_is_not_there_at_all(client: Any) -> None:
    """As in a region without Textract, whose name leads nowhere."""

    def nobody(**_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://textract.test")

    client.meta.events.register_first("before-call.textract.DetectDocumentText", nobody)
    with pytest.raises(Unavailable):
        Textract(client).words(PICTURE)


def test_each_page_gets_its_own_words_and_says_that_they_were_recognised() -> None:
    text = Page(width=1, height=1, words=(Word("text", 1, 2, 3, 4),))
    picture = Page(width=1, height=1)
    read = {b"second": WORDS[:1], b"third": WORDS[1:], b"fourth": ()}
    drawing = Drawing(
        ContentType.PDF,
        (text, picture, picture, picture),
        (b"",) * 4,
        b"",
        Remarks(),
        dict(enumerate(read, 1)),
    )
    assert recognised(drawing, read.__getitem__).pages == (
        text,
        picture.model_copy(update={"words": WORDS[:1], "recognised": True}),
        picture.model_copy(update={"words": WORDS[1:], "recognised": True}),
        picture,
    )
