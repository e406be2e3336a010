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
UNFIT = """
SELECT {person}.id, {effort}.workspace_id, MAX(entry.at) FROM {person}
    JOIN {effort} ON {effort}.id = {person}.{effort}_id
    JOIN entry ON entry.noun = '{person}' AND entry.subject = {person}.id AND entry.event = 'screen_out'
    WHERE {person}.id > ? AND {person}.state = 'screened_out'
        AND EXISTS (SELECT 1 FROM {answer} WHERE {answer}.{person}_id = {person}.id)
    GROUP BY {person}.id, {effort}.workspace_id ORDER BY {person}.id LIMIT ?
"""
SCREENED_OUT = UNFIT.format(person="participant", effort="study", answer="answer")
TURNED_AWAY = UNFIT.format(person="candidate", effort="project", answer="candidate_answer")
OVER = """
SELECT {effort}.id, {effort}.workspace_id, MAX(entry.at) FROM {effort}
    JOIN entry ON entry.noun = '{effort}' AND entry.subject = {effort}.id AND entry.event IN ('close', 'cancel')
    WHERE {effort}.id > ? AND {effort}.state IN ('closed', 'canceled')
    GROUP BY {effort}.id, {effort}.workspace_id ORDER BY {effort}.id LIMIT ?
"""
STUDIES, PROJECTS = OVER.format(effort="study"), OVER.format(effort="project")
RECORDINGS = """
SELECT clip.id, study.workspace_id, clip.begun_at FROM clip JOIN participant ON participant.id = clip.participant_id
    JOIN study ON study.id = participant.study_id WHERE clip.id > ? AND clip.erased_at IS NULL ORDER BY clip.id LIMIT ?
"""
SUSPECTS = """
SELECT suspect.id, suspect.workspace_id, suspect.at FROM suspect WHERE suspect.id > ? AND suspect.settled_at IS NULL
    ORDER BY suspect.id LIMIT ?
"""
LOOKS = "SELECT look.id, look.workspace, look.at FROM look WHERE look.id > ? ORDER BY look.id LIMIT ?"
THEIRS = "JOIN participant ON participant.id = {table}.participant_id WHERE participant.study_id = ?"
TALKS = "JOIN session ON session.id = {table}.session_id WHERE session.study_id = ?"
LEFT = {
    "answers": f"SELECT answer.id FROM answer {THEIRS.format(table='answer')}",
    "replies": f"SELECT reply.id FROM reply {THEIRS.format(table='reply')}",
    "runs": f"SELECT run.id FROM run {THEIRS.format(table='run')}",
    "messages": f"SELECT message.id FROM message {TALKS.format(table='message')} AND message.text <> ''",
    "remarks": f"SELECT remark.id FROM remark {TALKS.format(table='remark')}",
    "notes": (
        "SELECT note.id FROM note JOIN entry ON entry.id = note.entry_id WHERE (entry.noun = 'session' "
        "AND entry.subject IN (SELECT session.id FROM session WHERE session.study_id = ?)) OR (entry.noun = "
        "'participant' AND entry.subject IN (SELECT participant.id FROM participant WHERE participant.study_id = ?))"
    ),
    "candidate_answers": (
        "SELECT candidate_answer.id FROM candidate_answer JOIN candidate ON candidate.id = "
        "candidate_answer.candidate_id WHERE candidate.project_id = ?"
    ),
    "candidate_notes": (
        "SELECT note.id FROM note JOIN entry ON entry.id = note.entry_id WHERE entry.noun = 'candidate' "
        "AND entry.subject IN (SELECT candidate.id FROM candidate WHERE candidate.project_id = ?)"
    ),
    # What the team noted beside an ID on the board, and beside an exclusion that waits.
    "beside": (
        "SELECT charge.id FROM participant JOIN study ON study.id = participant.study_id JOIN charge "
        "ON charge.workspace_id = study.workspace_id AND charge.outside_id = participant.outside_id "
        "WHERE participant.study_id = ? AND charge.note <> ''"
    ),
    "exclusions": (
        "SELECT exclusion.id FROM participant JOIN exclusion ON exclusion.participant_id = participant.id "
        "WHERE participant.study_id = ? AND exclusion.note <> ''"
    ),
    "candidate_beside": (
        "SELECT charge.id FROM candidate JOIN project ON project.id = candidate.project_id JOIN charge "
        "ON charge.workspace_id = project.workspace_id AND charge.outside_id = 'pp_' || candidate.tail "
        "WHERE candidate.project_id = ? AND charge.note <> ''"
    ),
    "wishes": "SELECT participant.id FROM participant WHERE participant.study_id = ? AND participant.slot_note <> ''",
}


def letters() -> Aged:
    """Letters that have left, or never will; since when."""
    return _each(LETTERS)


def screened_out() -> Aged:
    """People who did not fit and whose answers are still there; since when that is known."""
    return _each(SCREENED_OUT)


def turned_away() -> Aged:
    """Candidates who did not fit and whose answers are still there; since when that is known."""
    return _each(TURNED_AWAY)


def projects() -> Aged:
    """Recruiting projects that are over; since when."""
    return _each(PROJECTS)


def studies() -> Aged:
    """Studies that are over; since when."""
    return _each(STUDIES)


def recordings() -> Aged:
    """Recordings whose pieces are still there; since when."""
    return _each(RECORDINGS)


def looks() -> Aged:
    """Who looked at what; when."""
    return _each(LOOKS)


def suspects() -> Aged:
    """What could not be trusted and nobody settled; when it last came."""
    return _each(SUSPECTS)


def _each(sql: str) -> Aged:
    last = 0
    while batch := ask(sql, last, BATCH):
        yield from batch
        last = batch[-1][0]


def left_in(kind: str, owner: int, most: int) -> list[int]:
    """The numbers of what is still there of a study (answers, messages, notes and the like) or of a project."""
    sql = LEFT[kind]
    return [number for (number,) in ask(f"{sql} LIMIT ?", *[owner] * sql.count("?"), most)]


def about_codes(asked):
    """The numbers of the outgoing rows about these requests for a code."""
    entries = Entry.select(Entry.id).where(Entry.noun == "signin", Entry.subject.in_(asked))
    return Outgoing.select(Outgoing.id).where(Outgoing.entry.in_(entries))


def warned_of():
    """The numbers of the requests of which somebody is still to be told by a letter that holds no code."""
    told = (Entry.noun == "signin") & (Outgoing.state == "waiting") & Outgoing.letter.in_(WARNINGS)
    return Entry.select(Entry.subject).join(Outgoing, on=(Outgoing.entry == Entry.id)).where(told)
