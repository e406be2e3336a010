"""The article on the recruiting integration, part by part, by plain forms on both databases: a study with an Invite
Network link; a project with a screener, the pasted link and an owner; people who pass are sent on by themselves and
Submitted by the end of the test; Completed by hand releases the incentive once; exclusion in its order; the pair of
IDs, which is no way to reach anybody."""

import pytest

from commands.sweep import sweep
from lifecycle.attempt import Refused
from models import Candidate, Entry, LedgerLine, Participant, Payout, Project, Study
from rules.identifiers import to_recruiter_form, to_study_form
from tests import invariants
from tests import world as story
from tests.views.conftest import Place, place  # noqa: F401
from tests.views.customer.test_projects import questions_of, step

ASKED = "How easy was it to find a crossing?"


def part_one(place: Place) -> tuple[Study, str]:  # noqa: F811
    """Create your Invite Network test: build it as you usually would, choose the link as its audience, launch, and copy
    the link."""
    ada = place.as_(place.world.ada).open("/studies/new")
    ada.send(ada.form(holds="title"), title="Finding a crossing", kind="survey").see("Details")
    ada.send(ada.form("save"), event="save", reward="5.00", length="15").see("Audience")
    ada.send(ada.form("save"), event="save", audience="invite", places="10").see("Screener")
    ada.send(ada.form("save"), event="save").see("Questions")
    ada.send(ada.form("save"), event="save", q0=ASKED, q0a0="Easy", q0a1="Hard").see("Review and launch")
    ada.press("launch").see("Live")
    study = Study.get()
    link = f"http://localhost/i/{study.link}"
    assert f"/i/{study.link}" in ada.html
    return study, link


def part_two(place: Place, link: str):  # noqa: F811
    """Set up the screener, go to the Integration page, paste the link; name who reconciles."""
    ada = place.as_(place.world.ada).open("/projects").follow("New project")
    ada.send(ada.form(holds="title"), title="Ferry users")
    step(ada, "details", about="A short survey.", incentive="45")
    step(ada, "people", wanted="5", country=["PT"])
    questions_of(ada)
    ada.open(f"/projects/{Project.get().code}").see("Automatic").see("Yours to do")
    step(ada, "integration", event="test_link", link=link)
    assert Project.get().link_tested_at is not None
    return step(ada, "owner", owner=place.world.ada.code, owner_ticked="1")


def part_three(place: Place, ada) -> Project:  # noqa: F811
    """Launch: people are invited by themselves."""
    ada.send(ada.form(action="/edit/review"))
    ada.press("launch")
    sweep(story.NOW)
    return Project.get()


@pytest.fixture
def live(place):  # noqa: F811
    """Parts I to III; Cleo and two more members fit."""
    story.known(place.world.cleo, country="PT")
    story.members(2, country="PT")
    study, link = part_one(place)
    ada = part_two(place, link)
    project = part_three(place, ada)
    assert (project.state, project.study_id, project.candidates.count()) == ("live", study.id, 3)
    return study, project


def screened(place, project, person, pick=0):  # noqa: F811
    """They read the invitation and answer the screener."""
    row = Candidate.get(Candidate.project == project, Candidate.person == person)
    hands = place.as_(person).open(f"/candidates/{row.code}").press("open_screener")
    question = project.asked()[0]
    return row, hands.send(hands.form(holds="shown"), **{f"q{question.id}": str(question.choices[pick].id)})


def finished(place, study, hands):  # noqa: F811
    """They take the survey to its end."""
    item = study.work()[0].items[0]
    if hands.offers("start"):
        hands.press("start")
    hands.send(hands.form("answer"), **{f"q{item.id}": str(item.choices[0].id)}).see("Ready to send")
    return hands.press("submit")


