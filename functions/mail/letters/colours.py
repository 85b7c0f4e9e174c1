"""An academy's one colour, in shades that can be read on a mail's light and dark grounds.

The same rules as the portal has in `web/src/ui/accent.ts`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from certfolio.domain.values import luminance

DEFAULT_ACCENT = "#0f6b5c"

_READABLE = 4.5
"""WCAG 2.2, 1.4.3: the least contrast of words."""
_VISIBLE = 3.0
"""WCAG 2.2, 1.4.11: the least contrast of what is no word."""

_BLACK, _WHITE, _DARK_WORDS = "#000000", "#ffffff", "#14120f"
_STEPS = 50


@dataclass(frozen=True)
class Ground:
    """What words stand on, and their own colours.

    Attributes
    ----------
    page, paper, sunken
        Behind everything; behind the mail; behind what is quoted.
    ink, soft
        Words, and those that matter less.
    tones
        Words that say how something went, by `Tone`.
    """

    page: str
    paper: str
    sunken: str
    hairline: str
    ink: str
    soft: str
    good: str
    asks: str
    bad: str
    told: str

    @property
    def all(self) -> tuple[str, str, str]:
        """Every ground that words stand on."""
        return self.paper, self.page, self.sunken


LIGHT = Ground(
    page="#f8f6f2",
    paper="#ffffff",
    sunken="#f1eee8",
    hairline="#e5e0d7",
    ink="#211e19",
    soft="#615b52",
    good="#1d6a3a",
    asks="#855000",
    bad="#a3262a",
    told="#4547a9",
)
DARK = Ground(
    page="#171614",
    paper="#201e1b",
    sunken="#292723",
    hairline="#37342f",
    ink="#f1eee8",
    soft="#b8b2a8",
    good="#83d3a0",
    asks="#f0bd64",
    bad="#ff9f9b",
    told="#b4b8ff",
)


@dataclass(frozen=True)
class Shades:
    """An academy's colour on one ground.

    Attributes
    ----------
    fill
        Behind the words of the button, and the bar above the mail.
    on
        Words on it.
    words
        Links and the academy's name.
    """

    fill: str
    on: str
    words: str


def shades(accent: str | None, ground: Ground) -> Shades:
    """Make the shades of a colour for a ground.

    Parameters
    ----------
    accent
        None where the academy names none.
    """
    pole = _BLACK if ground is LIGHT else _WHITE
    fill = _towards(
        (accent or DEFAULT_ACCENT).lower(),
        pole,
        lambda shade: _words_on(shade) is not None and contrast(shade, ground.paper) >= _VISIBLE,
    )
    words = _towards(
        fill, pole, lambda shade: all(contrast(shade, on) >= _READABLE for on in ground.all)
    )
    return Shades(fill=fill, on=_words_on(fill) or _WHITE, words=words)


def _words_on(ground: str) -> str | None:
    return next((w for w in (_WHITE, _DARK_WORDS) if contrast(w, ground) >= _READABLE), None)


def _towards(colour: str, pole: str, satisfies: Callable[[str], bool]) -> str:
    """Take the first step from a colour towards black or white that satisfies."""
    steps = (_mix(colour, pole, step / _STEPS) for step in range(_STEPS))
    return next(filter(satisfies, steps), pole)


def _mix(colour: str, other: str, part: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Contrast ratio, as WCAG 2.2 defines it."""
    low, high = sorted((luminance(_channels(one)), luminance(_channels(other))))
    return (high + 0.05) / (low + 0.05)
