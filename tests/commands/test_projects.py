"""Recruiting projects: written, pointed at a study, given an owner, launched by the law, and filled by the clock with
whoever matches, until as many as are wanted were sent on."""

import pytest

from commands import candidates, participants, projects, recruiting
from commands.fire import Stale, fire
from commands.sweep import sweep
from lifecycle.attempt import RECRUITER, TESTER, Invalid, Refused
from models import Candidate, Entry, Member, Outgoing, Participant, Person, Project, purses
from models import projects as found
from rules import identifiers
from tests import invariants
from tests.world import DAY, HOUR, MINUTE, NOW, SCREENER, again, customer, live_study, members, themselves


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Three people a chunk, two chunks a sweep."""
    monkeypatch.setattr(recruiting, "CHUNK", 3)
    monkeypatch.setattr(recruiting, "CHUNKS", 2)


def draft(people, **changes) -> Project:
    """A draft that lacks nothing: Ada's, into a survey of hers by link."""
    ada = customer(people.ada)
    criteria = changes.pop("criteria", {"facts": {"country": ["PT"]}})
    values = {"title": "Ferry users", "incentive": 4500, "wanted": 5, "criteria": criteria} | changes
    study = live_study(people, kind="survey", audience="invite", places=20)
    row = projects.draft(people.halden, people.ada, NOW, **values)
    row = projects.write(row, SCREENER, ada, NOW)
    link = f"https://parlor.example/i/{study.link}"
    row = projects.set_link(row, link, ada, NOW)
    row = projects.link_answered(row, link, ada, NOW, study)
    return projects.name_owner(row, people.ada, True, ada, NOW)


def live(people, **changes) -> Project:
    """The same, launched."""
    return projects.launch(draft(people, **changes), customer(people.ada), NOW)


def asked(project) -> list[int]:
    """Who is in the project, in the order of their rows."""
    rows = Candidate.select(Candidate.person).where(Candidate.project == project).order_by(Candidate.id)
    return [number for (number,) in rows.tuples()]


def swept(at=NOW) -> int:
    """How many people the clock asks in one sweep."""
    return sweep(at).get("invite", 0)


def sent_on(candidate, at=NOW) -> Candidate:
    """They passed the screener and were sent on."""
    them = themselves(candidate.person)
    row = fire(candidate, "open_screener", them, at)
    return fire(fire(row, "qualify", RECRUITER, at), "redirect", them, at)


# Drafts -------------------------------------------------------------------------------------------------------------


def test_a_draft_that_lacks_nothing_goes_live(people):
    row = live(people)
    assert (row.state, row.screened, row.study.kind, row.kind, row.offering) == ("live", True, "survey", "survey", 0)
    assert row.unwritten() == []


@pytest.mark.parametrize(
    ("lacking", "step", "code"),
    [
        ({"title": ""}, "details", "ready"),
        ({"incentive": 0}, "details", "ready"),
        ({"wanted": 0}, "people", "ready"),
        ({"screened": False}, "screener", "ready"),
        ({"target_link": ""}, "integration", "link_tested"),
        ({"link_tested_at": None}, "integration", "link_tested"),
        ({"owner": None}, "owner", "owner_named"),
        ({"owner_ticked": False}, "owner", "owner_named"),
    ],
)
def test_a_launch_with_anything_missing_is_refused_and_says_where(people, lacking, step, code):
    row = draft(people)
    if "screened" in lacking:
        row = projects.write(row, [], customer(people.ada), NOW)
    else:
        Project.update(**lacking).where(Project.id == row.id).execute()
    with pytest.raises(Refused) as refused:
        projects.launch(row, customer(people.ada), NOW)
    assert refused.value.refusal.code == code
    assert step in [where for where, _words in again(row).unwritten()]
    assert again(row).state == "draft"


