"""A week of a study as a table: the days of the reader's zone, half hours as rows, conversations where they take place.
Where the clocks change it says so; a conversation is drawn at the hour that the clocks show."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import g, request
from markupsafe import Markup

from lifecycle.session import SessionLifecycle
from lifecycle.words import Text, _
from models.lists import ask
from rules import times
from views import filters
from views.customer.listing import TALKS, Talk

ROW = 30  # minutes
ROWS = 24 * 60 // ROW
EARLIEST, LATEST = 9 * 60 // ROW, 17 * 60 // ROW
HALF_DAY = 12 * 3600
SHOWN = "session.state IN ('scheduled', 'rescheduling', 'in_progress', 'completed', 'no_show', 'host_absent')"
MOST = 200
NAMED = re.compile(r"(\d{4})-W(\d{2})")


class Piece(NamedTuple):
    """A part of a conversation on one day: from which row up to which."""

    day: date
    first: int
    end: int
    talk: Talk


class Week(NamedTuple):
    """A week, ready to be drawn."""

    rows: Markup
    heads: list[dict]
    days: list[tuple[str, Markup]]
    changes: list[Text]
    newer: str
    older: str
    now: str
    days_from: str


def asked() -> date:
    """The Monday of the week in the address; of this week where that names none."""
    found = NAMED.fullmatch(request.args.get("week", ""))
    try:
        if found and 2000 <= int(found[1]) <= 2200:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass
    today = times.local_date(g.at, g.reader.zone)
    return today - timedelta(days=today.weekday())


def name_of(monday: date) -> str:
    """A week as an address names it: 2027-W09."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02}"


def of_study(study: int, monday: date, free: list[int]) -> Week:
    """The week of a study from this Monday on, with the times that can be booked (epochs)."""
    first, last = filters.between(monday, monday + timedelta(days=6))
    sql = (
        f"{TALKS} WHERE session.study_id = ? AND {SHOWN} AND session.starts_at >= ? AND session.starts_at < ? "
        f"ORDER BY session.starts_at, session.id LIMIT {MOST}"
    )
    talks = [Talk(*row) for row in ask(sql, study, first - HALF_DAY, last)]
    return drawn(talks, monday, [start for start in free if first <= start < last])


def drawn(talks: list[Talk], monday: date, free: list[int]) -> Week:
    """The table, its heads and the same as lists for a narrow screen."""
    zone, language = g.reader.zone, g.reader.language
    days = [monday + timedelta(days=number) for number in range(7)]
    parts = [part for talk in talks for part in pieces(talk, zone) if part.day in days]
    open_cells = {place(start, zone) for start in free}
    shown = [day for day in days if day.weekday() < 5 or any(part.day == day for part in parts)
             or any(cell[0] == day for cell in open_cells)]  # fmt: skip
    here = f"{request.script_root}{request.path}"

    def other(day: date) -> str:
        return filters.same(here, view="week", week=name_of(day))

    return Week(
        table(shown, parts, open_cells, language, zone),
        [head(day, language, times.local_date(g.at, zone)) for day in shown],
        [(times_of(day, language), listed(day, parts, language, zone)) for day in days
         if any(part.day == day for part in parts)],
        changes(days, language),
        other(monday + timedelta(days=7)),
        other(monday - timedelta(days=7)),
        filters.same(here, view="week", week=None),
        times.show_date(filters.midnight(monday) + HALF_DAY, zone, language),
    )  # fmt: skip


def place(epoch: int, zone: str) -> tuple[date, int]:
    """The day and the row in which the clocks of a zone show this instant."""
    local = datetime.fromtimestamp(epoch, ZoneInfo(zone))
    return local.date(), (local.hour * 60 + local.minute) // ROW


