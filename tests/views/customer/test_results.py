"""Results: added up for whoever was asked for, read one by one, taken out as a file, and each look at them kept."""

import csv
import io
import time
from datetime import timedelta

import pytest

from commands import taking
from commands.fire import fire
from models import Entry, Look, Member, Participant, Person, Reply, SignIn
from models import results as summed
from tests import world as story
from tests.commands.test_items import PAGES, TASKS
from tests.world import MINUTE, NOW, customer, themselves


def crowd(place, kind: str, number: int, sent: int, **changes):
    """A study that so many have begun and so many sent, each a minute slower than the one before."""
    people = [story.contributor(f"person.{one}") for one in range(number)]
    work = {"survey": PAGES, "interaction": TASKS}[kind]
    values = {"kind": kind, "work": work, "asks": [], "invitees": people, "places": number} | changes
    study = story.live_study(place.world, **values)
    rows = []
    for one, person in enumerate(people):
        row = story.started(place.world, study, person)
        if one < sent:
            story.worked(row, NOW, 60 * (one + 1))
            row = fire(row, "submit", themselves(person), NOW + (one + 1) * MINUTE)
        rows.append(row)
    place.clock.at = NOW + story.HOUR
    return study, rows


def looked(what: str) -> set:
    return {(row.who_id, row.participant_id) for row in Look.select().where(Look.what == what)}


def test_a_survey_is_added_up_and_what_was_left_out_is_told(place):
    study, rows = crowd(place, "survey", 4, 3)
    first = study.work()[0].items[0]
    Reply.update(value=first.choices[1].id).where(Reply.participant == rows[0].id, Reply.item == first.id).execute()
    Reply.update(value=None).where(Reply.participant == rows[1].id, Reply.item == study.work()[1].items[1].id).execute()
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/results")
    hands.see("Started4").see("Submitted375 % of those who started").see("Median time2 min")
    hands.see("How often? 3 answers").see("2Often67 %").see("1Seldom33 %")
    hands.see("Mean: 7.0").see("2 answers, 1 left it out")
    assert looked("answers") == {(place.world.ada.id, rows[0].id), (place.world.ada.id, rows[2].id)}


def test_the_groups_count_other_people(place):
    study, rows = crowd(place, "survey", 4, 3)
    story.participants.complete(rows[0], customer(place.world.ada), NOW + story.HOUR)
    taking.keep_answers(rows[3], {study.work()[1].items[1].id: "Not sent yet"}, NOW)
    hands = place.as_(place.world.ada)
    assert hands.open(f"/studies/{study.code}/results?of=completed").page.text.count("1 answer") == 4
    hands.open(f"/studies/{study.code}/results?of=all").see("Not sent yet")
    assert "Not sent yet" not in hands.open(f"/studies/{study.code}/results?of=nonsense").page.text


def test_a_task_has_its_rate_its_middle_and_its_spread(place):
    study, rows = crowd(place, "interaction", 5, 5)
    first = study.work()[0].task.id
    taking_back = story.again(rows[4])
    assert taking_back.state == "submitted"
    summed_up = summed.runs(study.id, "sent")[first]
    assert summed_up == (5, 5, 180, 120, 240, 300)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/results")
    hands.see("5 of 5, 100 %").see("between 2 min and 4 min; the longest took 5 min")


def test_of_three_people_no_half_is_told(place):
    study, _rows = crowd(place, "interaction", 3, 3)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/results").see("The longest took 3 min.")
    assert "Half of them" not in hands.page.text


@pytest.mark.parametrize(
    ("seconds", "went"), [([7], (7, 7, 7, 7)), ([4, 9], (6, 4, 9, 9)), ([1, 2, 3, 100], (2, 1, 3, 100))]
)
def test_the_middle_and_the_quarters_of_few(place, seconds, went):
    people = [story.contributor(f"person.{one}") for one in range(len(seconds))]
    study = story.live_study(place.world, kind="interaction", work=TASKS, asks=[], invitees=people, places=4)
    for person, took in zip(people, seconds, strict=True):
        row = story.worked(story.started(place.world, study, person), NOW, took)
        fire(row, "submit", themselves(person), NOW + story.HOUR)
    found = summed.runs(study.id, "sent")[study.work()[0].task.id]
    assert (found.median, found.low, found.high, found.longest) == went


def test_all_texts_of_a_question_come_page_by_page(place, monkeypatch):
    monkeypatch.setattr(summed, "PAGE", 2)
    monkeypatch.setattr(summed, "SHOWN", 1)
    study, rows = crowd(place, "survey", 3, 3)
    why = study.work()[1].items[1].id
    for number, row in enumerate(rows):
        Reply.update(value=f"Text number {number}").where(Reply.participant == row.id, Reply.item == why).execute()
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/results").see("Text number 2")
    assert "Text number 1" not in hands.page.text
    hands.follow("All of them").see("Text number 2").see("Text number 1")
    assert "Text number 0" not in hands.page.text
    hands.follow("Older").see("Text number 0")
    assert hands.open(f"/studies/{study.code}/results/{study.work()[0].items[0].id}").status == 404


