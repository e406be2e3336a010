"""How long a recording is, put into its beginning: every byte of the rest stays as it was, and what is of another kind
is left alone."""

import pathlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules import webm

DEMO = [path.read_bytes() for path in sorted(pathlib.Path("commands").glob("demo_*.webm"))]
INFO, DURATION = b"\x15\x49\xa9\x66", b"\x44\x89\x88"
HEAD = b"\x1a\x45\xdf\xa3\x83\x42\x86\x81" + b"\x18\x53\x80\x67\x01" + b"\xff" * 7


def info(scale: int = 1_000_000, more: bytes = b"") -> bytes:
    """What a file tells about itself, and then a track."""
    told = b"\x2a\xd7\xb1\x84" + scale.to_bytes(4, "big") + more
    return INFO + bytes([0x80 | len(told)]) + told + b"\x16\x54\xae\x6b\x81\x00" + b"\x1f\x43\xb6\x75\xff data"


def length_in(data: bytes) -> float:
    """How long it says that it is."""
    place = data.index(DURATION) + 3
    return struct.unpack(">d", data[place : place + 8])[0]


@pytest.mark.parametrize("data", DEMO, ids=["screen", "voice"])
def test_what_a_browser_made_gets_its_length_and_keeps_the_rest(data):
    told = webm.with_length(data, 6200)
    assert DURATION not in data[:200]
    assert length_in(told) == 6200
    after = data.index(b"\x16\x54\xae\x6b")
    assert told.endswith(data[after:])
    assert told.startswith(data[: data.index(INFO)])


def test_a_length_that_was_there_is_put_right_and_not_said_twice():
    data = HEAD + info(more=DURATION + struct.pack(">d", 0.0))
    told = webm.with_length(data, 1500)
    assert (told.count(DURATION), length_in(told)) == (1, 1500)
    assert webm.with_length(told, 1500) == told


def test_another_scale_counts_in_its_own_units():
    assert length_in(webm.with_length(HEAD + info(scale=500_000), 1500)) == 3000


@pytest.mark.parametrize("data", [
    b"", b"\x00" * 40, b"RIFF....WAVEfmt ", b"\x00\x00\x00\x1cftypiso5", HEAD, HEAD[:9], HEAD + info()[:9],
    HEAD + b"\x11\x4d\x9b\x74\x81\x00" + info(),  # a table of places would be wrong
    HEAD[:-8] + b"\x84" + info(),  # of a size that is known nothing may grow
])  # fmt: skip
def test_what_is_of_another_kind_stays_as_it_is(data):
    assert webm.with_length(data, 1500) == data


@given(some.binary(max_size=200))
def test_no_bytes_break_it(data):
    assert webm.with_length(HEAD + data, 1)
    webm.with_length(data, 1)
