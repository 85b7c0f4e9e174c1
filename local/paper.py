"""Draw certificates: real PDF, PNG and JPEG files for the demo academy."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw, ImageFont

_SIZE = (1123, 794)
"""A4 across at 96 dots per inch."""
_LINES = ((40, 180), (26, 300), (34, 360), (26, 470), (18, 690))
"""Size and distance from the top of each line, in dots."""
_INK = (31, 41, 61)
_BRAND = (0, 103, 120)


@dataclass(frozen=True)
class Paper:
    """What a certificate says."""

    title: str
    issuer: str
    earned_on: date
    number: str
    learner: str = "Demo Learner"
    credits: str = ""

    def draw(self, suffix: str) -> bytes:
        """Draw it.

        Parameters
        ----------
        suffix
            ``.pdf``, ``.png`` or ``.jpg``.
        """
        if suffix == ".pdf":
            return self._pdf()
        file = BytesIO()
        self._image().save(file, {".png": "PNG", ".jpg": "JPEG"}[suffix], quality=85)
        return file.getvalue()

    def _lines(self) -> tuple[str, ...]:
        return (
            "Certificate of Completion",
            f"This is to certify that {self.learner} has completed",
            self.title,
            f"{self.issuer}, {self.earned_on:%d %B %Y}",
            " · ".join(filter(None, (self.credits, f"Certificate number {self.number}"))),
        )

    def _image(self) -> Image.Image:
        image = Image.new("RGB", _SIZE, "white")
        pen = ImageDraw.Draw(image)
        pen.rectangle((24, 24, _SIZE[0] - 24, _SIZE[1] - 24), outline=_BRAND, width=6)
        for text, (size, top) in zip(self._lines(), _LINES, strict=True):
            font = ImageFont.load_default(size)
            pen.text((_SIZE[0] / 2, top), text, fill=_INK, font=font, anchor="mm")
        return image

    def _pdf(self) -> bytes:
        points = 72 / 96
        width, height = (side * points for side in _SIZE)
        brand, ink = (" ".join(f"{part / 255:.3f}" for part in colour) for colour in (_BRAND, _INK))
        drawing = [f"{brand} RG 4 w 18 18 {width - 36:.1f} {height - 36:.1f} re S {ink} rg"]
        for text, (size, top) in zip(self._lines(), _LINES, strict=True):
            # Half the type size is close to Helvetica's mean width.
            left = (width - len(text) * size * points * 0.5) / 2
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawing.append(
                f"BT /F1 {size * points:.1f} Tf {left:.1f} {height - top * points:.1f} Td "
                f"({escaped}) Tj ET"
            )
        pdf = pikepdf.new()
        pdf.add_blank_page(page_size=(width, height))
        page = pdf.pages[0]
        page.Contents = pdf.make_stream("\n".join(drawing).encode("cp1252"))
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name.Helvetica,
                    Encoding=pikepdf.Name.WinAnsiEncoding,
                )
            )
        )
        file = BytesIO()
        pdf.save(file, deterministic_id=True)
        return file.getvalue()
