"""A team's file of its own people, read with patience: whatever separates the columns, however they are called and
written down. Every line gets what can be kept of it, or the code of what is wrong. Pure; nothing is looked up."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from rules import profile
from rules.people_heads import column
from rules.zones import known_zone

MOST_LINES = 5000
MOST_LETTERS = 1_000_000
LONGEST = {"email": 254, "name": 120, "note": 2000}
SEPARATORS = ",;\t"
# A text in quotation marks that runs over more lines than these was never closed.
LONGEST_CELL = 30
_IN_BRACKETS = re.compile(r"<([^<>]*)>\s*$")
_ADDRESS = re.compile(r"[^\s@,;:<>\"()\[\]\\]+@[^\s@,;:<>\"()\[\]\\]+")


class Fault(NamedTuple):
    """What is wrong with a line: a code (no_address, not_address, twice, over, quotes, too_long, language, zone, or
    one of rules/profile.parse), the column, and what stood there."""

    code: str
    column: str = ""
    typed: str = ""


class Line(NamedTuple):
    """A line of the file by its number there; `told` holds name, note, language and zone, `facts` a profile's columns;
    only what was told is in them."""

    number: int
    email: str
    told: Mapping[str, str]
    facts: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


class Sheet(NamedTuple):
    """A file: which columns were understood, the heads of those that were not, and its lines. `fault` is the code of
    what keeps all of it from being read (empty, too_large, no_email), else ""."""

    columns: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    fault: str = ""


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, UTF-16 where it is marked, else the old Western letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def parse(text: str, year: int, languages: Iterable[str]) -> Sheet:
    """What the file says. `year` is this one, `languages` those that letters are written in."""
    text = text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_LETTERS:
        return Sheet(fault="too_large")
    rows = _rows(text)
    if not rows:
        return Sheet(fault="empty")
    heads, rows = _heads(rows)
    columns = _columns(heads)
    if "email" not in columns:
        return Sheet(tuple(filter(None, columns)), _unknown(heads, columns), fault="no_email")
    if not rows:
        return Sheet(fault="empty")
    reading = _Reading(columns, year, tuple(languages))
    lines = tuple(reading.line(place, number, cells) for place, (number, cells) in enumerate(rows))
    return Sheet(tuple(filter(None, columns)), _unknown(heads, columns), lines)


def one(cells: Mapping[str, str], year: int, languages: Iterable[str]) -> Line:
    """The same for one person, typed into a form: column -> what was typed."""
    return _Reading(tuple(cells), year, tuple(languages)).line(0, 1, list(cells.values()))


def _rows(text: str) -> list[tuple[int, list[str] | None]]:
    """(number of the line, cells) of each line that holds something; no cells where a quotation mark never closes."""
    lines = [line + "\n" for line in text.split("\n")]
    separator = _separator(lines)
    found, here = [], 0
    while here < len(lines):
        reader = csv.reader(lines[here : here + LONGEST_CELL], delimiter=separator, strict=True, skipinitialspace=True)
        try:
            cells, read = next(reader), reader.line_num
        except csv.Error:
            cells, read = _loosely(lines[here], separator), 1
        if cells is None or any(cell.strip() for cell in cells):
            found.append((here + 1, cells))
        here += read
    return found


def _loosely(line: str, separator: str) -> list[str] | None:
    """A line whose quotation marks are a part of its text; None where one opens a cell and is never closed."""
    opens = any(cell.strip().startswith('"') and cell.count('"') % 2 for cell in line.split(separator))
    return None if opens else next(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE))


def _separator(lines: Sequence[str]) -> str:
    """What parts the columns of the first line that holds something."""
    first = next((line for line in lines if line.strip()), "")
    plain = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=plain.count)


def _heads(rows: list) -> tuple[list[str], list]:
    """The heads of the columns, and the lines below; a file that begins with an address has none of its own."""
    first = rows[0][1] or []
    if first and _address(first[0]) and not any(column(cell) for cell in first):
        return ["email", "name", "note"][: max(len(cells or ()) for _number, cells in rows)], rows
    return first, rows[1:]


def _columns(heads: Sequence[str]) -> tuple[str, ...]:
    """The column of each head, "" where it is not known or was there before."""
    found: list[str] = []
    for head in heads:
        name = column(head)
        found.append("" if name in found else name)
    return tuple(found)


def _unknown(heads: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(head.strip()[:40] for head, name in zip(heads, columns, strict=True) if not name and head.strip())


def _address(typed: str) -> str:
    """The address, in small letters, or "" where it is none; `Bo <bo@x.example>` is one too."""
    inside = _IN_BRACKETS.search(typed)
    plain = (inside.group(1) if inside else typed).strip().removeprefix("mailto:").lower()
    sound = _ADDRESS.fullmatch(plain) and plain.isprintable() and len(plain) <= LONGEST["email"]
    return plain if sound else ""


class _Reading:
    """One file, line after line: it remembers which addresses were there before."""

    def __init__(self, columns: tuple[str, ...], year: int, languages: tuple[str, ...]):
        self.columns, self.year, self.languages = columns, year, languages
        self.seen: set[str] = set()

    def line(self, place: int, number: int, cells: list[str] | None) -> Line:
        """What the line says, or what is wrong with it."""
        if cells is None:
            return Line(number, "", {}, {}, (Fault("quotes"),))
        given = {name: cell.strip() for name, cell in zip(self.columns, cells, strict=False) if name and cell.strip()}
        typed = " ".join(given.pop("email", "").split())
        email, told = _address(typed), _told(given)
        parsed = profile.parse({name: given[name] for name in profile.FACTS if name in given}, self.year)
        facts = {name: value for name, value in parsed.values.items() if value}
        faults = [*self._of_address(place, typed, email), *self._of_words(told)]
        faults += [Fault(code, name, given[name]) for name, code in parsed.faults.items()]
        self.seen |= set() if faults else {email}
        return Line(number, email or typed[: LONGEST["email"]], told, facts, tuple(faults))

    def _of_address(self, place: int, typed: str, email: str) -> list[Fault]:
        if place >= MOST_LINES:
            return [Fault("over")]
        if not email:
            return [Fault("not_address", "email", typed) if typed else Fault("no_address")]
        return [Fault("twice")] if email in self.seen else []

    def _of_words(self, told: dict[str, str]) -> list[Fault]:
        """Faults of the texts; language and zone are put as they are kept."""
        faults = [Fault("too_long", name, told[name]) for name in ("name", "note") if len(told.get(name, "")) >
                  LONGEST[name]]  # fmt: skip
        for name, meant in (("language", self._language), ("zone", zone_meant)):
            if name in told:
                found = meant(told[name])
                if not found:
                    faults.append(Fault(name, name, told[name]))
                told[name] = found
        return faults

    def _language(self, typed: str) -> str:
        plain = typed.casefold()
        code = _languages().get(plain) or re.split(r"[-_]", plain)[0]
        return code if code in self.languages else ""


def _told(given: Mapping[str, str]) -> dict[str, str]:
    """Name, note, language and zone; a name may stand in two columns."""
    told = {name: given[name] for name in ("note", "language", "zone") if name in given}
    name = given.get("name") or " ".join(filter(None, (given.get("first"), given.get("last"))))
    return told | ({"name": " ".join(name.split())} if name else {})


def zone_meant(typed: str) -> str:
    """The zone that was meant: by its name, or by its city; "" where there is none."""
    return _zones().get(re.sub(r"[\s_]+", " ", typed.casefold()).strip(), "")


@cache
def _zones() -> dict[str, str]:
    names = sorted((name for name in available_timezones() if known_zone(name)), key=lambda name: (-len(name), name))
    cities = {name.rpartition("/")[2]: name for name in names if "/" in name and not name.startswith("Etc/")}
    return {said.casefold().replace("_", " "): name for said, name in (*cities.items(), *((n, n) for n in names))}


@cache
def _languages() -> dict[str, str]:
    return {word.casefold(): code for language in ("de", "en") for code, word in profile.language_names(language)}