def test_a_screener_counts_as_written_once_nothing_is_wrong_with_it(people):
    row, ada = projects.draft(people.halden, people.ada, NOW, title="Ferry users"), customer(people.ada)
    nobody = [{"text": "Why?", "choices": [("Never", "reject"), ("No", "reject")]}]
    assert not projects.write(row, nobody, ada, NOW).screened
    row = projects.write(row, SCREENER, ada, NOW, one_page=False)
    assert (row.screened, row.one_page, [one.text for one in row.asked()]) == (True, False, [SCREENER[0]["text"]])
    assert not projects.write(row, [], ada, NOW).screened


def test_another_link_has_to_be_tested_again(people):
    row, ada = draft(people), customer(people.ada)
    row = projects.set_link(row, row.target_link, ada, NOW)
    assert row.link_tested
    row = projects.set_link(row, "https://elsewhere.example/i/x", ada, NOW)
    assert (row.link_tested_at, row.study_id) == (None, None)
    with pytest.raises(Refused):
        projects.link_answered(row, "https://parlor.example/i/old", ada, NOW)


def test_a_study_that_closed_meanwhile_is_no_tested_link(people):
    row = draft(people)
    fire(row.study, "close", customer(people.ada), NOW)
    with pytest.raises(Refused) as refused:
        projects.launch(row, customer(people.ada), NOW)
    assert refused.value.refusal.code == "link_tested"


def test_only_somebody_of_the_team_who_may_complete_reconciles(people):
    row, ada = draft(people), customer(people.ada)
    for person in (people.mallory, people.cleo, None):
        with pytest.raises(Invalid):
            projects.name_owner(row, person, True, ada, NOW)
    Member.update(role="viewer").where(Member.person == people.bo).execute()
    with pytest.raises(Invalid):
        projects.name_owner(row, people.bo, True, ada, NOW)
    Member.delete().where(Member.person == people.ada).execute()
    with pytest.raises(Refused) as refused:
        projects.launch(row, ada, NOW)
    assert refused.value.refusal.code == "owner_named"


def test_two_editors_notice_each_other(people):
    row = draft(people)
    with pytest.raises(Stale):
        projects.edit(row, customer(people.ada), NOW, row.edited - 1, title="Another")
    with pytest.raises(Stale):
        projects.launch(row, customer(people.ada), NOW, seen=row.edited - 1)


# Launched -----------------------------------------------------------------------------------------------------------


def test_what_was_promised_stays_once_it_is_launched(people):
    row, ada = live(people), customer(people.ada)
    for late in (
        lambda: projects.edit(row, ada, NOW, incentive=1),
        lambda: projects.write(row, SCREENER, ada, NOW),
        lambda: projects.set_link(row, "https://elsewhere.example/i/x", ada, NOW),
        lambda: projects.name_owner(row, people.bo, True, ada, NOW),
    ):
        with pytest.raises(Refused):
            late()
    row = projects.amend(row, ada, NOW, title="Ferry riders", about="Words", budget=100000, incentive=1)
    assert (row.title, row.about, row.budget, row.incentive) == ("Ferry riders", "Words", 100000, 4500)


def test_wanted_goes_up_and_down_to_who_was_sent_on_already(people):
    fit = members(3, country="PT")
    row, ada = live(people), customer(people.ada)
    swept()
    for one in Candidate.select().where(Candidate.person.in_(fit[:2])):
        sent_on(one)
    assert projects.set_wanted(row, 2, ada, NOW).wanted == 2
    with pytest.raises(Invalid):
        projects.set_wanted(row, 1, ada, NOW)
    assert projects.set_wanted(row, 9, ada, NOW).wanted == 9
    kept = [one.details["wanted"] for one in Entry.select().where(Entry.event == "wanted_set").order_by(Entry.id)]
    assert kept == [2, 9]


def test_somebody_else_of_the_team_takes_over_to_reconcile(people):
    row, ada = live(people), customer(people.ada)
    assert projects.give_to(row, people.bo, ada, NOW).owner == people.bo
    with pytest.raises(Invalid):
        projects.give_to(row, people.cleo, ada, NOW)
    [kept] = Entry.select().where(Entry.event == "reconciler_named")
    assert kept.details == {"project": row.id, "member": people.bo.id}


