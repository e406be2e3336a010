"""What the two halves told each other, for the page of a connection: calls that were heard and calls that were made."""

from typing import NamedTuple

from peewee import JOIN, fn

from models.lists import ask
from models.outgoing import Outgoing, Try
from models.outside import Connection, Heard
from models.people import Person
from models.recruiting import Project
from models.studies import Study

SHOWN = 20
CHANNEL = "call"
OF_STUDY = """
SELECT connection.id, COUNT(participant.id), SUM(CASE WHEN participant.state = 'submitted' THEN 1 ELSE 0 END)
FROM connection LEFT JOIN participant ON participant.connection_id = connection.id
WHERE connection.study_id = ? GROUP BY connection.id
"""


class Told(NamedTuple):
    """A call of ours and its last try, if there was one."""

    row: Outgoing
    last: Try | None


def of_study(study: int) -> list[Connection]:
    """A study's connections, each with how many people came by it (`came`) and are Submitted (`finished`)."""
    numbers = {number: counted for number, *counted in ask(OF_STUDY, study)}
    rows = list(Connection.select().where(Connection.study == study).order_by(Connection.id))
    for row in rows:
        row.came, row.finished = (int(one or 0) for one in numbers[row.id])
    return rows


def heard(connection: int) -> list[Heard]:
    """The last calls that came in."""
    return list(Heard.select().where(Heard.connection == connection).order_by(Heard.id.desc()).limit(SHOWN))


def told(connection: int) -> list[Told]:
    """The last calls that went out."""
    each = Try.alias()
    last = each.select(fn.MAX(each.id)).where(each.outgoing == Outgoing.id)
    query = Outgoing.select(Outgoing, Try).join(Try, JOIN.LEFT_OUTER, on=(Try.id == last), attr="last")
    query = query.where(Outgoing.channel == CHANNEL, Outgoing.recipient == -connection)
    return [Told(row, getattr(row, "last", None)) for row in query.order_by(Outgoing.id.desc()).limit(SHOWN)]


def by_code(code: str) -> Connection | None:
    """The connection with this code, with what it belongs to and who looks after it."""
    query = Connection.select(Connection, Study, Project, Person)
    for kind, column in ((Study, Connection.study), (Project, Connection.project), (Person, Connection.owner)):
        query = query.join_from(Connection, kind, JOIN.LEFT_OUTER, on=(column == kind.id))
    return query.where(Connection.code == code).first()
