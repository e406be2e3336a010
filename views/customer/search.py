"""Search: the studies, people and conversations of the asker's workspace, by any words of theirs or by a day."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

from flask import Blueprint, g, render_template, request

from lifecycle import words
from models import Candidate, Participant, Session, Study, search
from rules.identifiers import other_side
from rules.times import local_instant
from views import filters, shown
from views.access import membership

views = Blueprint("search", __name__)
MOST = 12
TYPED_MOST = 100
ISO, DOTTED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


@views.get("/search")
def find():
    """What is found, newest first, a dozen of each kind; `all` names the one kind to see more of."""
    member = membership()
    typed = request.args.get("q", "").strip()[:TYPED_MOST]
    kind = request.args.get("all", "")
    most = MOST * 8 if kind else MOST
    found = _found(member.workspace_id, typed, most + 1) if typed else {}
    groups = [
        SimpleNamespace(
            kind=name,
            lines=lines[:most],
            more=shown.url("/search", q=typed, all=name) if len(lines) > most and not kind else None,
            cut=len(lines) > most and bool(kind),
        )
        for name, lines in found.items()
        if lines and kind in ("", name)
    ]
    return render_template("search/page.html", typed=typed, groups=groups, kind=kind)


def _found(workspace: int, typed: str, most: int) -> dict[str, list]:
    day = day_typed(typed)
    if day:
        return {"session": [_talk(row) for row in search.on_a_day(workspace, STATES, *_span(day), most)]}
    asked = search.words_of(typed)
    if not asked:
        return {}
    people = search.people(workspace, asked, most)
    candidates = search.candidates(workspace, asked, most)
    return {
        "study": [
            _line("studies", code, title, "", state, Study.lifecycle.label(state))
            for code, title, state in search.studies(workspace, asked, most)
        ],
        "participant": [_person(row) for row in people],
        "candidate": [_candidate(row) for row in candidates],
        "session": [_talk(row) for row in search.sessions(workspace, asked, most, people)],
    }


STATES = tuple(Session.lifecycle.states_map)


def day_typed(typed: str) -> date | None:
    """The day that was typed, as 2027-03-04 or 4.3.2027; None where it is something else,
    or a year that no calendar of ours reaches."""
    iso, dotted = ISO.fullmatch(typed), DOTTED.fullmatch(typed)
    numbers = iso.groups() if iso else dotted.groups()[::-1] if dotted else None
    try:
        found = date(*map(int, numbers)) if numbers else None
    except ValueError:
        return None
    return found if found and filters.FIRST <= found.year <= filters.LAST else None


def _span(day: date) -> tuple[int, int]:
    """The epochs between which it is that day in the asker's zone; where midnight is skipped, from the next hour."""
    zone = g.me.zone
    begin, end = (
        next(found for minutes in (0, 60, 120, 180) if (found := local_instant(when, minutes, zone)) is not None)
        for when in (day, day + timedelta(days=1))
    )
    return begin, end


def _line(plural: str, code: str, name: str, below: str, state: str, label, at: int | None = None) -> SimpleNamespace:
    address = f"{request.script_root}/{plural}/{code}"
    return SimpleNamespace(url=address, name=name or words._("Untitled"), below=below, state=state, label=label, at=at)


def _person(row: tuple) -> SimpleNamespace:
    code, state, recruiter, who, study, tail, outside, kind, _number = row
    label = Participant.lifecycle.finished if recruiter and state == "submitted" else Participant.lifecycle.label(state)
    paired = outside or (f"pp_{tail}" if tail else "")
    known = other_side(paired, kind) if state != "excluded" else ""
    below = " · ".join(part for part in (known, study) if part)
    return _line("participants", code, who, below, state, label)


def _candidate(row: tuple) -> SimpleNamespace:
    code, state, who, project, tail = row
    known = f"pp_{tail}" if state != "removed" else ""
    below = " · ".join(part for part in (known, project) if part)
    return _line("candidates", code, who, below, state, Candidate.lifecycle.label(state))


def _talk(row: tuple) -> SimpleNamespace:
    code, state, starts_at, who, study = row
    return _line("sessions", code, who, study, state, Session.lifecycle.label(state), starts_at)