def pieces(talk: Talk, zone: str) -> list[Piece]:
    """Where a conversation stands: on its day, and on the next one where it goes past midnight. It is never shorter
    than it takes, also where the clocks go back while it lasts."""
    day, first = place(talk.starts_at, zone)
    last_day, last = place(talk.ends_at - 1, zone)
    rows = -(-(talk.ends_at - talk.starts_at) // (ROW * 60))
    if last_day != day:
        return [Piece(day, first, ROWS, talk), Piece(last_day, 0, last + 1, talk)]
    return [Piece(day, first, min(max(last + 1, first + rows), ROWS), talk)]


def clusters(parts: list[Piece]) -> list[tuple[int, int, list[Piece]]]:
    """Pieces of one day that stand beside each other share a cell: (first row, end, who)."""
    found: list[tuple[int, int, list[Piece]]] = []
    for part in sorted(parts, key=lambda one: (one.first, one.talk.starts_at)):
        if found and part.first < found[-1][1]:
            first, end, inside = found[-1]
            found[-1] = (first, max(end, part.end), [*inside, part])
        else:
            found.append((part.first, part.end, [part]))
    return found


CELL = Markup('<td class="booking" rowspan="{}">{}</td>')
BOOKING = Markup(
    '<a href="{prefix}/sessions/{talk.code}"><span class="name"><bdi>{talk.who}</bdi></span> '
    '<span class="only-read">{day}, </span><span>{hours}</span> '
    '<span class="state" data-state="{talk.state}">{label}</span></a>'
)
LINE = Markup("<li>{}</li>\n")
OPEN = Markup('<td class="open"><span class="only-read">{}</span></td>')
EMPTY = Markup("<td></td>")
HOUR = Markup('<th scope="row">{}</th>')
HALF = Markup('<th scope="row"><span class="only-read">{}</span></th>')


def table(days: list[date], parts: list[Piece], free: set, language: str, zone: str) -> Markup:
    """The rows of the table, from the first hour in which there is something to the last."""
    groups = {day: clusters([part for part in parts if part.day == day]) for day in days}
    marks = [row for group in groups.values() for first, end, _inside in group for row in (first, end - 1)]
    marks += [row for day, row in free if day in groups]
    first, end = min([EARLIEST, *marks]) // 2 * 2, max([LATEST, *(row + 1 for row in marks)])
    word = str(_("Free"))
    lines = []
    for row in range(first, end):
        cells = Markup("").join(_cell(row, groups[day], (day, row) in free, word, language, zone) for day in days)
        clock = f"{row * ROW // 60:02}:{row * ROW % 60:02}"
        lines.append(Markup("<tr>{}{}</tr>\n").format((HALF if row % 2 else HOUR).format(clock), cells))
    return Markup("").join(lines)


def _cell(row: int, group: list, free: bool, word: str, language: str, zone: str) -> Markup:
    for first, end, inside in group:
        if row == first:
            return CELL.format(end - first, Markup("").join(booking(part, language, zone) for part in inside))
        if first < row < end:
            return Markup("")
    return OPEN.format(word) if free else EMPTY


def booking(part: Piece, language: str, zone: str) -> Markup:
    """A conversation in its cell."""
    talk = part.talk
    return BOOKING.format(
        prefix=request.script_root, talk=talk, label=str(SessionLifecycle.label(talk.state)),
        day=times_of(part.day, language), hours=hours(talk, language, zone),
    )  # fmt: skip


def hours(talk: Talk, language: str, zone: str) -> str:
    """From when to when, as the clocks show it."""
    return f"{times.show_hour(talk.starts_at, zone, language)}–{times.show_hour(talk.ends_at, zone, language)}"


def listed(day: date, parts: list[Piece], language: str, zone: str) -> Markup:
    """The same day as a list, each conversation once."""
    own = [part for part in parts if part.day == day and place(part.talk.starts_at, zone)[0] == day]
    return Markup("").join(LINE.format(booking(part, language, zone)) for part in own)


def times_of(day: date, language: str) -> str:
    """A date with the name of its day."""
    noon = filters.midnight(day) + HALF_DAY
    return times.show_day(noon, g.reader.zone, language)


def head(day: date, language: str, today: date) -> dict:
    """The head of a column."""
    return {"name": format_date(day, "EEE", locale=language), "number": day.day, "today": day == today,
            "whole": times_of(day, language)}  # fmt: skip


def changes(days: list[date], language: str) -> list[Text]:
    """A sentence for each day on which the clocks change."""
    found = []
    for day in days:
        length = filters.midnight(day + timedelta(days=1)) - filters.midnight(day)
        if length != 86400:
            word = times_of(day, language)
            forward = length < 86400
            found.append(
                _("The clocks go forward on %(day)s.", day=word)
                if forward
                else _("The clocks go back on %(day)s.", day=word)
            )
    return found
