"""What the other half says: twice, late, in any order or wrong; ours stands where it was last told, or stays put."""

import json
import random

import pytest

from commands import arrivals, connections, exclusions, participants, suspects
from commands.fire import fire
from lifecycle.attempt import RECRUITER, TESTER
from models import Candidate, Connection, Counterpart, Entry, Heard, Outgoing, Payout, Suspect
from outbox import calls as channel
from outbox.delivery import Unwanted
from tests.commands import halves
from tests.world import DAY, HOUR, NOW, again, contributor, customer, themselves


@pytest.fixture
def tool(people):
    """A project that sends people to an outside tool, with Cleo on her way there."""
    project, connection = halves.tool(people)
    return connection, halves.sent(project, people.cleo)


@pytest.fixture
def guest(people):
    """A study with somebody whom an outside recruiter sent, and the recruiter."""
    study = halves.open_study(people)
    recruiter = halves.recruiter(people, study)
    made = {"source": "recruiter", "recruiter": "outside", "outside_id": "pp_9exh736", "connection": recruiter}
    row = participants.arrive(study, people.cleo, RECRUITER, NOW, **made)
    return recruiter, fire(row, "qualify", RECRUITER, NOW)


def finished(row):
    """They did it all."""
    for event in ("start", "submit"):
        row = fire(row, event, themselves(row.person), NOW)
    return row


def walked() -> list[str]:
    """What the study moved."""
    told = Entry.select().where(Entry.noun == "candidate", Entry.role == "tester").order_by(Entry.seq)
    return [entry.event for entry in told]


STORY = ("invited", "qualified", "started", "submitted")


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_the_same_calls_ends_in_the_same_place(tool, seed):
    connection, cleo = tool
    told = [(f"i{cleo.tail}", state, number, NOW, f"m{number}") for number, state in enumerate(STORY)] * 2
    random.Random(seed).shuffle(told)
    for one in told:
        assert halves.moved(connection, *one).status == 200
    assert again(cleo).state == "submitted"
    assert Heard.select().count() == len(STORY)
    assert walked() == ["submit"]


def test_a_late_word_changes_nothing(tool):
    connection, cleo = tool
    halves.moved(connection, f"i{cleo.tail}", "submitted", 5)
    assert halves.moved(connection, f"i{cleo.tail}", "withdrawn", 4).what == "older"
    assert again(cleo).state == "submitted"


@pytest.mark.parametrize(
    ("told", "ends"),
    [("screened_out", "screened_out"), ("over_quota", "over_quota"), ("no_show", "left"), ("withdrawn", "left"),
     ("completed", "submitted"), ("excluded", "incomplete"), ("booked", "incomplete")],
)  # fmt: skip
def test_each_word_of_a_study_has_its_place(tool, told, ends):
    connection, cleo = tool
    halves.moved(connection, f"i{cleo.tail}", told, 3)
    assert again(cleo).state == ends
    assert not Payout.select().exists()


@pytest.mark.parametrize(
    ("before", "then", "way"),
    [("withdrawn", "qualified", ["leave", "reopen"]), ("no_show", "submitted", ["leave", "reopen", "submit"]),
     ("over_quota", "screened_out", ["fill", "reopen", "screen_out"])],
)  # fmt: skip
def test_what_the_study_takes_back_is_a_recorded_reversal(tool, before, then, way):
    connection, cleo = tool
    halves.moved(connection, f"i{cleo.tail}", before, 3)
    halves.moved(connection, f"i{cleo.tail}", then, 4)
    assert walked() == way


def test_who_is_submitted_goes_back_only_by_a_reversal(tool):
    connection, cleo = tool
    pid = f"i{cleo.tail}"
    halves.moved(connection, pid, "submitted", 3)
    assert halves.moved(connection, pid, "started", 4).what == "backwards"
    assert (again(cleo).state, Suspect.get().kind) == ("submitted", "backwards")
    halves.call(connection, type="outcome", id=pid, outcome="reversal", seq=5)
    assert again(cleo).state == "incomplete"


@pytest.mark.parametrize("told", [None, "", "done", ["complete"], 7, {}])
def test_an_outcome_of_another_name_changes_nothing(tool, told):
    connection, cleo = tool
    assert halves.call(connection, type="outcome", id=f"i{cleo.tail}", outcome=told).status == 422
    assert again(cleo).state == "incomplete"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("complete", "submitted"), ("screenout", "screened_out"), ("overquota", "over_quota"), ("quality", "incomplete"),
     ("error", "incomplete")],
)  # fmt: skip
def test_a_tool_that_is_no_parlor_speaks_in_outcomes(tool, outcome, state):
    connection, cleo = tool
    assert halves.call(connection, type="outcome", id=f"i{cleo.tail}", outcome=outcome).status == 200
    assert again(cleo).state == state
    assert Suspect.select().count() == (outcome in ("quality", "error"))


