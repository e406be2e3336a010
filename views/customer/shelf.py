"""Studies in a list: each with its places as seats and how far people came, in one fixed statement and kept markup."""

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from lifecycle.study import AUDIENCES, KINDS, StudyLifecycle
from lifecycle.words import _, ngettext, reader, reading
from models.lists import ask
from rules import money
from views.customer.listing import like

SHOWN = 25
SEATS_MOST = 30
# Conversations have an hour that somebody has to keep; what people do alone can wait until tomorrow.
BY_CARE = (
    "CASE state WHEN 'live' THEN CASE kind WHEN 'live_conversation' THEN 0 ELSE 1 END "
    "WHEN 'paused' THEN 2 WHEN 'closed' THEN 4 WHEN 'canceled' THEN 5 ELSE 3 END"
)
COLUMNS = "id, code, title, state, kind, audience, length, reward, currency, places, taken, launched_at"


class Shelf(NamedTuple):
    """A study in a list; `people` and `talks` are pairs of a state and how many."""

    id: int
    code: str
    title: str
    state: str
    kind: str
    audience: str
    length: int
    reward: int
    currency: str
    places: int
    taken: int
    launched_at: int | None
    people: tuple = ()
    talks: tuple = ()


class Sieve(NamedTuple):
    """What the list is narrowed to: a group of states, whose studies (an id), a part of the title."""

    group: str = ""
    author: int | None = None
    title: str = ""


# The groups of states that the list can be narrowed to.
GROUPS = {
    "running": "state IN ('live', 'paused')",
    "before": "state IN ('draft', 'in_review', 'approved')",
    "over": "state IN ('closed', 'canceled')",
}


def of_workspace(workspace: int, before: int | None = None, sieve: Sieve = Sieve()) -> list[Shelf]:  # noqa: B008
    """The studies of a workspace that fit, newest first, from a number on; one more than a page shows."""
    conditions, values = ["workspace_id = ?"], [workspace]
    if sieve.group in GROUPS:
        conditions.append(GROUPS[sieve.group])
    for wanted, condition, value in (
        (sieve.author, "(author_id = ? OR host_id = ?)", (sieve.author, sieve.author)),
        (sieve.title, "LOWER(title) LIKE ? ESCAPE '!'", (like(sieve.title),)),
        (before, "id < ?", (before,)),
    ):
        if wanted:
            conditions.append(condition)
            values += value
    return _read(" AND ".join(conditions), "0", SHOWN + 1, values)


def first_of_workspace(workspace: int, most: int) -> list[Shelf]:
    """The few studies that somebody looks after now: live ones first, of these those with
    conversations, then drafts, what is over last; one more."""
    return _read("workspace_id = ?", BY_CARE, most + 1, [workspace])


def _read(where: str, rank: str, most: int, values: list) -> list[Shelf]:
    """The studies in the order of a rank and then of their age, each with its counts."""
    chosen = f"SELECT {COLUMNS}, {rank} AS place FROM study WHERE {where} ORDER BY place, id DESC LIMIT {int(most)}"
    sql = (
        f"WITH chosen AS ({chosen}) SELECT chosen.*, tally.noun, tally.state, tally.count FROM chosen "
        "LEFT JOIN tally ON tally.study = chosen.id AND tally.count > 0 ORDER BY chosen.place, chosen.id DESC"
    )
    found: dict[int, tuple] = {}
    counts: dict[int, dict[str, list]] = {}
    for *study, _place, noun, state, count in ask(sql, *values):
        found.setdefault(study[0], tuple(study))
        counts.setdefault(study[0], {}).setdefault(noun or "", []).append((state, count))
    return [
        Shelf(*row, *(tuple(sorted(counts[number].get(noun, ()))) for noun in ("participant", "session")))
        for number, row in found.items()
    ]


def drawn(shelves: list[Shelf], prefix: str) -> Markup:
    """The rows of the table, for the reader of now."""
    who = reader()
    return Markup("").join([_row(shelf, who.language, prefix) for shelf in shelves])


ROW = Markup(
    '<tr><th scope="row"><a class="link" href="{prefix}/studies/{shelf.code}"><bdi>{title}</bdi></a>'
    "<small>{about}</small></th>"
    '<td data-label="{words[0]}"><span class="state" data-state="{shelf.state}">{label}</span>{waits}</td>'
    '<td data-label="{words[1]}">{seats}</td>{numbers}<td class="none">{bars}</td></tr>\n'
)
NUMBER = Markup('<td class="num" data-label="{word}">{number}</td>')
WAITS = Markup('<small class="nowrap"><a href="{prefix}/studies/{code}?show=submitted">{words}</a></small>')


