"""Candidates: who passes is sent on at once, who does not is told kindly, and nobody beyond the number wanted."""

import pytest

from commands import candidates, participants
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Candidate, CandidateAnswer, Consent, Entry, Participant, Payout
from tests.commands import routed
from tests.commands.crowd import Job, crowd
from tests.world import NOW, again, booked, contributor, customer, invited, live_study, qualified, themselves


def test_who_passes_is_in_the_study_at_once(people):
    study = live_study(people, invitees=[people.mallory])
    row = routed.finished(routed.candidate(routed.project(people, study), people.cleo))
    assert (row.state, row.judgement, again(row).sent_at) == ("incomplete", "qualified", NOW)
    place = Participant.get(Participant.candidate == row)
    assert (place.study, place.person, place.source, place.recruiter) == (study, people.cleo, "recruiter", "here")
    moves = Entry.select().where(Entry.noun == "candidate", Entry.subject == row.id).order_by(Entry.seq)
    assert [(one.event, one.role) for one in moves] == [
        ("invite", "customer"), ("open_screener", "contributor"), ("qualify", "recruiter"), ("redirect", "contributor"),
    ]  # fmt: skip


def test_a_conversation_asks_for_the_camera_first_and_then_takes_them(people):
    study = live_study(people, invitees=[people.mallory])
    row = routed.finished(routed.candidate(routed.project(people, study), people.cleo))
    place = row.participants.get()
    assert place.state == "invited"
    assert Consent.select().where(Consent.participant == place, Consent.kind == "terms").count() == 1
    participants.agree_to_camera(place, NOW)
    assert fire(place, "qualify", themselves(people.cleo), NOW).state == "qualified"


def test_what_is_done_alone_is_open_to_them_at_once(people):
    study = live_study(people, invitees=[people.mallory], kind="survey")
    row = routed.finished(routed.candidate(routed.project(people, study), people.cleo))
    assert row.participants.get().state == "qualified"
    assert Entry.get(Entry.noun == "participant", Entry.event == "qualify").role == "recruiter"


def test_who_does_not_pass_is_screened_out_and_goes_nowhere(people):
    row = routed.finished(routed.candidate(routed.project(people, live_study(people)), people.mallory), choice=2)
    assert row.state == "screened_out"
    assert not row.participants.exists()


