"""Lists of conversations and people, drawn fast: one fixed statement each, pages by key, and rows whose markup is kept
by every value they show."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from lifecycle.participant import ParticipantLifecycle
from lifecycle.session import SessionLifecycle
from lifecycle.words import _, reader, reading
from models.called import CALLED
from models.lists import ask
from rules import times

SHOWN = 25
# The conversations that are not over.
GOING = ("scheduled", "rescheduling", "in_progress")
MOST_OF_A_DAY = 200
TALKS = (
    f"SELECT session.id, session.code, session.starts_at, session.ends_at, session.zone, session.state, {CALLED}, "
    "study.title, participant.code, participant.state, session.customer_says FROM session "
    "JOIN person ON person.id = session.contributor_id JOIN study ON study.id = session.study_id "
    "JOIN participant ON participant.id = session.participant_id"
)
PEOPLE = (
    f"SELECT participant.id, participant.code, {CALLED}, participant.state, participant.recruiter, "
    "participant.created_at "
    "FROM participant JOIN person ON person.id = participant.person_id"
)
# What the tabs over a study's conversations show: a condition, and whether the earliest stands first.
FILTERS = {
    "ahead": ("session.state IN ('scheduled', 'rescheduling', 'in_progress')", True),
    "submitted": ("participant.state = 'submitted'", False),
    "done": ("session.state IN ('completed', 'host_absent')", False),
    "missed": ("session.state IN ('no_show', 'canceled')", False),
    "all": ("1 = 1", False),
}
Key = tuple[int, int] | None


class Talk(NamedTuple):
    """One conversation in a list; instants are epochs."""

    id: int
    code: str
    starts_at: int
    ends_at: int
    zone: str
    state: str
    who: str
    title: str
    person_code: str
    person_state: str
    said: str | None = None
    go: str = ""


class Guest(NamedTuple):
    """One person in a list."""

    id: int
    code: str
    who: str
    state: str
    recruiter: str
    since: int


def like(typed: str) -> str:
    """A pattern that finds this text anywhere, whatever signs are in it (with ESCAPE '!')."""
    plain = typed.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"


class Sieve(NamedTuple):
    """What a list is narrowed to: from an epoch on, up to one, and a part of a name."""

    first: int | None = None
    last: int | None = None
    who: str = ""

    def parts(self) -> tuple[str, list]:
        """The conditions as SQL, and their values."""
        wanted = (
            (self.first, " AND session.starts_at >= ?", self.first),
            (self.last, " AND session.starts_at < ?", self.last),
            (self.who, f" AND LOWER({CALLED}) LIKE ? ESCAPE '!'", like(self.who)),
        )
        return "".join(sql for use, sql, _value in wanted if use), [value for use, _sql, value in wanted if use]


def of_study(study: int, show: str, after: Key = None, sieve: Sieve = Sieve()) -> list[Talk]:  # noqa: B008
    """The conversations of a study behind a tab, from a key (starts_at, id) on; one more than a page shows."""
    condition, earliest = FILTERS[show]
    way, order = (">", "ASC") if earliest else ("<", "DESC")
    further = f" AND (session.starts_at, session.id) {way} (?, ?)" if after else ""
    narrowed, values = sieve.parts()
    sql = (
        f"{TALKS} WHERE session.study_id = ? AND {condition}{narrowed}{further} "
        f"ORDER BY session.starts_at {order}, session.id {order} LIMIT {SHOWN + 1}"
    )
    return [Talk(*row) for row in ask(sql, study, *values, *(after or ()))]


def from_then_on(workspace: int, first: int) -> list[Talk]:
    """The conversations of a workspace that begin from this epoch on, in order."""
    order = f"ORDER BY session.starts_at, session.id LIMIT {MOST_OF_A_DAY}"
    sql = f"{TALKS} WHERE study.workspace_id = ? AND session.starts_at >= ? {order}"
    return [Talk(*row) for row in ask(sql, workspace, first)]


def people(study: int, before: int | None = None) -> list[Guest]:
    """The people of a study, newest first, from a number on; one more than a page shows."""
    further = " AND participant.id < ?" if before else ""
    sql = f"{PEOPLE} WHERE participant.study_id = ?{further} ORDER BY participant.id DESC LIMIT {SHOWN + 1}"
    return [Guest(*row) for row in ask(sql, study, *([before] if before else []))]


def drawn(lines: Iterable[Talk | Guest], how, prefix: str = "") -> Markup:
    """The lines as markup, each drawn by `how` (a function of this module), for the reader of now."""
    who = reader()
    return Markup("").join([how(line, who.language, who.zone, prefix) for line in lines])


def _there(talk: Talk, language: str, zone: str) -> str:
    """The other side's hour, where it is another one."""
    hour = times.show_hour(talk.starts_at, talk.zone, language)
    same = hour == times.show_hour(talk.starts_at, zone, language)
    return "" if same else f"{hour} {times.city(talk.zone, language)}"


def _when(talk: Talk, language: str, zone: str) -> str:
    """Day and hour; a conversation that waits for a new time has only the old one."""
    day, hour = times.show_date(talk.starts_at, zone, language), times.show_hour(talk.starts_at, zone, language)
    return str(_("was %(day)s, %(hour)s", day=day, hour=hour)) if talk.state == "rescheduling" else f"{day}, {hour}"