def test_from_the_link_to_the_incentive_released_once(place, live):  # noqa: F811
    study, project = live
    row, cleo = screened(place, project, place.world.cleo)
    # Who passes is in the study with the very answer to the last page; the two know each other by their IDs.
    there = row.participants.get()
    assert cleo.url.startswith(f"/participants/{there.code}")
    assert (story.again(row).state, there.state) == ("incomplete", "qualified")
    assert there.study_side_id == to_study_form(row.recruiter_id, "survey") == f"i{row.tail}"
    assert to_recruiter_form(there.study_side_id, "survey") == row.recruiter_id == f"pp_{row.tail}"

    ada = place.as_(place.world.ada).open(f"/board?show=matched&q=i{row.tail}").see(f"pp_{row.tail}").see("Incomplete")
    finished(place, study, cleo)
    # Submitted by the end of the test, on both sides, and never by hand.
    assert (story.again(row).state, story.again(there).state) == ("submitted", "submitted")
    assert Entry.get(Entry.noun == "candidate", Entry.event == "submit").role == "tester"
    assert not ada.open(f"/candidates/{row.code}").offers("submit")
    assert not Payout.select().exists()
    place.clock.at = story.NOW + 8 * story.DAY
    sweep(place.clock.at)
    assert not Payout.select().exists()  # No clock releases it either.

    ada = place.as_(place.world.ada)
    ada.open("/board").see("1 person waits longer than they should").see(f"i{row.tail}").see("Complete (test finished)")
    page = ada.press("complete").see("Complete and release €45.00")
    form = page.form(event="complete")
    page.press("complete").see("They are completed")
    page.send(form, event="complete")
    assert (story.again(row).state, story.again(there).state) == ("completed", "completed")
    owed = Payout.get()
    assert (Payout.select().count(), owed.candidate_id, owed.amount, owed.purpose) == (1, row.id, 4500, "reward")
    assert [line.amount for line in LedgerLine.select()] == [4500]
    ada.open("/board").see("Owed").see("Send payout")
    assert invariants.broken() == []


def test_who_does_not_pass_is_not_sent_on(place, live):  # noqa: F811
    _study, project = live
    row, cleo = screened(place, project, place.world.cleo, pick=1)
    assert (story.again(row).state, cleo.url) == ("screened_out", f"/candidates/{row.code}")
    assert not Participant.select().exists()


def test_excluding_in_the_wrong_order_is_refused_and_in_order_hides_the_id(place, live):  # noqa: F811
    study, project = live
    row, cleo = screened(place, project, place.world.cleo)
    finished(place, study, cleo)
    there = row.participants.get()
    ada = place.as_(place.world.ada).open(f"/participants/{there.code}").see("Remove them at the recruiting side first")
    with pytest.raises(Refused):
        story.fire(there, "exclude", story.customer(place.world.ada), story.NOW, reason="quality")
    assert (story.again(row).state, story.again(there).state) == ("submitted", "submitted")

    ada.open("/board")
    value = next(one for one in ada.form(event="look_exclude").choices["who"])
    ada.send(ada.form(event="look_exclude"), event="look_exclude", who=[value]).see("Removed there, excluded here")
    ada.press("exclude", reason="quality", note="Clicked through.")
    steps = Entry.select().where(Entry.event.in_(("remove", "exclude"))).order_by(Entry.id)
    assert [(one.noun, one.event) for one in steps] == [("candidate", "remove"), ("participant", "exclude")]
    assert (story.again(row).state, story.again(there).state) == ("removed", "excluded")
    assert not Payout.select().exists()
    for page in ("/board?show=settled", f"/participants/{there.code}", f"/candidates/{row.code}"):
        assert row.tail not in ada.open(page).html
    ada.open(f"/board?q=pp_{row.tail}").see("Nobody found")
    tombstone = Entry.get(Entry.event == "tombstone")
    assert tombstone.details["recruiter_id"] == f"pp_{row.tail}"
    assert tombstone.details["study_side_id"] == f"i{row.tail}"


def test_an_id_finds_its_row_in_either_form_and_reaches_nobody(place, live):  # noqa: F811
    study, project = live
    row, cleo = screened(place, project, place.world.cleo)
    finished(place, study, cleo)
    ada = place.as_(place.world.ada)
    for typed in (f"pp_{row.tail}", f"i{row.tail}"):
        page = ada.open(f"/board?q={typed}").see(f"pp_{row.tail}").see(f"i{row.tail}")
        assert place.world.cleo.email not in page.html
        assert place.world.cleo.email not in ada.open(f"/search?q={typed}").html
    there = row.participants.get()
    page = ada.open(f"/participants/{there.code}")
    assert place.world.cleo.email not in page.html
    assert not any("message" in form.action for form in page.page.forms)
    # The same person in another project has another ID.
    other = story.live_study(place.world, kind="survey", audience="invite", places=20, title="Another one")
    assert not Candidate.select().where(Candidate.tail == row.tail, Candidate.id != row.id).exists()
    assert other.id != study.id