def test_one_attempt_and_no_more(people):
    row = routed.finished(routed.candidate(routed.project(people), people.cleo), choice=2)
    for attempt in (
        lambda: candidates.save_answers(row, routed.chosen(row.project), NOW),
        lambda: candidates.finish_screener(row, themselves(people.cleo), NOW),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.refusal.code == "answered_already"


def test_nothing_is_judged_while_an_answer_is_missing_or_foreign(people):
    row = candidates.open_screener(
        routed.candidate(routed.project(people), people.cleo), themselves(people.cleo), NOW
    )
    with pytest.raises(Invalid):
        candidates.finish_screener(row, themselves(people.cleo), NOW)
    other = routed.project(people, title="Another").asked()[0]
    for values in ({other.id: other.choices[0].id}, {row.project.asked()[0].id: other.choices[0].id}):
        with pytest.raises(Invalid):
            candidates.save_answers(row, values, NOW)
    assert again(row).state == "screening"
    assert not CandidateAnswer.select().exists()


def test_an_answer_can_be_taken_back_before_the_end(people):
    row = routed.answering(routed.candidate(routed.project(people), people.cleo))
    candidates.save_answers(row, dict.fromkeys(routed.chosen(row.project)), NOW)
    assert not row.answers.exists()


def test_nobody_beyond_the_number_wanted(people):
    made = routed.project(people, wanted=1)
    first, second = (routed.candidate(made, one) for one in (people.cleo, people.mallory))
    assert routed.finished(first).state == "incomplete"
    assert routed.finished(second).state == "over_quota"
    fire(first, "leave", themselves(people.cleo), NOW)
    third = routed.candidate(made, contributor("third.one"))
    assert routed.finished(third).state == "incomplete"


def test_only_so_many_with_the_same_answer(people):
    asks = (("How often?", (("Every week", "accept", 1), ("Now and then", "may"))),)
    made = routed.project(people, asks=asks)
    rows = [routed.candidate(made, contributor(f"one.{number}")) for number in range(3)]
    assert [routed.finished(row, choice).state for row, choice in zip(rows, (0, 0, 1), strict=True)] == [
        "incomplete", "over_quota", "incomplete",
    ]  # fmt: skip


def test_a_paused_project_keeps_the_answers_and_a_closed_one_is_full(people):
    made = routed.project(people)
    row = routed.answering(routed.candidate(made, people.cleo))
    fire(made, "pause", customer(people.ada), NOW)
    with pytest.raises(Refused) as refused:
        candidates.finish_screener(row, themselves(people.cleo), NOW)
    assert refused.value.refusal.code == "project_paused"
    assert again(row).state == "screening"
    assert row.answers.count() == 1
    fire(made, "close", customer(people.ada), NOW)
    assert candidates.finish_screener(row, themselves(people.cleo), NOW).state == "over_quota"


def test_a_paused_study_keeps_them_qualified_until_it_goes_on(people):
    study = live_study(people, invitees=[people.mallory])
    row = routed.answering(routed.candidate(routed.project(people, study), people.cleo))
    fire(study, "pause", customer(people.ada), NOW)
    row = candidates.finish_screener(row, themselves(people.cleo), NOW)
    assert row.state == "qualified"
    assert not row.participants.exists()
    with pytest.raises(Refused):
        candidates.go_on(row, themselves(people.cleo), NOW)
    fire(study, "resume", customer(people.ada), NOW)
    assert candidates.go_on(row, themselves(people.cleo), NOW).state == "incomplete"
    assert row.participants.get().recruiter == "here"


def test_a_study_that_is_over_or_full_takes_nobody(people):
    over, full = live_study(people), live_study(people, places=1)
    made = [routed.project(people, study, title=study.code) for study in (over, full)]
    fire(over, "cancel", customer(people.ada), NOW, reason="other")
    booked(people, full)
    for one in made:
        row = routed.candidate(one, people.mallory)
        assert routed.finished(row).state == "over_quota"
        assert not row.participants.exists()


def test_who_waited_too_long_hears_it_from_the_study(people):
    study = live_study(people, invitees=[people.mallory])
    row = routed.answering(routed.candidate(routed.project(people, study), people.cleo))
    fire(study, "pause", customer(people.ada), NOW)
    row = candidates.finish_screener(row, themselves(people.cleo), NOW)
    fire(study, "cancel", customer(people.ada), NOW, reason="other")
    assert candidates.go_on(row, themselves(people.cleo), NOW).state == "over_quota"
    assert Entry.select().order_by(Entry.id.desc()).get().role == "tester"


def test_a_second_click_changes_nothing(people):
    row = routed.finished(routed.candidate(routed.project(people, live_study(people)), people.mallory))
    entries = Entry.select().count()
    for _click in range(2):
        assert candidates.go_on(row, themselves(people.mallory), NOW).state == "incomplete"
    assert (Entry.select().count(), row.participants.count()) == (entries, 1)


def test_an_untouched_invitation_to_the_study_becomes_theirs(people):
    study = live_study(people)
    row = routed.finished(routed.candidate(routed.project(people, study), people.cleo))
    assert row.state == "incomplete"
    place = invited(people, study)
    assert (place.candidate, place.recruiter, place.source) == (row, "here", "specific")
    assert Entry.select().where(Entry.event == "came_by_recruiter").count() == 1


def test_who_takes_part_already_is_not_drawn_in_a_second_time(people):
    study = live_study(people)
    place = qualified(people, study)
    row = routed.finished(routed.candidate(routed.project(people, study), people.cleo))
    assert row.state == "over_quota"
    assert (again(place).candidate, again(place).recruiter) == (None, "")


def test_a_teams_own_person_is_not_shown_under_two_names(people):
    study = live_study(people, invitees=[people.mallory])
    made = routed.project(people, study, criteria={"pool": "own"})
    row = routed.finished(routed.candidate(made, people.cleo))
    assert row.participants.get().source == "own"
    known = routed.finished(routed.candidate(made, people.mallory))
    assert (known.state, invited(people, study, people.mallory).candidate) == ("over_quota", None)


def test_who_leaves_parlor_is_sent_nowhere(people):
    row = routed.answering(routed.candidate(routed.project(people, live_study(people)), people.mallory))
    type(people.mallory).update(erasure_asked_at=NOW).where(type(people.mallory).id == people.mallory.id).execute()
    with pytest.raises(Refused) as refused:
        candidates.finish_screener(row, themselves(people.mallory), NOW)
    assert (refused.value.refusal.code, again(row).state) == ("leaving", "screening")


def test_older_words_are_not_agreed_to(people):
    row = routed.candidate(routed.project(people), people.cleo)
    with pytest.raises(Invalid):
        candidates.open_screener(row, themselves(people.cleo), NOW, terms="1999-01-01")
    assert again(row).state == "invited"


def test_the_incentive_is_the_projects_and_is_owed_once(people):
    study = live_study(people, invitees=[people.mallory], kind="survey", asks=[])
    row = routed.finished(routed.candidate(routed.project(people, study), people.cleo))
    place = fire(row.participants.get(), "start", themselves(people.cleo), NOW)
    place = fire(place, "submit", themselves(people.cleo), NOW)
    assert (again(row).state, again(row).submitted_at) == ("submitted", NOW)
    participants.complete(place, customer(people.ada), NOW)
    assert [(one.amount, one.candidate) for one in Payout.select()] == [(4500, row)]


def test_six_at_once_for_the_last_place(people, database_url):
    study = live_study(people, invitees=[people.mallory], kind="survey")
    made = routed.project(people, study, wanted=1)
    rows = [routed.answering(routed.candidate(made, contributor(f"one.{number}"))) for number in range(6)]
    with crowd(database_url, len(rows)) as everybody:
        outcomes = everybody.do([Job("pass_on", (row.id,)) for row in rows])
    assert {one.code for one in outcomes} == {"done"}
    states = sorted(row.state for row in Candidate.select())
    assert states == ["incomplete", *["over_quota"] * 5]
    assert Participant.select().where(Participant.recruiter == "here").count() == 1
