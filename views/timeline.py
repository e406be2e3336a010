"""Everything that happened to some rows and is still to come, for the reader's side: moves, letters, reasons and
notes, and that somebody wrote a message. One statement, however many rows."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from flask import g

from integrations.bounces import refused_address
from lifecycle.reasons import in_words
from lifecycle.words import Hour, Moment, Text, _, reader
from models.lists import WHO, ask
from outbox.holds import DECLINED, ERASED, PRACTICE, UNADDRESSED, UNWANTED
from rules.times import from_epoch, local_date, show_day
from views.access import Reached, people_of
from views.happened import FOLLOWED, LETTERS, PROPOSED, ROLES, sentence
from views.whom import whom

# Moves of a participant that its session tells already.
TOLD_BY_THE_SESSION = {("participant", event) for event in ("book", "miss", "recover", "release")}
# What was written for some eyes only, as the form's hint says; everybody else reads the move without it.
WRITTEN_FOR = {
    ("participant", "exclude"): ("customer",),
    ("candidate", "remove"): ("customer",),
    ("study", "cancel"): ("customer",),
    ("project", "cancel"): ("customer",),
    ("report", "appeal"): ("operator",),
}
# What the author of a report does about it.
AUTHORED = ("file", "appeal", "withdraw_report")
# The entries with their notes and actors, and the letters that came of them.
JOURNAL = """
WITH told AS MATERIALIZED (SELECT id, noun, event, source, role, who, at, details FROM entry WHERE {either})
SELECT 'entry', told.id, told.at, COALESCE(note.id, 0), told.noun, told.event, told.role, told.who, told.details,
    note.text, person.name, {who}, told.source, 0, 0
FROM told LEFT JOIN note ON note.entry_id = told.id LEFT JOIN person ON person.id = told.who
UNION ALL
SELECT 'letter', outgoing.entry_id, outgoing.due_at, outgoing.id, outgoing.letter, outgoing.state, outgoing.outcome,
    outgoing.recipient, '', '', '', '', '', outgoing.tries, outgoing.sent_at
FROM told JOIN outgoing ON outgoing.entry_id = told.id WHERE outgoing.channel = 'mail'
"""
ONE = "(noun = ? AND subject = ?)"
MESSAGES = "(noun = ? AND subject IN (SELECT message.id FROM message WHERE message.session_id = ?))"
# What is proposed to somebody who is asked is no move, so the log of the team has it; its details are kept as JSON with
# sorted names, so the number of the session is the last of them.
PROPOSALS = """(noun = 'workspace' AND event IN ('time_proposed', 'proposal_taken_back') AND details LIKE ?
    AND subject = (SELECT study.workspace_id FROM study WHERE study.id = ?))"""
OF_SESSION = '%%"session":%d}'
# What became of a letter that does not leave any more.
INTERNAL = ("report_waiting", "decide_due", "decide_overdue")  # for operators, or for the team
NOT_SENT = _("Not sent: it no longer held")
READ_BEFORE = _("Not sent: it was read here before")
OF_PRACTICE = _("It belongs to a practice study, from which no letter leaves.")
UNSENT = _("Not sent")  # what one side wants no letters about is not told to the other


class Letter(NamedTuple):
    """A letter as it is waiting, sent, dropped, dead or bounced."""

    entry: int
    due_at: datetime
    id: int
    letter: str
    state: str
    outcome: str
    recipient: int
    tries: int
    sent_at: datetime | None


class Item(NamedTuple):
    """One line of components/timeline.html."""

    kind: str
    when: datetime | None
    text: Text | str
    by: str | Text | None = None
    detail: str | Text | None = None


@dataclass
class Told:
    """An entry of the journal with its notes, its actor's name and username, and the state it began in."""

    id: int
    noun: str
    event: str
    role: str
    who: int | None
    at: datetime
    details: dict
    name: str | None
    username: str | None
    source: str | None = None
    notes: list[str] = field(default_factory=list)


def items(reached: Reached, rows: list) -> list[Item]:
    """The story of these rows, oldest first, under headings of days, with what is still to come at the end."""
    entries, letters = journal(rows)
    by_session = any(entry.noun == "session" for entry in entries)
    shown = [entry for entry in entries if (entry.noun, entry.event) not in TOLD_BY_THE_SESSION or not by_session]
    moves = [(entry.id, 0, _move(entry, reached)) for entry in shown]
    numbers = {entry.id for entry in shown}
    past, coming, over = _letters([letter for letter in letters if letter.entry in numbers], reached)
    # In the order of the journal: what one move brought along has the same second.
    story = sorted([*moves, *past], key=lambda told: (told[2].when, told[0], told[1]))
    return [*_by_day([item for _entry, _after, item in story]), *_ahead(coming), *_no_more(over)]