@lru_cache(maxsize=1024)
def _row(shelf: Shelf, language: str, prefix: str) -> Markup:
    people = dict(shelf.people)
    with reading(language):
        words = (str(_("State")), str(_("Places")))
        waiting = people.get("submitted", 0)
        told = str(ngettext("%(number)s waits for you", "%(number)s wait for you", waiting))
        steps = _steps(people)
        numbers = [NUMBER.format(word=str(word), number=number) for word, number in steps]
        return ROW.format(
            prefix=prefix, shelf=shelf, words=words, bars=_bars([one[1] for one in steps]),
            numbers=Markup("").join(numbers), seats=_seats(shelf, people),
            title=shelf.title or str(_("Untitled study")), about=_about(shelf, language),
            label=str(StudyLifecycle.label(shelf.state)),
            waits=WAITS.format(prefix=prefix, code=shelf.code, words=told) if waiting else "",
        )  # fmt: skip


BARS = Markup('<svg class="mini" viewBox="0 0 44 20" aria-hidden="true" focusable="false">{}</svg>')
BAR = Markup('<rect x="{}" y="{}" width="9" height="{}"/>')


def _bars(steps: list) -> Markup:
    """The way people come, as four small bars; the numbers stand beside them."""
    if not steps or not isinstance(steps[0], int):
        return Markup("")
    heights = [max(round(20 * number / max(steps[0], 1)), 1 if number else 0) for number in steps]
    return BARS.format(
        Markup("").join(BAR.format(11 * place, 20 - height, height) for place, height in enumerate(heights))
    )


def _about(shelf: Shelf, language: str) -> str:
    length = [str(_("%(n)s minutes", n=shelf.length))] if shelf.kind == "live_conversation" else []
    reward = [money.show(shelf.reward, shelf.currency, language)] if shelf.reward else []
    return ", ".join([str(KINDS[shelf.kind]), *length, *reward, str(AUDIENCES[shelf.audience])])


def _steps(people: dict[str, int]) -> list[tuple]:
    """How far people came, as the funnel of the study's own page counts them; a dash before there is anybody."""

    def several(*states):
        return sum(people.get(state, 0) for state in states) if people else "–"

    done = ("submitted", "completed")
    booked = ("booked", "no_show", *done)
    fit = ("qualified", "waitlisted", "started", *booked)
    asked = sum(people.values()) if people else "–"
    further = ((_("Fit"), fit), (_("Booked"), booked), (_("Talked"), done))
    return [(_("Asked"), asked), *((word, several(*states)) for word, states in further)]


def seats(places: int, people: dict[str, int], talks: dict[str, int], taken: int) -> list[tuple[str, int, str]]:
    """The seats of the house as they are taken: kind, how many, and that in words (components/drawn.html)."""
    waiting = talks.get("rescheduling", 0)
    numbers = (
        ("completed", people.get("completed", 0), _("%(n)s completed", n=people.get("completed", 0))),
        ("submitted", people.get("submitted", 0), _("%(n)s submitted", n=people.get("submitted", 0))),
        ("booked", max(people.get("booked", 0) - waiting, 0), None),
        ("rescheduling", waiting, _("%(n)s waiting for a new time", n=waiting)),
        ("open", max(places - taken, 0), _("%(n)s open", n=max(places - taken, 0))),
    )
    return [(kind, count, str(words or _("%(n)s booked", n=count))) for kind, count, words in numbers]


def _seats(shelf: Shelf, people: dict[str, int]) -> Markup:
    if shelf.launched_at is None:
        return Markup('<span class="quiet">{}</span>').format(str(_("%(n)s, not open yet", n=shelf.places)))
    parts = seats(shelf.places, people, dict(shelf.talks), shelf.taken)
    words = ", ".join(word for _kind, count, word in parts if count)
    if sum(count for _kind, count, _word in parts) > SEATS_MOST:
        return Markup("{}").format(words)
    each = [Markup('<span class="seat" data-seat="{}"></span>').format(kind) * count for kind, count, _word in parts]
    whole = Markup('<span class="seats small" role="img" aria-label="{}">{}</span>')
    return whole.format(words, Markup("").join(each))