def test_completed_is_never_set_by_a_call_and_never_left_by_one(people, tool):
    connection, cleo = tool
    halves.moved(connection, f"i{cleo.tail}", "submitted", 3)
    row = fire(again(cleo), "complete", customer(people.ada), NOW)
    for state in ("withdrawn", "started", "screened_out", "excluded"):
        halves.moved(connection, f"i{cleo.tail}", state, 10 + len(state))
    assert again(row).state == "completed"
    assert Payout.select().count() == 1


@pytest.mark.parametrize(
    "pid", ["pp_{tail}", "i{tail}x", "I{tail}", "", None, 7, {"a": 1}, "i", "i\x00{tail}", "iaaaaaaa"]
)
def test_an_id_in_any_other_writing_is_refused_and_a_suspect(tool, pid):
    connection, cleo = tool
    pid = pid.format(tail=cleo.tail) if isinstance(pid, str) else pid
    assert halves.moved(connection, pid, "submitted", 3).status == 422
    assert (again(cleo).state, Suspect.get().kind) == ("incomplete", "unknown_id")


def test_a_conversation_keeps_the_form_of_the_id(people):
    project, connection = halves.tool(people, kind="live_conversation")
    cleo = halves.sent(project, people.cleo)
    assert halves.moved(connection, f"i{cleo.tail}", "submitted", 3).status == 422
    assert halves.moved(connection, f"pp_{cleo.tail}", "submitted", 3).what == "submitted"


def test_who_was_not_sent_there_is_nobody_there(people, tool):
    connection, cleo = tool
    other = participants.new_candidate(cleo.project, contributor("robin.x"), customer(people.ada), NOW)
    assert halves.moved(connection, f"i{other.tail}", "submitted", 3).what == "unknown_id"
    assert again(other).state == "invited"


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", b"null", b'{"type":7}', b'{"type":"nothing"}', b"\xff", b"[" * 100000,
            b'{"type":"candidate.completed","id":"pp_aaaaaaa","state":"completed","seq":1}'],
)  # fmt: skip
def test_what_is_no_call_of_the_other_side_is_refused(tool, raw):
    from commands import hearing

    assert hearing.hear(tool[0], "m1", raw, NOW).status in (400, 422)
    assert not Heard.select().exists()


@pytest.mark.parametrize("field", ["state", "seq", "at"])
@pytest.mark.parametrize("value", [None, "", "completely", -1, 1.5, True, 2**70, [], "2026-11-23T09:00:00"])
def test_a_call_that_lacks_something_changes_nothing(tool, field, value):
    connection, cleo = tool
    told = {"type": "participant.moved", "id": f"i{cleo.tail}", "state": "submitted", "seq": 3, "at": NOW.isoformat()}
    assert halves.call(connection, **told | {field: value}).status == 422
    assert not Counterpart.select().exists()


def test_a_removal_that_a_study_asks_for_waits_for_a_person(tool):
    connection, cleo = tool
    said = halves.call(connection, type="participant.remove_asked", id=f"i{cleo.tail}", state="submitted", seq=4)
    assert (said.status, again(cleo).state) == (200, "incomplete")
    assert Heard.get().kind == "participant.remove_asked"


def test_their_completed_completes_here_once_and_pays_nobody_here(guest):
    recruiter, row = guest
    finished(row)
    for seq in (9, 9, 8):
        assert halves.decided(recruiter, "pp_9exh736", "completed", seq).status == 200
    assert again(row).state == "completed"
    assert not Payout.select().exists()


def test_their_removed_before_it_was_asked_for_is_kept(people, guest):
    recruiter, row = guest
    halves.decided(recruiter, "pp_9exh736", "removed")
    assert again(row).state == "qualified"
    exclusions.exclude_in_order(again(row), "other", customer(people.ada), NOW)
    assert again(row).state == "excluded"


def said_by(row: Outgoing) -> dict:
    """What a call says."""
    return json.loads(channel.compose(row, None).body)


def test_every_move_of_theirs_is_told_with_its_number(people, guest):
    _recruiter, row = guest
    finished(row)
    told = list(Outgoing.select().where(Outgoing.channel == "call").order_by(Outgoing.id))
    words = [said_by(one) for one in told]
    assert [(one["state"], one["seq"]) for one in words] == list(zip(STORY, range(4), strict=True))
    assert {one["id"] for one in words} == {"i9exh736"}
    assert {one.letter for one in told} == {"participant.moved"}


def test_the_recruiter_is_asked_to_remove_somebody_and_told_of_the_exclusion(people, guest):
    recruiter, row = guest
    exclusions.exclude_in_order(row, "other", customer(people.ada), NOW)
    halves.decided(recruiter, "pp_9exh736", "removed")
    last = Outgoing.select().where(Outgoing.channel == "call").order_by(Outgoing.id.desc()).limit(2)
    assert [one.letter for one in last] == ["participant.moved", "participant.remove_asked"]
    assert said_by(last[0])["id"] == "i9exh736"


