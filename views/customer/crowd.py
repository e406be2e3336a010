"""Everybody in a study as a list: how they stand, their conversation, and what to know before somebody decides; one
fixed statement, pages by key."""

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from lifecycle.participant import ParticipantLifecycle
from lifecycle.session import SessionLifecycle
from lifecycle.words import Text, _, reader, reading
from models.called import CALLED
from models.lists import ask
from rules import identifiers, times
from views.customer.listing import like

SHOWN = 25
REPORTED = (
    "EXISTS (SELECT 1 FROM report WHERE report.participant_id = participant.id AND report.about = 'contributor' "
    "AND report.state IN ('open', 'appealed', 'upheld'))"
)
LEAVING = (
    "EXISTS (SELECT 1 FROM exclusion WHERE exclusion.participant_id = participant.id "
    "AND exclusion.confirmed_at IS NULL)"
)
# The recruiting side's ID of who came from it; hidden once they are removed or excluded.
PAIR = (
    "CASE WHEN participant.state = 'excluded' OR COALESCE(candidate.state, '') = 'removed' "
    "OR participant.recruiter = '' THEN '' ELSE COALESCE('pp_' || candidate.tail, participant.outside_id, '') END"
)
LAST = "(SELECT MAX(last.id) FROM session AS last WHERE last.participant_id = participant.id)"
CROWD = (
    f"SELECT participant.id, participant.code, participant.version, {CALLED}, participant.state, "
    "participant.recruiter, "
    f"participant.slot_note <> '', {REPORTED}, {LEAVING}, "
    "participant.completed_there_at IS NOT NULL OR candidate.state = 'completed' OR candidate.state = 'submitted', "
    f"session.code, session.state, session.starts_at, session.disputed, session.technical, session.quality, {PAIR} "
    "FROM participant JOIN person ON person.id = participant.person_id "
    "LEFT JOIN candidate ON candidate.id = participant.candidate_id "
    f"LEFT JOIN session ON session.id = {LAST}"
)
SIGNS: dict[str, Text] = {
    "reported": _("Reported"),
    "leaving": _("Exclusion waits for the recruiting side"),
    "elsewhere": _("Not completed at the recruiting side yet"),
    "disputed": _("Both sides remember it differently"),
    "technical": _("Technical trouble"),
    "unsuited": _("None of the times suited"),
}
QUALITY: dict[str, Text] = {"good": _("Marked as good"), "poor": _("Marked as poor")}


class Face(NamedTuple):
    """One person in the list; instants are epochs."""

    id: int
    code: str
    version: int
    who: str
    state: str
    recruiter: str
    unsuited: bool
    reported: bool
    leaving: bool
    ready_there: bool
    talk: str | None
    talk_state: str | None
    starts_at: int | None
    disputed: bool | None
    technical: bool | None
    quality: str | None
    pair: str = ""


def of_study(study: int, state: str, who: str, before: int | None) -> list[Face]:
    """The people of a study who match, newest first, from a number on; one more than a page shows."""
    conditions, values = ["participant.study_id = ?"], [study]
    pair = f"pp_{identifiers.tail_of(who.lower())}"
    for wanted, condition, value in (
        (state, "participant.state = ?", state),
        (who, f"(LOWER({CALLED}) LIKE ? ESCAPE '!' OR {PAIR} = ?)", (like(who), pair)),
        (before, "participant.id < ?", before),
    ):
        if wanted:
            conditions.append(condition)
            values += value if isinstance(value, tuple) else [value]
    sql = f"{CROWD} WHERE {' AND '.join(conditions)} ORDER BY participant.id DESC LIMIT {SHOWN + 1}"
    return [Face(*row) for row in ask(sql, *values)]


def submitted_from(study: int) -> set[bool]:
    """Whether those who are Submitted came from a recruiter: yes, no, or both."""
    sql = "SELECT DISTINCT recruiter <> '' FROM participant WHERE study_id = ? AND state = 'submitted'"
    return {bool(recruited) for (recruited,) in ask(sql, study)}


