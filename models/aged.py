"""What may be past its days: for each kind the numbers, the workspace that it belongs to, and since when it counts. All
of it is read in portions by number, so that a long list neither fills the memory nor holds a cursor over writes."""

from collections.abc import Iterator

from models.journal import Entry
from models.lists import ask
from models.outgoing import Outgoing

BATCH = 1000
WARNINGS = ("address_changed", "address_taken")
Aged = Iterator[tuple[int, int | None, int]]
LETTERS = """
SELECT letter.id, entry.workspace, COALESCE(outgoing.sent_at, letter.at) FROM letter
    JOIN outgoing ON outgoing.id = letter.outgoing_id JOIN entry ON entry.id = outgoing.entry_id
    WHERE letter.id > ? AND outgoing.state <> 'waiting' ORDER BY letter.id LIMIT ?
"""
SCREENED_OUT = """
SELECT participant.id, study.workspace_id, MAX(entry.at) FROM participant
    JOIN study ON study.id = participant.study_id
    JOIN entry ON entry.noun = 'participant' AND entry.subject = participant.id AND entry.event = 'screen_out'
    WHERE participant.id > ? AND participant.state = 'screened_out'
        AND EXISTS (SELECT 1 FROM answer WHERE answer.participant_id = participant.id)
    GROUP BY participant.id, study.workspace_id ORDER BY participant.id LIMIT ?
"""
STUDIES = """
SELECT study.id, study.workspace_id, MAX(entry.at) FROM study
    JOIN entry ON entry.noun = 'study' AND entry.subject = study.id AND entry.event IN ('close', 'cancel')
    WHERE study.id > ? AND study.state IN ('closed', 'canceled')
    GROUP BY study.id, study.workspace_id ORDER BY study.id LIMIT ?
"""
LOOKS = "SELECT look.id, look.workspace, look.at FROM look WHERE look.id > ? ORDER BY look.id LIMIT ?"
THEIRS = "JOIN participant ON participant.id = {table}.participant_id WHERE participant.study_id = ?"
TALKS = "JOIN session ON session.id = {table}.session_id WHERE session.study_id = ?"
LEFT = {
    "answers": f"SELECT answer.id FROM answer {THEIRS.format(table='answer')}",
    "messages": f"SELECT message.id FROM message {TALKS.format(table='message')} AND message.text <> ''",
    "remarks": f"SELECT remark.id FROM remark {TALKS.format(table='remark')}",
    "notes": (
        "SELECT note.id FROM note JOIN entry ON entry.id = note.entry_id WHERE (entry.noun = 'session' "
        "AND entry.subject IN (SELECT session.id FROM session WHERE session.study_id = ?)) OR (entry.noun = "
        "'participant' AND entry.subject IN (SELECT participant.id FROM participant WHERE participant.study_id = ?))"
    ),
    "wishes": "SELECT participant.id FROM participant WHERE participant.study_id = ? AND participant.slot_note <> ''",
}


def letters() -> Aged:
    """Letters that have left, or never will; since when."""
    return _each(LETTERS)


def screened_out() -> Aged:
    """People who did not fit and whose answers are still there; since when that is known."""
    return _each(SCREENED_OUT)


def studies() -> Aged:
    """Studies that are over; since when."""
    return _each(STUDIES)


def looks() -> Aged:
    """Who looked at what; when."""
    return _each(LOOKS)


def _each(sql: str) -> Aged:
    last = 0
    while batch := ask(sql, last, BATCH):
        yield from batch
        last = batch[-1][0]


def left_in(kind: str, study: int, most: int) -> list[int]:
    """The numbers of what is still there of a study: answers, messages, remarks, notes or wishes."""
    sql = LEFT[kind]
    return [number for (number,) in ask(f"{sql} LIMIT ?", *[study] * sql.count("?"), most)]


def about_codes(asked):
    """The numbers of the outgoing rows about these requests for a code."""
    entries = Entry.select(Entry.id).where(Entry.noun == "signin", Entry.subject.in_(asked))
    return Outgoing.select(Outgoing.id).where(Outgoing.entry.in_(entries))


def warned_of():
    """The numbers of the requests of which somebody is still to be told by a letter that holds no code."""
    told = (Entry.noun == "signin") & (Outgoing.state == "waiting") & Outgoing.letter.in_(WARNINGS)
    return Entry.select(Entry.subject).join(Outgoing, on=(Outgoing.entry == Entry.id)).where(told)
