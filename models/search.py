"""What can be found by words: the titles of studies, the usernames and IDs of their people and of
candidates, and the team's notes.

Each is one line of `findable`, kept by triggers so that no command can forget it; SQLite looks into a full-text table
beside it (FTS5), PostgreSQL into an index over the words. The owner and the kind are words of their own, so that a
search never walks through what belongs to others.
"""

import re
import unicodedata

import peewee

from models.base import Row
from models.called import CALLED, OWN_NAME
from models.database import db, is_postgres
from models.lists import WHO, ask
from rules.matching import OWN

WORDS_MOST = 8
KINDS = ("study", "participant", "candidate", "remark")


class Findable(Row):
    """What is searched for one row: `scope` names its workspace and kind in one word, `words` is what people type."""

    noun = peewee.CharField(max_length=12)
    subject = peewee.BigIntegerField()
    scope = peewee.CharField(max_length=40)
    words = peewee.TextField(default="")

    class Meta:
        indexes = ((("noun", "subject"), True),)


# One of a team's own people is found by what the team itself wrote of them, name and address.
OWN_WORDS = (
    "COALESCE((SELECT enrolled.name || ' ' || enrolled.email FROM enrolled WHERE enrolled.workspace_id = "
    "study.workspace_id AND enrolled.person_id = participant.person_id AND enrolled.email <> ''), "
    "'own ' || SUBSTR(participant.code, 1, 4))"
)
# The other spelling of a recruiter's ID that came from elsewhere.
SHORT = "CASE SUBSTR(participant.outside_id, 1, 3) WHEN 'pp_' THEN 'i' || SUBSTR(participant.outside_id, 4) ELSE '' END"
OWN_CANDIDATE = (
    "COALESCE((SELECT enrolled.name || ' ' || enrolled.email FROM enrolled WHERE enrolled.workspace_id = "
    "project.workspace_id AND enrolled.person_id = candidate.person_id AND enrolled.email <> ''), "
    "'own ' || SUBSTR(candidate.code, 1, 4))"
)
# Whether a project asks the team's own people, as both databases read its criteria.
OF_OWN = f"REPLACE(project.criteria, '\"pool\":\"{OWN}\"', '') <> project.criteria"
# Real names stay out: the other side knows people by their username. An excluded person's IDs are hidden everywhere.
TEXTS = {
    "study": "SELECT 'study', study.id, 'w' || study.workspace_id || 'study', study.title FROM study WHERE study.{}",
    "participant": (
        "SELECT 'participant', participant.id, 'w' || study.workspace_id || 'participant', "
        f"CASE WHEN participant.source = '{OWN}' THEN {OWN_WORDS} "
        "ELSE COALESCE(person.username, 'guest ' || SUBSTR(person.code, 1, 4)) END || ' ' || CASE participant.state "
        f"WHEN 'excluded' THEN '' ELSE COALESCE(participant.outside_id || ' ' || {SHORT} || ' ', '') || "
        "COALESCE('pp_' || candidate.tail || ' i' || candidate.tail || ' ', '') END || study.title "
        "FROM participant JOIN study ON study.id = participant.study_id "
        "JOIN person ON person.id = participant.person_id "
        "LEFT JOIN candidate ON candidate.id = participant.candidate_id WHERE participant.{}"
    ),
    "candidate": (
        "SELECT 'candidate', candidate.id, 'w' || project.workspace_id || 'candidate', "
        f"CASE WHEN {OF_OWN} THEN {OWN_CANDIDATE} "
        "ELSE COALESCE(person.username, 'guest ' || SUBSTR(person.code, 1, 4)) END || ' ' || CASE candidate.state "
        "WHEN 'removed' THEN '' ELSE 'pp_' || candidate.tail || ' i' || candidate.tail || ' ' END || project.title "
        "FROM candidate JOIN project ON project.id = candidate.project_id "
        "JOIN person ON person.id = candidate.person_id WHERE candidate.{}"
    ),
    "remark": (
        "SELECT 'remark', remark.id, 'w' || study.workspace_id || 'remark', remark.text FROM remark "
        "JOIN session ON session.id = remark.session_id JOIN study ON study.id = session.study_id WHERE remark.{}"
    ),
}
ENROLLED = f"source = '{OWN}' AND participant.person_id = {{0}}.person_id AND study.workspace_id = {{0}}.workspace_id"
SOUGHT = "person_id = {0}.person_id AND project.workspace_id = {0}.workspace_id"
TRIGGERS = (
    # name, table, when it fires, then which lines are written anew
    ("written", "study", "AFTER INSERT", "study", "id = NEW.id"),
    ("titled", "study", "AFTER UPDATE OF title", "study", "id = NEW.id"),
    ("people", "study", "AFTER UPDATE OF title", "participant", "study_id = NEW.id"),
    ("written", "participant", "AFTER INSERT", "participant", "id = NEW.id"),
    ("paired", "participant", "AFTER UPDATE OF candidate_id, outside_id", "participant", "id = NEW.id"),
    ("named", "person", "AFTER UPDATE OF username", "participant", "person_id = NEW.id"),
    ("written", "enrolled", "AFTER INSERT", "participant", ENROLLED.format("NEW")),
    ("named", "enrolled", "AFTER UPDATE OF name, email", "participant", ENROLLED.format("NEW")),
    ("gone", "enrolled", "AFTER DELETE", "participant", ENROLLED.format("OLD")),
    ("written", "candidate", "AFTER INSERT", "candidate", "id = NEW.id"),
    ("titled", "project", "AFTER UPDATE OF title, criteria", "candidate", "project_id = NEW.id"),
    ("sought", "person", "AFTER UPDATE OF username", "candidate", "person_id = NEW.id"),
    ("sought", "enrolled", "AFTER INSERT", "candidate", SOUGHT.format("NEW")),
    ("renamed", "enrolled", "AFTER UPDATE OF name, email", "candidate", SOUGHT.format("NEW")),
    ("unsought", "enrolled", "AFTER DELETE", "candidate", SOUGHT.format("OLD")),
    ("written", "remark", "AFTER INSERT", "remark", "id = NEW.id"),
    ("changed", "remark", "AFTER UPDATE OF text", "remark", "id = NEW.id"),
)