def taken(hands, study):
    """The file, as lines of cells."""
    form = hands.open(f"/studies/{study.code}/results").form("results_csv")
    answer = hands.client.post(form.action, data=dict(form.fields), headers={"Sec-Fetch-Site": "same-origin"})
    return answer, list(csv.reader(io.StringIO(answer.get_data(as_text=True))))


def test_the_file_has_a_line_for_each_person_and_no_formula(place):
    study, rows = crowd(place, "interaction", 2, 2)
    survey = story.live_study(place.world, kind="survey", work=PAGES, asks=[])
    row = story.worked(story.started(place.world, survey))
    taking.keep_answers(row, {survey.work()[1].items[1].id: '=HYPERLINK("x")'}, NOW)
    fire(row, "submit", themselves(place.world.cleo), NOW + MINUTE)
    hands = place.as_(place.world.ada)
    _answer, lines = taken(hands, survey)
    assert lines[0][-4:] == ["How often?", "With what?", "How easy?", "Why?"]
    assert lines[1][0] == "cleo.marchetti"
    assert lines[1][-4:] == ["Often", "Boat; Bus", "7", "'=HYPERLINK(\"x\")"]
    _answer, lines = taken(hands, study)
    assert lines[0][6:] == ["Find it", "Find it: seconds", "How easy?", "Add it", "Add it: seconds"]
    assert lines[2][5:] == ["120", "Did it", "120", "5", "Did it", "120"]
    assert looked("file") == {(place.world.ada.id, one.id) for one in (*rows, row)}
    kept = Entry.select().where(Entry.event == "results_exported")
    assert [entry.details["number"] for entry in kept] == [1, 2]


def test_a_file_needs_a_fresh_sign_in(place):
    study, _rows = crowd(place, "survey", 1, 1)
    hands = place.as_(place.world.ada)
    SignIn.update(fresh_at=NOW - timedelta(days=2)).execute()
    answer, _lines = taken(hands, study)
    assert answer.status_code == 303
    assert "/sign-in/again" in answer.headers["Location"]
    assert looked("file") == set()


def test_a_conversation_leads_to_its_page_and_a_stranger_sees_nothing(place):
    talk = story.live_study(place.world)
    study, rows = crowd(place, "survey", 1, 1)
    assert place.as_(place.world.ada).open(f"/studies/{talk.code}/results").url == f"/studies/{talk.code}"
    stranger = place.as_(place.world.mallory)
    assert stranger.open(f"/studies/{study.code}/results").status == 404
    assert stranger.open(f"/participants/{rows[0].code}/tasks").status == 404
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    place.as_(place.world.bo).open(f"/studies/{study.code}/results").see("How often?")


def test_each_person_s_answers_stand_on_their_page(place):
    _study, rows = crowd(place, "interaction", 2, 1)
    hands = place.as_(place.world.ada).open(f"/participants/{rows[0].code}")
    hands.see("Did it in 1 min").see("How easy?").see("Add it")
    assert looked("answers") == {(place.world.ada.id, rows[0].id)}
    hands.open(f"/participants/{rows[1].code}").see("Not begun")


def many(study, number: int) -> None:
    """So many more people who sent it, straight into the tables."""
    item = [one for part in study.work() for one in part.items]
    people = [{"email": f"many{one}@mail.example", "code": f"many{one:06}", "created_at": NOW} for one in range(number)]
    for first in range(0, number, 500):
        Person.insert_many(people[first : first + 500]).execute()
    numbers = [one for (one,) in Person.select(Person.id).where(Person.email.startswith("many")).tuples()]
    rows = [
        {"study": study.id, "person": one, "state": "invited", "code": f"place{one:06}", "submitted_at": NOW,
         "created_at": NOW} for one in numbers
    ]  # fmt: skip
    for first in range(0, number, 500):
        Participant.insert_many(rows[first : first + 500]).execute()
    for state in ("qualified", "started", "submitted"):
        moved = Participant.update(state=state, version=Participant.version + 1)
        moved.where(Participant.code.startswith("place")).execute()
    places = [one for (one,) in Participant.select(Participant.id).where(Participant.study == study).tuples()]
    told = [
        {"participant": one, "item": asked.id, "value": story.answer_to(asked), "at": NOW}
        for one in places for asked in item
    ]  # fmt: skip
    for first in range(0, len(told), 1000):
        Reply.insert_many(told[first : first + 1000]).execute()


def test_five_thousand_people_stay_quick(place):
    study = story.live_study(place.world, kind="survey", work=PAGES, asks=[], places=1)
    many(study, 5000)
    hands = place.as_(place.world.ada)
    hands.open(f"/studies/{study.code}/results")
    begun = time.perf_counter()
    hands.open(f"/studies/{study.code}/results").see("5,000 answers").see("5,000Often100 %")
    assert time.perf_counter() - begun < 2