def journal(rows: list) -> tuple[list[Told], list[Letter]]:
    """The entries of these rows in their order, and their letters by when they are due."""
    if not rows:
        return [], []
    wanted = [(ONE, row.lifecycle_name(), row.id) for row in rows]
    wanted += [(MESSAGES, "message", row.id) for row in rows if row.lifecycle_name() == "session"]
    wanted += [(PROPOSALS, OF_SESSION % row.id, row.study_id) for row in rows if row.lifecycle_name() == "session"]
    wanted += [(ONE, "recording", row.id) for row in rows if row.lifecycle_name() == "participant"]
    either = " OR ".join(sql for sql, *_values in wanted)
    values = (value for _sql, *values in wanted for value in values)
    found = sorted(ask(JOURNAL.format(either=either, who=WHO), *values), key=lambda line: line[1:4])
    entries: dict[int, Told] = {}
    letters = [_letter(line) for line in found if line[0] == "letter"]
    for number, at, _note, noun, event, role, who, details, note, name, username, source in (
        line[1:13] for line in found if line[0] == "entry"
    ):
        made = Told(number, noun, event, role, who, from_epoch(at), json.loads(details or "{}"), name, username, source)
        entries.setdefault(number, made).notes.extend([note] if note else [])
    return list(entries.values()), sorted(letters, key=lambda letter: (letter.due_at, letter.id))


def _letter(line: tuple) -> Letter:
    _what, entry, due, number, letter, state, outcome, recipient, *_none, tries, sent = line
    return Letter(
        entry, from_epoch(due), number, letter, state, outcome, recipient, tries, from_epoch(sent) if sent else None
    )


def _move(entry: Told, reached: Reached) -> Item:
    if entry.noun == "message":
        return Item("move", entry.at, _wrote(entry, reached))
    said, by, wished = _done(entry, reached)
    start = entry.details.get("starts_at")
    proposed = entry.details.get("proposed")
    details = [
        str(Moment(from_epoch(start))) if start else "",
        str(_("Proposed: %(when)s", when=Moment(from_epoch(proposed)))) if proposed else "",
        str(_("Asked for by %(who)s", who=wished)) if wished else "",
        str(in_words(entry.noun, entry.event, entry.role, entry.details.get("reason")) or ""),
        *(entry.notes if _may_read(entry, reached) else ()),
    ]
    return Item("move", entry.at, said, by, ". ".join(filter(None, details)) or None)


def _done(entry: Told, reached: Reached) -> tuple:
    """What happened, who did it, and who had wished for what came by itself; a contributor reads that as theirs."""
    followed = FOLLOWED.get((entry.noun, entry.event, entry.details.get("after", "")))
    if followed is not None and reached.audience != "contributor":
        return followed, None, _by(entry, reached)
    said = PROPOSED.get(entry.event) if entry.noun == "workspace" else None
    return said or sentence(entry.noun, entry.event, entry.role, entry.source), _by(entry, reached), None


def _wrote(entry: Told, reached: Reached) -> Text:
    """Who wrote a message; its words stand in the thread."""
    if entry.who == g.me.id:
        return _("You wrote a message")
    known = called(entry.name or "", _username(entry, reached), entry.role, reached.audience)
    return _("%(who)s wrote a message", who=known or ROLES.get(entry.role, ""))


def _username(entry: Told, reached: Reached) -> str:
    """A contributor as this side knows them."""
    theirs = reached.audience == "customer" and entry.who in people_of(reached.row)
    return whom(reached.row, reached.audience) if theirs else entry.username or ""


def called(name: str, username: str, role: str, audience: str) -> str:
    """Somebody as this side knows them: a contributor by username, the customer's people by first name there."""
    if role == "contributor":
        return username
    return name.split()[0] if audience == "contributor" and name.strip() else name


def _may_read(entry: Told, reached: Reached) -> bool:
    """Whether what was written with this move was written for this reader, or by them."""
    meant = WRITTEN_FOR.get((entry.noun, entry.event))
    if hidden_author(entry, reached):
        return False
    return meant is None or reached.audience in meant or entry.who == g.me.id


