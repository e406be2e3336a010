"""Numbers as people type them into a form or an address."""


def whole(text: str, digits: int = 17) -> int | None:
    """A whole number of at most so many plain digits; None for everything else, however number-like."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
