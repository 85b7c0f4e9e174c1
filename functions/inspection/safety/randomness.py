"""Random bytes for qpdf, which opens the random device when a file is first encrypted for it."""

import io

import pikepdf


def keep_open() -> None:
    """Have qpdf open the random device and keep it.

    It needs it to read a file that is encrypted with AES-256, when it can open nothing any more.
    """
    with pikepdf.new() as pdf:
        pdf.Root.Any = pikepdf.String("x")
        pdf.save(io.BytesIO(), encryption=pikepdf.Encryption(owner="", user="", R=4))
