"""What candidates answered goes after its days, with the person, and along with them."""

from datetime import timedelta

from commands import erasure, retention, takeout
from commands.fire import fire
from models import CandidateAnswer, Entry
from tests.commands import routed
from tests.world import NOW, customer, themselves

DAY = timedelta(days=1)


def test_who_did_not_fit_is_forgotten_after_thirty_days(people):
    made = routed.project(people)
    out = routed.finished(routed.candidate(made, people.cleo), choice=2)
    kept = routed.finished(routed.candidate(made, people.mallory))
    retention.run(NOW + 29 * DAY)
    assert out.answers.count() == 1
    retention.run(NOW + 31 * DAY)
    assert (out.answers.count(), kept.answers.count()) == (0, 1)


def test_a_project_that_is_over_keeps_answers_for_its_days_only(people):
    made = routed.project(people)
    row = routed.finished(routed.candidate(made, people.cleo))
    fire(row, "remove", customer(people.ada), NOW, reason="other", note="Answered at random.")
    fire(made, "close", customer(people.ada), NOW)
    retention.run(NOW + 729 * DAY)
    assert row.answers.count() == 1
    retention.run(NOW + 731 * DAY)
    assert not row.answers.exists()
    assert not Entry.get(Entry.event == "remove").notes.exists()


def test_the_answers_go_along_in_words_and_are_emptied_with_the_person(people):
    routed.finished(routed.candidate(routed.project(people), people.cleo))
    found = takeout.everything(people.cleo)
    assert [one["value"] for one in found["candidate_answers"]] == ["Every week"]
    assert found["candidacies"][0]["state"] == "incomplete"
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW)
    assert not CandidateAnswer.select().exists()
