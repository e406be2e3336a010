"""Recordings as browsers make them say nothing about how long they are: they are written while somebody speaks. Here
that is put into the beginning of such a file, so that a player shows its length and can jump in it."""

import struct

EBML, SEGMENT, INFO, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1F43B675
SCALE, DURATION, SEEK_HEAD = 0x2AD7B1, 0x4489, 0x114D9B74
USUAL_SCALE = 1_000_000  # nanoseconds: a millisecond
LONGEST_SIZE = 8


class Strange(ValueError):
    """Not what was expected here."""


def with_length(head: bytes, milliseconds: int) -> bytes:
    """The beginning of a file, with how long it is; as it was where it is of another kind, or says so already."""
    try:
        return _with_length(head, milliseconds)
    except (Strange, IndexError, struct.error):
        return head


def _with_length(head: bytes, milliseconds: int) -> bytes:
    kind, size, place = _element(head, 0)
    if kind != EBML or size is None:
        raise Strange
    kind, size, place = _element(head, place + size)
    # Of a size that is known, and after a table of places, nothing may be moved.
    if kind != SEGMENT or size is not None:
        raise Strange
    while True:
        begin = place
        kind, size, place = _element(head, begin)
        if kind in (CLUSTER, SEEK_HEAD) or size is None or place + size > len(head):
            raise Strange
        if kind == INFO:
            told = _told(head[place : place + size], milliseconds)
            return head[:begin] + INFO.to_bytes(4, "big") + _size(len(told)) + told + head[place + size :]
        place += size


def _told(info: bytes, milliseconds: int) -> bytes:
    """What a file tells about itself, with its length."""
    scale, place, rest = USUAL_SCALE, 0, b""
    while place < len(info):
        kind, size, value = _element(info, place)
        if size is None:
            raise Strange
        if kind == SCALE:
            scale = int.from_bytes(info[value : value + size], "big") or USUAL_SCALE
        if kind != DURATION:
            rest += info[place : value + size]
        place = value + size
    return rest + DURATION.to_bytes(2, "big") + b"\x88" + struct.pack(">d", milliseconds * USUAL_SCALE / scale)


def _element(data: bytes, place: int) -> tuple[int, int | None, int]:
    """(kind, size or None where it is not known, where its value begins) of the element that begins here."""
    width = _width(data[place])
    kind = int.from_bytes(data[place : place + width], "big")
    place += width
    width = _width(data[place])
    size = int.from_bytes(data[place : place + width], "big") & ((1 << 7 * width) - 1)
    return kind, None if size == (1 << 7 * width) - 1 else size, place + width


def _width(first: int) -> int:
    """How many bytes a number has that begins with this one."""
    if not first:
        raise Strange
    return LONGEST_SIZE + 1 - first.bit_length()


def _size(number: int) -> bytes:
    return (number | 1 << 7 * LONGEST_SIZE).to_bytes(LONGEST_SIZE, "big")
