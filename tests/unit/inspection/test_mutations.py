from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.child import judge
from functions.inspection.examine import Caps, examine
from tests.unit.inspection.builders import pdf, photo, picture, with_object_stream
from tests.unit.inspection.conftest import Examine

FILES = Path(__file__).parents[2] / "files"
SEEDS = [
    (ContentType.PDF, pdf(b"<</FT/Tx/A<</S/URI/URI(https://training.example)>>>>")),
    (ContentType.PDF, with_object_stream(b"<</A[1 2(x)]>>", b"<</S/GoTo/D[3 0 R/Fit]>>")),
    (ContentType.PDF, (FILES / "linearized.pdf").read_bytes()),
    (ContentType.PNG, picture("P", transparency=b"\0\xff")),
    (ContentType.JPEG, photo(progressive=True)),
    (ContentType.JPEG, photo()),
    (ContentType.WEBP, picture("RGBA", "WEBP", lossless=True)),
    (ContentType.TIFF, picture("RGB", "TIFF", compression="tiff_lzw")),
]
TOKENS = [
    b"<<",
    b">>",
    b"[",
    b"]",
    b"/JS",
    b"null",
    b" 5 0 R ",
    b"obj",
    b"endobj",
    b"stream",
    b"-1",
]
TOKENS += [b"99999999999", b"\0", b"\xff", b"(", b")", b"#", b"/Kids", b"/S", b"/Type", b"/Filter"]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[ContentType, bytes]:
    content_type, data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(12, len(data) - 1))
        put = draw(st.one_of(st.binary(max_size=4), st.sampled_from(TOKENS)))
        data = data[:at] + put + data[at + draw(st.sampled_from([0, len(put), 9])) :]
    return content_type, data[: draw(st.sampled_from([None, None, len(data) // 2]))]


@settings(max_examples=400)
@given(mutated())
def test_mutated_file_gets_a_verdict(case: tuple[ContentType, bytes]) -> None:
    content_type, data = case
    assert isinstance(judge(data, content_type, Caps()), Drawing | RejectionReason)


SIGNATURES = {
    ContentType.PDF: b"%PDF-1.7",
    ContentType.PNG: b"\x89PNG\r\n\x1a\n",
    ContentType.JPEG: b"\xff\xd8\xff",
    ContentType.WEBP: b"RIFF\x40\0\0\0WEBP",
    ContentType.TIFF: b"II*\0",
    ContentType.HEIC: b"\0\0\0\x18ftypheic",
}


@settings(max_examples=200)
@given(st.sampled_from(ContentType), st.binary(max_size=300))
@example(ContentType.PDF, b"\nstartxref\n0\n%%EOF")
def test_noise_after_the_signature_is_rejected(content_type: ContentType, noise: bytes) -> None:
    assert judge(SIGNATURES[content_type] + noise, content_type, Caps()) in RejectionReason


@settings(max_examples=10)
@given(case=mutated())
def test_mutated_file_gets_the_same_verdict_in_confinement(
    free: Examine, case: tuple[ContentType, bytes]
) -> None:
    assert examine(case[1]) == free(case[1])


@pytest.mark.parametrize(("content_type", "data"), [SEEDS[6], SEEDS[3], SEEDS[5], SEEDS[7]])
def test_picture_cut_anywhere_is_damaged(content_type: ContentType, data: bytes) -> None:
    for end in range(40, len(data) - 16, 1 + len(data) // 60):
        assert judge(data[:end], content_type, Caps()) == RejectionReason.DAMAGED
