"""What is left behind when something was emptied: old words in the full-text index, old pages of the file, old lines of
the write-ahead log. And whose journals have to hear of it."""

import logging

import peewee

from models.database import db, is_postgres, write_tx, writer_gate
from models.lists import ask

# A file that is larger is not written anew each time: docs/operations.md says how to do that at a quiet hour.
SMALL = 256 * 1024 * 1024
log = logging.getLogger("parlor.scrub")
HOUSES = """
SELECT study.workspace_id FROM participant JOIN study ON study.id = participant.study_id WHERE participant.person_id = ?
UNION SELECT project.workspace_id FROM candidate JOIN project ON project.id = candidate.project_id
WHERE candidate.person_id = ?
UNION SELECT enrolled.workspace_id FROM enrolled WHERE enrolled.person_id = ?
"""


def houses_of(person: int) -> list[int]:
    """The numbers of the workspaces that had somebody in a study, a project or among their own people."""
    return sorted(number for (number,) in ask(HOUSES, person, person, person))


def files() -> None:
    """Nothing that was emptied can be read from the files of an SQLite database any more; PostgreSQL does it by its own
    vacuum. Whoever writes meanwhile waits; where somebody is in the way it is left for the next time."""
    if is_postgres() or db.database == ":memory:":
        return
    with write_tx():
        db.execute_sql("INSERT INTO found (found) VALUES ('optimize')")
    try:
        with writer_gate():
            if _size() <= SMALL:
                db.execute_sql("VACUUM")
            db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except peewee.OperationalError:
        log.warning("the files could not be cleaned now; the next night tries again")


def _size() -> int:
    pages, each = (db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return pages * each