def _put(noun: str, which: str) -> str:
    return (
        f"INSERT INTO findable (noun, subject, scope, words) {TEXTS[noun].format(which)} "
        "ON CONFLICT (noun, subject) DO UPDATE SET words = excluded.words"
    )


def triggers():
    """(name, table, when, condition, body) of everything that keeps the lines true."""
    for name, table, when, noun, which in TRIGGERS:
        yield f"find_{table}_{name}", table, when, "1 = 1", _put(noun, which)
    for noun, gone in (("participant", "excluded"), ("candidate", "removed")):
        hidden = f"NEW.state <> OLD.state AND NEW.state = '{gone}'"
        yield f"find_{noun}_hidden", noun, "AFTER UPDATE", hidden, _put(noun, "id = NEW.id")
    gone = "DELETE FROM findable WHERE noun = 'remark' AND subject = OLD.id"
    yield "find_remark_gone", "remark", "AFTER DELETE", "1 = 1", gone


FULL_TEXT = (
    ("found_in", "AFTER INSERT", "INSERT INTO found (rowid, scope, words) VALUES (NEW.id, NEW.scope, NEW.words)"),
    ("found_out", "AFTER DELETE", "INSERT INTO found (found, rowid, scope, words) "
     "VALUES ('delete', OLD.id, OLD.scope, OLD.words)"),
    ("found_anew", "AFTER UPDATE", "INSERT INTO found (found, rowid, scope, words) "
     "VALUES ('delete', OLD.id, OLD.scope, OLD.words); "
     "INSERT INTO found (rowid, scope, words) VALUES (NEW.id, NEW.scope, NEW.words)"),
)  # fmt: skip


def install() -> None:
    """Create the triggers anew, and the lines of candidates that were there before they were searched."""
    _install()
    db.execute_sql(_put("candidate", "id NOT IN (SELECT subject FROM findable WHERE noun = 'candidate')"))


def _install() -> None:
    if is_postgres():
        for name, table, when, condition, body in triggers():
            db.execute_sql(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$find$ BEGIN IF {condition} THEN {body}; END IF; RETURN NULL; END $find$"
            )
            db.execute_sql(
                f'CREATE OR REPLACE TRIGGER {name} {when} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()'
            )
        return
    wanted = [*triggers(), *((name, "findable", when, "1 = 1", body) for name, when, body in FULL_TEXT)]
    for name, table, when, condition, body in wanted:
        db.execute_sql(f"DROP TRIGGER IF EXISTS {name}")
        db.execute_sql(f"CREATE TRIGGER {name} {when} ON {table} WHEN {condition} BEGIN {body}; END")


def tidy() -> None:
    """Merge a part of the full-text index, so that searches stay as quick as they were; PostgreSQL does it by
    itself."""
    if not is_postgres():
        db.execute_sql("INSERT INTO found (found, rank) VALUES ('merge', 500)")


