import json
import subprocess
import sys

import pytest

from functions.inspection.caps import MEBIBYTE, Caps
from tests.unit.inspection.worst import FILES

# What a caller in AWS Lambda holds by itself; it and its child must stay under 512 MB.
_CALLER = 100_000_000
_WHOLE = 512_000_000


@pytest.mark.parametrize("name", FILES)
def test_worst_file_stays_within_memory_and_time(name: str) -> None:
    data = FILES[name]()
    assert len(data) <= Caps().file_bytes
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.inspection.worst"],
        input=data,
        stdout=subprocess.PIPE,
        check=True,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
        timeout=30,
    )
    seen = json.loads(done.stdout)
    assert seen["child"] < _WHOLE - _CALLER - 10 * MEBIBYTE
    assert seen["own"] + seen["prepared"] + seen["child"] < _WHOLE
    assert seen["verdict"] == EXPECTED.get(name, seen["verdict"])


#: Verdicts that do not depend on how much memory a parser needs for what.
EXPECTED = {
    "flate_bomb": "too_complex",
    "twice_flate_bomb": "too_complex",
    "object_stream_bomb": "too_complex",
    "lzw_bomb": "too_complex",
    "run_length_bomb": "too_complex",
    "tiny_objects": "too_complex",
    "kids_in_kids": None,
    "png_pixels": "too_many_pixels",
    "png_image_bomb": "too_complex",
    "png_text_bomb": "too_complex",
    "jpeg_baseline": None,
    "png_within_the_cap": None,
    "jpx_inside": "too_many_pixels",
    "jbig2_inside": "too_many_pixels",
}