def test_a_duplicate_has_everything_but_people_and_is_tested_and_ticked_again(people):
    row = live(people, about="Words", budget=5000)
    copy = projects.duplicate(row, people.bo, NOW)
    for name in ("title", "about", "incentive", "wanted", "criteria", "budget", "target_link", "owner"):
        assert getattr(copy, name) == getattr(row, name), name
    assert (copy.state, copy.screened, copy.link_tested_at, copy.owner_ticked, copy.study_id) == (
        "draft", True, None, False, None,
    )  # fmt: skip
    assert [one.text for one in copy.asked()] == [one.text for one in row.asked()]


# Asked by the clock ---------------------------------------------------------------------------------------------------


def test_everybody_who_fits_is_asked_by_the_clock_a_few_at_a_time_and_once(people):
    fit, _others = members(8, country="PT"), members(4, country="DE")
    row = live(people, wanted=20)
    assert asked(row) == []
    assert [swept(NOW + number * MINUTE) for number in range(4)] == [6, 2, 0, 0]
    assert asked(row) == [person.id for person in fit]
    assert (again(row).offering, again(row).state) == (None, "live")
    members(1, country="PT")
    assert swept(NOW + HOUR) == 1


def test_each_has_their_birth_a_tail_of_their_own_and_their_letter(people):
    members(4, country="PT")
    row = live(people)
    swept()
    rows = list(Candidate.select().where(Candidate.project == row))
    assert len({one.tail for one in rows}) == len({one.code for one in rows}) == 4
    assert all(identifiers.is_candidate_id(f"pp_{one.tail}") for one in rows)
    entries = Entry.select().where(Entry.noun == "candidate", Entry.subject.in_([one.id for one in rows]))
    born = {(one.seq, one.event, one.source, one.target, one.role, one.workspace) for one in entries}
    assert born == {(0, "invite", None, "invited", "clock", people.halden.id)}
    sent = {(one.letter, one.recipient) for one in Outgoing.select().where(Outgoing.entry.in_(entries))}
    assert sent == {("recruiting_invitation", one.person_id) for one in rows}
    assert invariants.broken() == []


def test_a_tail_that_somebody_has_already_only_asks_for_others(people, monkeypatch):
    members(4, country="PT")
    live(people)
    real, tries = recruiting.tails, []

    def tails(number: int) -> bytes:
        tries.append(number)
        return b"aaaaaaabbbbbbbccccccc" if len(tries) in (1, 2) else real(number)

    monkeypatch.setattr(recruiting, "tails", tails)
    assert swept() == 4
    assert len(tries) == 3
    assert len({one.tail for one in Candidate.select()}) == 4


def test_nobody_is_asked_who_may_not_be(people):
    fit = members(7, country="PT")
    row = draft(people)
    Person.update(unsubscribed_at=NOW).where(Person.id == fit[0].id).execute()
    Person.update(erasure_asked_at=NOW).where(Person.id == fit[1].id).execute()
    Member.create(workspace=people.halden, person=fit[2], role="viewer")
    participants.arrive(row.study, fit[3], themselves(fit[3]), NOW)
    participants.new_candidate(row, fit[4], customer(people.ada), NOW)
    row = projects.launch(row, customer(people.ada), NOW)
    swept()
    assert asked(row) == [fit[4].id, fit[5].id, fit[6].id]


def test_the_teams_pause_between_two_invitations_counts_both_kinds(people):
    members(2, country="PT")
    type(people.halden).update(cooldown=30).where(type(people.halden).id == people.halden.id).execute()
    live(people)
    assert swept() == 2
    second = live(people)
    study = live_study(people, audience="network", filters={"facts": {"country": ["PT"]}})
    assert swept(NOW + HOUR) == 0
    assert swept(NOW + 31 * DAY) > 0
    assert asked(second) or Participant.select().where(Participant.study == study).exists()


def test_nobody_more_is_asked_once_as_many_as_wanted_were_sent_on(people):
    members(2, country="PT")
    row = live(people, wanted=2)
    swept()
    first, second = Candidate.select().where(Candidate.project == row).order_by(Candidate.id)
    sent_on(first)
    second = sent_on(second)
    members(2, country="PT")
    assert swept(NOW + HOUR) == 0
    fire(second, "leave", TESTER, NOW + HOUR)
    assert swept(NOW + 2 * HOUR) == 2