def words_of(text: str) -> list[str]:
    """What somebody typed, as the index keeps words: without marks and case, cut where no letter or digit stands."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", plain.casefold())[:WORDS_MOST]


def hits(kind: str) -> str:
    """A statement that gives (rank, subject) of the newest lines of this kind with all the words; it takes what
    `asked` makes of them, and how many are wanted. On PostgreSQL the index reads scope and words as one text, so the
    scope is asked for once more: a title may hold the word that names somebody else's."""
    assert kind in KINDS
    if is_postgres():
        return (
            "SELECT id AS rank, subject FROM findable WHERE "
            "to_tsvector('simple', scope || ' ' || plain_words(words)) @@ to_tsquery('simple', ?) "
            f"AND noun = '{kind}' AND scope = ? ORDER BY id DESC LIMIT ?"
        )
    return (
        "SELECT found.rowid AS rank, (SELECT subject FROM findable WHERE findable.id = found.rowid) AS subject "
        "FROM found WHERE found MATCH ? ORDER BY found.rowid DESC LIMIT ?"
    )


def asked(workspace: int, kind: str, words: list[str]) -> tuple[str, ...]:
    """The words as the database wants them asked: all of them, each as the beginning of a word, in this workspace."""
    scope = f"w{workspace}{kind}"
    if is_postgres():
        return " & ".join([scope, *(f"{word}:*" for word in words)]), scope
    return (f'scope : "{scope}" AND words : ({" AND ".join(f"{chr(34)}{word}{chr(34)}*" for word in words)})',)


def studies(workspace: int, words: list[str], most: int) -> list[tuple]:
    """(code, title, state) of the newest studies whose title has these words."""
    sql = (
        f"SELECT study.code, study.title, study.state FROM ({hits('study')}) AS hit "
        "JOIN study ON study.id = hit.subject ORDER BY hit.rank DESC"
    )
    return ask(sql, *asked(workspace, "study", words), most)


def people(workspace: int, words: list[str], most: int) -> list[tuple]:
    """(code, state, recruiter, who, study, candidate's tail, outside ID, kind of study, number) of the newest
    participants with these words in their name, their IDs or their study's title."""
    sql = (
        f"SELECT participant.code, participant.state, participant.recruiter, {CALLED}, study.title, "
        f"candidate.tail, participant.outside_id, study.kind, participant.id FROM ({hits('participant')}) AS hit "
        "JOIN participant ON participant.id = hit.subject JOIN person ON person.id = participant.person_id "
        "JOIN study ON study.id = participant.study_id LEFT JOIN candidate ON candidate.id = participant.candidate_id "
        "ORDER BY hit.rank DESC"
    )
    return ask(sql, *asked(workspace, "participant", words), most)


def candidates(workspace: int, words: list[str], most: int) -> list[tuple]:
    """(code, state, who, project, tail) of the newest candidates with these words in their name, their IDs or their
    project's title."""
    sql = (
        f"SELECT candidate.code, candidate.state, CASE WHEN {OF_OWN} THEN {OWN_NAME} ELSE {WHO} END, project.title, "
        f"candidate.tail FROM ({hits('candidate')}) AS hit JOIN candidate ON candidate.id = hit.subject "
        "JOIN person ON person.id = candidate.person_id JOIN project ON project.id = candidate.project_id "
        "ORDER BY hit.rank DESC"
    )
    return ask(sql, *asked(workspace, "candidate", words), most)


SESSION = (
    f"SELECT session.code, session.state, session.starts_at, {CALLED}, study.title "
    "FROM session JOIN person ON person.id = session.contributor_id JOIN study ON study.id = session.study_id "
    "JOIN participant ON participant.id = session.participant_id "
)


def sessions(workspace: int, words: list[str], most: int, found: list[tuple] | None = None) -> list[tuple]:
    """(code, state, start, who, study) of the conversations with the people found (what
    `people` gave for the same words), and of those in whose notes the words stand, latest first."""
    numbers = [row[-1] for row in (people(workspace, words, most) if found is None else found)] or [0]
    sql = (
        f"{SESSION} WHERE session.id IN (SELECT talk.id FROM session AS talk "
        f"WHERE talk.participant_id IN ({', '.join('?' * len(numbers))}) UNION "
        f"SELECT remark.session_id FROM ({hits('remark')}) AS hit JOIN remark ON remark.id = hit.subject) "
        "ORDER BY session.starts_at DESC, session.id DESC LIMIT ?"
    )
    return ask(sql, *numbers, *asked(workspace, "remark", words), most, most)


def on_a_day(workspace: int, states: tuple[str, ...], begin: int, end: int, most: int) -> list[tuple]:
    """The same of the conversations that start between two epochs, first things first."""
    marks = ", ".join("?" * len(states))
    sql = (
        f"{SESSION} WHERE session.state IN ({marks}) AND session.starts_at >= ? AND session.starts_at < ? "
        "AND study.workspace_id = ? ORDER BY session.starts_at, session.id LIMIT ?"
    )
    return ask(sql, *states, begin, end, workspace, most)
