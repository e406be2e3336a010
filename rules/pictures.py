"""What kind of picture a file is, by its first bytes and never by its name."""

MOST = 100 * 1024
KINDS = ("image/png", "image/jpeg", "image/webp")


def kind_of(data: bytes) -> str:
    """The kind of a picture that may be shown, or nothing."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def is_drawing(data: bytes) -> bool:
    """Whether it looks like an SVG: a document that can carry scripts, and no picture."""
    return b"<svg" in data[:2048].lower() or data.lstrip()[:5].lower() == b"<?xml"