TALK_ROW = Markup(
    '<tr><th scope="row"><a class="link" href="{prefix}/sessions/{talk.code}"><bdi>{talk.who}</bdi></a></th>'
    '<td data-label="{words[0]}">{when}<small>{there}</small></td>'
    '<td data-label="{words[1]}"><span class="state" data-state="{talk.state}">{label}</span></td>'
    '<td class="end">{next}</td></tr>\n'
)
SOON = 3600


def with_way(talk: Talk, now: int) -> Talk:
    """The same with the next thing to do about it: decide, say how it went, or join while it is near or going on."""
    if talk.person_state == "submitted":
        return talk._replace(go="decide")
    if talk.state not in ("scheduled", "in_progress") or now < talk.starts_at - SOON:
        return talk
    over = now >= talk.ends_at
    return talk if over and talk.said else talk._replace(go="answer" if over else "join")


GO = Markup(
    '<a class="link" href="{prefix}/sessions/{talk.code}/join">{word}<span class="only-read"> {talk.who}</span></a>'
)
DECIDE = Markup('<a class="link" href="{prefix}/participants/{code}">{word}<span class="only-read"> {who}</span></a>')


@lru_cache(maxsize=4096)
def talk_row(talk: Talk, language: str, zone: str, prefix: str) -> Markup:
    """A conversation as a row of a table. The same values give the same markup, so nothing is ever thrown away."""
    with reading(language, zone):
        label, words = str(SessionLifecycle.label(talk.state)), (str(_("When")), str(_("State")))
        when = _when(talk, language, zone)
        further = _further(talk, prefix)
    return TALK_ROW.format(
        prefix=prefix, talk=talk, label=label, words=words, when=when, there=_there(talk, language, zone), next=further
    )


def _further(talk: Talk, prefix: str) -> Markup:
    if talk.go == "decide":
        return DECIDE.format(prefix=prefix, code=talk.person_code, word=_("Decide"), who=talk.who)
    words = {"answer": _("Answer"), "join": _("Join")}
    return GO.format(prefix=prefix, talk=talk, word=words[talk.go]) if talk.go else Markup("")


TALK_LINE = Markup(
    '<li><time class="when" datetime="{iso}">{hour} <small>{there}</small></time><div>'
    '<a class="name link" href="{prefix}/sessions/{talk.code}"><bdi>{talk.who}</bdi></a><p><bdi>{talk.title}</bdi></p>'
    '</div><div><span class="state" data-state="{talk.state}">{label}</span>{join}</div></li>\n'
)
JOIN = Markup(
    ' <a class="link" href="{prefix}/sessions/{talk.code}/join" data-event="join">{word}'
    '<span class="only-read"> {talk.who}</span></a>'
)


def join_line(talk: Talk, language: str, zone: str, prefix: str) -> Markup:
    """The same, with the way to the join page."""
    return talk_line(talk, language, zone, prefix, True)


@lru_cache(maxsize=4096)
def talk_line(talk: Talk, language: str, zone: str, prefix: str, near: bool = False) -> Markup:
    """A conversation as a line of a day's bill."""
    with reading(language, zone):
        label = str(SessionLifecycle.label(talk.state))
        join = JOIN.format(prefix=prefix, talk=talk, word=_("Join")) if near else ""
    return TALK_LINE.format(
        prefix=prefix, talk=talk, label=label, join=join, iso=times.from_epoch(talk.starts_at).isoformat(),
        hour=times.show_hour(talk.starts_at, zone, language),
        there=_there(talk, language, zone) or times.city(zone, language),
    )  # fmt: skip


def now_line(now: int, language: str, zone: str) -> Markup:
    """Where the day stands, between what was and what is to come."""
    words = str(_("Now %(hour)s", hour=times.show_hour(now, zone, language)))
    line = Markup('<li class="now"><time class="when" datetime="{}">{}</time></li>\n')
    return line.format(times.from_epoch(now).isoformat(), words)


GUEST_ROW = Markup(
    '<tr><th scope="row"><a class="link" href="{prefix}/participants/{guest.code}"><bdi>{guest.who}</bdi></a></th>'
    '<td data-label="{words[0]}"><span class="state" data-state="{guest.state}">{label}</span></td>'
    '<td data-label="{words[1]}">{since}</td><td class="end">{next}</td></tr>\n'
)


@lru_cache(maxsize=4096)
def guest_row(guest: Guest, language: str, zone: str, prefix: str) -> Markup:
    """A person in a study as a row of a table."""
    waits = guest.state == "submitted"
    with reading(language, zone):
        finished = ParticipantLifecycle.finished if guest.recruiter and waits else None
        label = str(finished or ParticipantLifecycle.label(guest.state))
        words = (str(_("State")), str(_("In the study since")))
        decide = DECIDE.format(prefix=prefix, code=guest.code, word=_("Decide"), who=guest.who)
    since = times.show_date(guest.since, zone, language)
    return GUEST_ROW.format(
        prefix=prefix, guest=guest, label=label, words=words, since=since, next=decide if waits else ""
    )
