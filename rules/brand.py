"""A workspace's own colour: whether it can be read on our paper, and the six tones that are made of it."""

import re

# What an accent stands on in static/css/tokens.css, by day and by night: the papers, then the tints of notices.
LIGHT = ("#f6f1e6", "#fffcf6", "#ece4d3", "#f8e6bf", "#f8dcd4", "#e3ebc9")
DARK = ("#161412", "#201d19", "#2c2822", "#3a2b10", "#45201a", "#2a3315")
PALE, DEEP = "#fffcf6", "#161412"
ENOUGH = 4.5
STEP = 0.04
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(text: str) -> bool:
    """Whether this is a colour such as #14513d."""
    return COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def on_light(colour: str) -> float:
    """The least contrast that a colour has on one of our light papers."""
    return min(contrast(colour, paper) for paper in LIGHT)


def readable(colour: str) -> bool:
    """Whether words in this colour can be read by day; for the night a lighter tone of it is made."""
    return on_light(colour) >= ENOUGH


def nearest(colour: str) -> str:
    """A darker tone of it that can be read."""
    return _towards(colour, "#000000", LIGHT)


def tones(colour: str) -> dict[str, tuple[str, str]]:
    """The six tones that a workspace may replace, each by day and by night."""
    night = _towards(colour, "#ffffff", DARK)
    return {
        "accent": (colour, night),
        "accent-press": (mixed(colour, "#000000", 0.25), mixed(night, "#ffffff", 0.3)),
        "accent-tint": (_hint(LIGHT[0], colour, 0.08), _hint(DARK[0], night, 0.14)),
        "on-accent": (PALE, DEEP),
        "curtain": (colour, mixed(colour, DEEP, 0.3)),
        "on-curtain": (PALE, "#f2ebdd" if contrast(mixed(colour, DEEP, 0.3), "#f2ebdd") >= ENOUGH else PALE),
    }


def sheet(colour: str) -> str:
    """The tones as a style sheet; paper that is printed stays black and white."""
    lines = "".join(f"--{name}:light-dark({day},{night});" for name, (day, night) in tones(colour).items())
    return f"@layer tokens{{@media screen{{:root{{{lines}}}}}}}\n"


def mixed(one: str, other: str, part: float) -> str:
    """A colour with this part of another one in it."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _towards(colour: str, end: str, papers: tuple[str, ...]) -> str:
    """The first tone on the way from a colour to black or white that can be read on all of these papers."""
    part, found = 0.0, colour.lower()
    while part < 1 and min(contrast(found, paper) for paper in papers) < ENOUGH:
        part += STEP
        found = mixed(colour, end, min(part, 1))
    return found


def _hint(paper: str, colour: str, part: float) -> str:
    """Paper with as much of a colour in it as lets words of that colour be read on it, up to this part."""
    while part > 0 and contrast(mixed(paper, colour, part), colour) < ENOUGH:
        part = max(part - STEP / 4, 0.0)
    return mixed(paper, colour, part)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