def test_a_tool_hears_what_a_person_decided_and_of_nobody_else(people, tool):
    connection, cleo = tool
    halves.moved(connection, f"i{cleo.tail}", "submitted", 3)
    fire(again(cleo), "complete", customer(people.ada), NOW)
    other = participants.new_candidate(cleo.project, contributor("robin.x"), customer(people.ada), NOW)
    fire(other, "remove", customer(people.ada), NOW, reason="other")
    [told] = Outgoing.select().where(Outgoing.channel == "call")
    assert (said_by(told)["id"], said_by(told)["state"], told.letter) == (
        f"pp_{cleo.tail}", "completed", "candidate.completed",
    )  # fmt: skip


def test_who_is_not_paired_or_revoked_is_not_called(people, guest):
    recruiter, row = guest
    connections.revoke(recruiter, customer(people.ada), NOW)
    with pytest.raises(Unwanted):
        said_by(Outgoing.select().where(Outgoing.channel == "call").first())
    before = Outgoing.select().count()
    fire(again(row), "start", themselves(row.person), NOW)
    assert Outgoing.select().where(Outgoing.channel == "call").count() == before


def test_hello_tells_where_calls_and_people_go(people):
    study = halves.open_study(people)
    recruiter = halves.recruiter(people, study, paired=False)
    where = {"calls_url": "https://r.example/calls/tool/k", "return_url": "https://r.example/back/k"}
    assert halves.call(recruiter, type="hello", **where).more == {"kind": "survey"}
    row = Connection.get_by_id(recruiter.id)
    assert (row.calls_url, row.return_url, row.greeted_at) == (*where.values(), NOW)
    for bad in ({"calls_url": "file:///etc/passwd"}, {"calls_url": ""}, {"calls_url": 7}, {"return_url": "x"}):
        assert halves.call(recruiter, type="hello", **where | bad).status == 422


def test_the_list_has_everybody_as_they_stand(people, guest):
    recruiter, row = guest
    finished(row)
    said = halves.call(recruiter, type="list", after=0)
    listed = {"id": "i9exh736", "state": "submitted", "seq": 3, "at": NOW.isoformat()}
    assert said.more == {"rows": [listed], "next": None, "kind": "survey"}
    for after in (-1, "x", None, True, 2**80):
        assert halves.call(recruiter, type="list", after=after).status == 422


def test_a_projects_list_has_only_who_was_sent_on(people, tool):
    connection, cleo = tool
    participants.new_candidate(cleo.project, contributor("robin.x"), customer(people.ada), NOW)
    assert [one["id"] for one in halves.call(connection, type="list").more["rows"]] == [f"pp_{cleo.tail}"]


def came_back(connection, candidate):
    """Their browser said "complete"."""
    said = {"nonce": "n" * 24, "exp": "1800000000", "outcome": "complete", "pid": f"pp_{candidate.tail}"}
    arrivals.came_back(connection, said, NOW)


def test_a_complete_that_no_call_follows_is_a_ghost(people, tool):
    connection, cleo = tool
    came_back(connection, cleo)
    assert suspects.ghosts(NOW + HOUR) == 0
    assert suspects.ghosts(NOW + 2 * HOUR) == 1
    assert (Suspect.get().kind, Suspect.get().outside_id) == ("ghost", f"pp_{cleo.tail}")
    assert suspects.ghosts(NOW + DAY) == 0


def test_a_complete_that_a_call_confirms_is_none(people, tool):
    connection, cleo = tool
    came_back(connection, cleo)
    fire(again(cleo), "submit", TESTER, NOW)
    assert suspects.ghosts(NOW + DAY) == 0
    assert not Suspect.select().exists()


def test_the_same_suspect_is_one_row_with_a_count(people, tool):
    connection, _cleo = tool
    for _time in range(5):
        suspects.keep(NOW, "forged", connection=connection)
    assert (Suspect.get().times, Suspect.select().count()) == (5, 1)


def test_a_reopened_suspect_is_another_row(people, tool):
    connection, _cleo = tool
    suspects.keep(NOW, "forged", connection=connection)
    Suspect.update(settled_at=NOW).execute()
    suspects.keep(NOW, "forged", connection=connection)
    assert Suspect.select().count() == 2


def test_a_left_that_the_person_said_here_is_not_taken_back_by_the_study(people, tool):
    connection, cleo = tool
    fire(cleo, "leave", themselves(people.cleo), NOW)
    assert halves.moved(connection, f"i{cleo.tail}", "submitted", 3).what == "told_by_tester"
    assert again(cleo).state == "left"
    assert Candidate.get_by_id(cleo.id).version == again(cleo).version