def hidden_author(entry: Told, reached: Reached) -> bool:
    """Whether a contributor reported the team that is reading: it learns neither their name nor their words."""
    theirs = entry.noun == "report" and entry.role == "contributor" and entry.event in AUTHORED
    return theirs and reached.audience == "customer" and getattr(reached.row, "author_id", None) == entry.who


def _by(entry: Told, reached: Reached):
    """Who did it, as this reader may know them: oneself, a username, a colleague's name, or a part."""
    if hidden_author(entry, reached):
        return _("a contributor")
    if entry.name is None or entry.role == "operator":
        return ROLES.get(entry.role)
    if entry.who == g.me.id:
        return _("you")
    return _username(entry, reached) if entry.role == "contributor" else entry.name


def _letters(found: list[Letter], reached: Reached) -> tuple[list[tuple], list[Item], list[Item]]:
    """Letters that left or did not, those still to come, and those that were to come and no longer hold; each told
    once with everybody it is for."""
    past: dict = {}
    coming: dict = {}
    over: dict = {}
    for row in found:
        if row.letter in INTERNAL and reached.audience != "operator":
            continue
        if row.due_at <= g.at or row.letter == "message":
            past.setdefault((row.entry, row.letter), []).append(row)
        else:
            (over if row.state == "dropped" else coming).setdefault((row.due_at, row.letter), row)
    told = [(letters[0].entry, 1, _sent(letters, reached)) for letters in past.values()]
    ahead = [Item("coming", row.due_at, LETTERS.get(row.letter, row.letter)) for row in coming.values()]
    gone = [row for key, row in over.items() if key not in coming]
    return told, ahead, [Item("letter", row.due_at, LETTERS.get(row.letter, row.letter)) for row in gone]


def _sent(rows: list[Letter], reached: Reached) -> Item:
    first = rows[0]
    name = LETTERS.get(first.letter, first.letter)
    return Item("letter", first.due_at, _addressed(rows, reached, name), None, _became(rows))


def _addressed(rows: list[Letter], reached: Reached, name: Text | str) -> Text:
    """Whom it is for, as this reader sees the two sides."""
    theirs = [row.recipient in people_of(reached.row) for row in rows]
    if len(rows) > 1 and (any(theirs) != all(theirs) or reached.audience == "operator"):
        return _("Letters to both: %(name)s", name=name)
    if any(row.recipient == g.me.id for row in rows):
        return _("Letter to you: %(name)s", name=name)
    if reached.audience == "customer" and not any(theirs):
        return _("Letter to your team: %(name)s", name=name)
    return _("Letter to the other side: %(name)s", name=name)


def _became(rows: list[Letter]) -> Text | None:
    """What became of it: of several letters, what still needs attention."""
    states = {row.state for row in rows}
    if any(row.state == "bounced" or (row.state == "dead" and refused_address(row.outcome)) for row in rows):
        return _("Could not be delivered: the address refused it")
    if "dead" in states:
        return _("Could not be delivered")
    if "waiting" in states:
        late = any(row.tries for row in rows)
        return _("Not delivered yet. It is tried again.") if late else _("Not delivered yet")
    if "sent" in states:
        last = max((row for row in rows if row.state == "sent"), key=lambda row: row.sent_at or row.due_at)
        if last.tries > 1:
            return _("Sent at %(hour)s, after another try", hour=Hour(last.sent_at or last.due_at))
        return _("Sent")
    return _kept_back(rows[0].letter, {row.outcome for row in rows})


def _kept_back(letter: str, outcomes: set[str]) -> Text:
    """Why nothing of it left."""
    if PRACTICE in outcomes:
        return OF_PRACTICE
    if letter == "message":
        return READ_BEFORE
    return UNSENT if outcomes & {DECLINED, UNWANTED, ERASED, UNADDRESSED} else NOT_SENT


def _by_day(story: list[Item]) -> list[Item]:
    found, day = [], None
    for item in story:
        zone = reader().zone
        if (today := local_date(item.when, zone)) != day:
            day = today
            found.append(Item("date", None, show_day(item.when, zone, reader().language)))
        found.append(item)
    return found


def _ahead(coming: list[Item]) -> list[Item]:
    if not coming:
        return []
    return [Item("date", None, _("Still to come")), *(item._replace(detail=str(Moment(item.when))) for item in coming)]


def _no_more(over: list[Item]) -> list[Item]:
    """What was to come and does not any more, because the conversation moved on."""
    if not over:
        return []
    heading = Item("date", None, _("No longer to come"))
    return [heading, *(item._replace(detail=str(Moment(item.when))) for item in over)]
