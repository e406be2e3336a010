"""Words that wait for their reader: a text is marked where it is written and put into a language and a zone where
it is shown."""

import functools
import pathlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import NamedTuple

from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from rules import times

CATALOGUES = pathlib.Path(__file__).parent.parent / "translations"
LANGUAGES = {"en": "English", "de": "Deutsch"}
GROUPED = 1000  # from here on the digits of a count are grouped


class Reader(NamedTuple):
    """Who reads: a language of LANGUAGES and an IANA zone."""

    language: str = "en"
    zone: str = "UTC"


_reader: ContextVar[Reader] = ContextVar("reader", default=Reader())  # noqa: B039 (a tuple can not be changed)


def reader() -> Reader:
    """The one for whom texts are being put into words now."""
    return _reader.get()


@contextmanager
def reading(language: str, zone: str = "UTC") -> Iterator[Reader]:
    """Put every text inside into this language and zone."""
    token = _reader.set(Reader(language if language in LANGUAGES else "en", zone))
    try:
        yield _reader.get()
    finally:
        _reader.reset(token)


@functools.cache
def catalogue(language: str) -> dict:
    """The messages of a language: text -> translation, or -> its plural forms."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): m.string for m in messages if m.id and m.string and not m.fuzzy
    }


def translate(text: str, language: str) -> str:
    """The text in that language, or as it was written."""
    found = catalogue(language).get(text)
    found = found[0] if isinstance(found, tuple | list) else found  # a word that is counted elsewhere
    return found or text


def translate_many(one: str, more: str, number: int, language: str) -> str:
    """The form of a counted sentence that this number asks for, its placeholders still in it."""
    forms = catalogue(language).get(one)
    first, rest = forms if isinstance(forms, tuple | list) and all(forms) else (one, more)
    return first if number == 1 else rest


class Text:
    """A sentence that resolves when it is shown."""

    __slots__ = ("text", "values")

    def __init__(self, text: str, values: dict | None = None):
        self.text, self.values = text, values or {}

    def __str__(self) -> str:
        worded = translate(self.text, reader().language)
        return worded % self.values if self.values else worded

    def __repr__(self) -> str:
        return f"Text({self.text!r})"

    def __eq__(self, other) -> bool:
        return isinstance(other, Text) and (self.text, self.values) == (other.text, other.values)

    def __hash__(self) -> int:
        return hash(self.text)


class Count(Text):
    """A sentence with a number in it: one form for one, another for more."""

    __slots__ = ("more", "number")

    def __init__(self, text: str, more: str, number: int, values: dict | None = None):
        super().__init__(text, {"number": number, **(values or {})})
        self.more, self.number = more, number

    def __str__(self) -> str:
        language = reader().language
        worded = translate_many(self.text, self.more, self.number, language)
        return worded % {**self.values, "number": grouped(self.number, language)}


def grouped(number: int, language: str) -> str:
    """A count as it is written in a language: 12,960 or 12.960."""
    return str(number) if -GROUPED < number < GROUPED else format_decimal(number, locale=language)


def _(text: str, **values) -> Text:
    """Mark a sentence for people; values may themselves wait for their reader."""
    return Text(text, values)


def ngettext(one: str, more: str, number: int, **values) -> Count:
    """Mark a sentence that counts; %(number)s is the count."""
    return Count(one, more, number, values)


class Names(NamedTuple):
    """Several names in a sentence, as the reader's language joins them: all of them, or one of them."""

    names: tuple[str, ...]
    one_of: bool = False

    def __str__(self) -> str:
        style = "or" if self.one_of else "standard"
        return format_list(self.names, style=style, locale=reader().language) if self.names else ""


class Hour(NamedTuple):
    """An hour of the day, in the reader's zone."""

    instant: datetime

    def __str__(self) -> str:
        return times.show_hour(self.instant, reader().zone, reader().language)


class Moment(NamedTuple):
    """A day, an hour and a city, in the reader's zone."""

    instant: datetime

    def __str__(self) -> str:
        return times.show_moment(self.instant, reader().zone, reader().language)


class Span(NamedTuple):
    """A stretch of time in words."""

    length: timedelta

    def __str__(self) -> str:
        return times.span_words(self.length, reader().language)
