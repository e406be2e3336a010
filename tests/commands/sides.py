"""People on both sides of a recruiting effort, at every step: here, of an outside recruiter, and at an outside tool."""

from commands import participants
from commands.fire import fire
from lifecycle.attempt import RECRUITER, TESTER
from models import Candidate, Connection, Participant, Project, Study
from tests.commands import recruited, routed
from tests.world import NOW, World, contributor, customer, draft_study, themselves

WAY = (("open_screener", None), ("qualify", RECRUITER), ("redirect", None))


def project(people: World, study: Study | None = None, **values) -> Project:
    """Ada's project for many, who are asked nothing; to a study of this installation, or elsewhere."""
    return routed.project(people, study, asks=(), **{"wanted": 50, **values})


def survey(people: World, **changes) -> Study:
    """A live survey of Ada's, to whose link people are sent."""
    study = draft_study(people, kind="survey", audience="invite", asks=[], places=50, **changes)
    return fire(study, "launch", customer(people.ada), NOW)


def candidate(project: Project, name: str, at=NOW) -> Candidate:
    """A member of the network whom this project sent on."""
    person = contributor(name)
    row = participants.new_candidate(project, person, themselves(person), at)
    for event, by in WAY:
        row = fire(row, event, by or themselves(person), at)
    return Candidate.get_by_id(row.id)


def place(candidate: Candidate, study: Study, at=NOW) -> Participant:
    """Their place in the study of this installation, started."""
    given = {"source": "recruiter", "recruiter": "here", "candidate": candidate}
    row = participants.arrive(study, candidate.person, RECRUITER, at, **given)
    return _started(row, at)


def _started(row: Participant, at) -> Participant:
    row = Participant.get_by_id(row.id)
    for event, by in (("qualify", RECRUITER), ("start", themselves(row.person))):
        if row.state in ("invited", "qualified"):
            row = fire(row, event, by, at)
    return row


def submitted(row: Participant, at=NOW) -> Participant:
    """They finished."""
    return fire(row, "submit", themselves(row.person), at)


def told(candidate: Candidate, *events: str, at=NOW) -> Candidate:
    """What an outside tool said of a candidate of ours."""
    for event in events:
        candidate = fire(candidate, event, TESTER, at)
    return candidate


def from_outside(study: Study, connection: Connection, pid: str, name: str, at=NOW) -> Participant:
    """Somebody whom an outside recruiter sent, started."""
    given = {"source": "recruiter", "recruiter": "outside", "outside_id": pid, "connection": connection}
    return _started(participants.arrive(study, contributor(name), RECRUITER, at, **given), at)


def pid(candidate: Candidate) -> str:
    """The recruiting side's ID."""
    return f"pp_{candidate.tail}"


def everything(people: World) -> dict:
    """One row of each kind; the name of each says what it is."""
    study = survey(people)
    local, away = project(people, study), project(people, title="Sent away")
    recruiter, tool = routed.recruiter(people, study, owner=people.bo), routed.tool(people, away, name="Tests Inc")
    rows = {"study": study, "local": local, "away": away, "recruiter": recruiter, "tool": tool}
    both = candidate(local, "both.done")
    rows["waits"] = submitted(place(both, study))
    rows["under_way"] = place(candidate(local, "under.way"), study)
    paid = submitted(place(candidate(local, "not.paid"), study))
    rows["owed"] = participants.complete(paid, customer(people.ada), NOW)
    rows["tell"] = submitted(from_outside(study, recruiter, "pp_aaaaaa1", "not.heard"))
    recruited.said(recruiter, "pp_aaaaaa1", "incomplete")
    rows["complete_here"] = submitted(from_outside(study, recruiter, "pp_aaaaaa2", "done.there"))
    recruited.said(recruiter, "pp_aaaaaa2", "completed")
    rows["exclude_here"] = from_outside(study, recruiter, "pp_aaaaaa3", "removed.there")
    recruited.said(recruiter, "pp_aaaaaa3", "removed")
    rows["only_here"] = from_outside(study, recruiter, "pp_aaaaaa4", "unknown.there")
    recruited.said(recruiter, "pp_aaaaaa5", "incomplete")  # never arrived
    rows["state"] = submitted(from_outside(study, recruiter, "pp_aaaaaa6", "their.turn"))
    recruited.said(recruiter, "pp_aaaaaa6", "submitted")
    rows["link"] = candidate(away, "never.arrived")
    rows["lost"] = candidate(away, "lost.call")
    recruited.said(tool, pid(rows["lost"]), "submitted")
    rows["theirs"] = told(candidate(away, "at.tool"), "submit")
    recruited.said(tool, pid(rows["theirs"]), "submitted")
    recruited.said(tool, "pp_zzzzzz9", "started")  # never sent
    return rows