@pytest.mark.parametrize("event", ["pause", "cancel"])
def test_nobody_is_asked_while_it_does_not_run(people, event):
    members(2, country="PT")
    row = live(people)
    fire(row, event, customer(people.ada), NOW, **({"reason": "other"} if event == "cancel" else {}))
    assert swept() == 0


def test_nobody_is_asked_for_a_study_that_takes_nobody_in(people):
    members(2, country="PT")
    row = live(people)
    fire(row.study, "pause", customer(people.ada), NOW)
    assert swept() == 0
    fire(again(row.study), "resume", customer(people.ada), NOW)
    assert swept(NOW + HOUR) == 2


def test_a_limit_on_what_is_known_is_kept(people):
    members(3, country="PT", gender="woman")
    criteria = {"facts": {"country": ["PT"]}, "limits": [["gender", "woman", 1]]}
    row = live(people, criteria=criteria)
    assert swept() == 3
    sent_on(Candidate.select().where(Candidate.project == row).first())
    members(2, country="PT", gender="woman")
    assert swept(NOW + HOUR) == 0


def test_a_limit_on_what_is_known_holds_for_who_was_asked_before_it_was_reached(people):
    members(2, country="PT", gender="woman")
    row = live(people, criteria={"facts": {"country": ["PT"]}, "limits": [["gender", "woman", 1]]})
    swept()
    first, second = Candidate.select().where(Candidate.project == row).order_by(Candidate.id)
    assert [finished(one).state for one in (first, second)] == ["incomplete", "over_quota"]


def finished(candidate) -> Candidate:
    """They gave the answer that fits, and that was the last question."""
    them = themselves(candidate.person)
    candidate = candidates.open_screener(candidate, them, NOW)
    [question] = candidate.project.asked()
    candidates.save_answers(candidate, {question.id: question.choices[0].id}, NOW)
    return candidates.finish_screener(candidate, them, NOW)


# The end ------------------------------------------------------------------------------------------------------------


def test_the_clock_closes_a_project_in_which_nothing_happened_for_30_days(people):
    row = live(people)
    sweep(NOW + 29 * DAY)
    assert again(row).state == "live"
    sweep(NOW + 31 * DAY)
    assert again(row).state == "closed"


def test_the_clock_leaves_open_what_waits_for_a_decision_and_what_moves(people):
    members(2, country="PT")
    row = live(people)
    swept()
    first, second = Candidate.select().where(Candidate.project == row).order_by(Candidate.id)
    fire(sent_on(first), "submit", TESTER, NOW)
    sent_on(second, NOW + 20 * DAY)
    sweep(NOW + 31 * DAY)
    assert again(row).state == "live"
    sweep(NOW + 60 * DAY)
    assert again(row).state == "live"
    with pytest.raises(Refused) as refused:
        fire(row, "close", customer(people.ada), NOW)
    assert refused.value.refusal.code == "nothing_open"


# Lists --------------------------------------------------------------------------------------------------------------


def test_a_project_is_read_in_numbers_and_its_people_by_id_and_name(people):
    fit = members(3, country="PT")
    row = live(people)
    swept()
    one = sent_on(Candidate.get(Candidate.person == fit[0]))
    [shelf] = found.shelves(people.halden.id)
    assert (shelf.title, shelf.owner, shelf.people, shelf.sent) == (
        "Ferry users", "Ada Lind", {"invited": 2, "incomplete": 1}, 1,
    )  # fmt: skip
    assert found.shelves(people.elsewhere.id) == []
    assert purses.of_project(row)[0] == {"invited": 2, "incomplete": 1}
    for typed in (f"pp_{one.tail}", f"i{one.tail}", fit[0].username[:7]):
        assert one.id in [face.id for face in found.faces(row, find=typed)], typed
    assert [face.id for face in found.faces(row, find=f"i{one.tail}")] == [one.id]
    assert [face.state for face in found.faces(row, "incomplete")] == ["incomplete"]