def signs(face: Face) -> list[Text]:
    """What to know about them."""
    there = {
        "reported": face.reported,
        "leaving": face.leaving,
        "elsewhere": face.recruiter and face.state == "submitted" and not face.ready_there,
        "disputed": face.disputed,
        "technical": face.technical,
        "unsuited": face.unsuited and face.state in ("qualified", "waitlisted"),
    }
    found = [SIGNS[name] for name, so in there.items() if so]
    return [*found, QUALITY[face.quality]] if face.quality in QUALITY else found


ROW = Markup(
    '<tr>{tick}<th scope="row"><a class="link" href="{prefix}/participants/{face.code}"><bdi>{face.who}</bdi></a>'
    "{pair}</th>"
    '<td data-label="{words[0]}"><span class="state" data-state="{face.state}">{label}</span></td>'
    '{talk}<td data-label="{words[1]}">{signs}</td>'
    '<td class="end"><a class="link" href="{prefix}/participants/{face.code}#answers">{words[2]}'
    '<span class="only-read"> {face.who}</span></a></td></tr>\n'
)
TALKS = Markup('<td data-label="{}">{}</td>')
TICK = Markup(
    '<td class="tick"><label><input type="checkbox" name="who" value="{face.code}.{face.version}"{checked}>'
    '<span class="only-read">{words}</span></label></td>'
)
NO_TICK = Markup('<td class="tick none"></td>')
TALK = Markup(
    '<a href="{prefix}/sessions/{face.talk}">{when}</a> <small><span class="state" data-state="{face.talk_state}">'
    "{label}</span></small>"
)


PAIRED = Markup(" <small><bdi>{}</bdi></small>")


def drawn(faces: list[Face], prefix: str, ticks: bool, checked: bool, kind: str) -> Markup:
    """The rows of the table, for the reader of now; `ticks` where who is Submitted can be checked. The kind of the
    study says how it writes IDs."""
    who = reader()
    return Markup("").join([_row(face, who.language, who.zone, prefix, ticks, checked, kind) for face in faces])


@lru_cache(maxsize=4096)
def _row(face: Face, language: str, zone: str, prefix: str, ticks: bool, checked: bool, kind: str) -> Markup:
    with reading(language, zone):
        finished = ParticipantLifecycle.finished if face.recruiter and face.state == "submitted" else None
        return ROW.format(
            prefix=prefix, face=face, tick=_tick(face, checked) if ticks else "",
            label=str(finished or ParticipantLifecycle.label(face.state)),
            talk=TALKS.format(str(_("Conversation")), _talk(face, language, zone, prefix)) if talks(kind) else "",
            signs=", ".join(map(str, signs(face))),
            pair=PAIRED.format(identifiers.other_side(face.pair, kind)) if face.pair else "",
            words=[str(_("State")), str(_("To know")), str(_("Answers"))],
        )  # fmt: skip


def talks(kind: str) -> bool:
    """Whether people of such a study talk with somebody; other kinds are done alone."""
    return kind == "live_conversation"


def _tick(face: Face, checked: bool) -> Markup:
    if face.state != "submitted":
        return NO_TICK
    words = str(_("Check %(who)s", who=face.who))
    return TICK.format(face=face, words=words, checked=Markup(" checked") if checked else "")


def _talk(face: Face, language: str, zone: str, prefix: str) -> Markup | str:
    if face.talk is None:
        return "–"
    day, hour = times.show_date(face.starts_at, zone, language), times.show_hour(face.starts_at, zone, language)
    waits = face.talk_state == "rescheduling"
    when = str(_("was %(day)s, %(hour)s", day=day, hour=hour)) if waits else f"{day}, {hour}"
    return TALK.format(prefix=prefix, face=face, when=when, label=str(SessionLifecycle.label(face.talk_state)))
