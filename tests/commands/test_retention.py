"""Nothing is kept longer than said, and nothing goes before its time: a day before its end everything is there, a day
after it nothing."""

import pytest

from commands import addresses, messages, participants, reconciling, remarks, retention, signin, suspects, trail
from commands.fire import fire
from commands.once import once
from commands.sweep import sweep
from models import (
    Answer,
    Asking,
    Bucket,
    Entry,
    Letter,
    Look,
    Message,
    Note,
    Outgoing,
    Participant,
    Remark,
    SignIn,
    Suspect,
    UsedForm,
    Workspace,
)
from models.aged import suspects as every_suspect
from outbox.compose import compose
from outbox.drain import drain
from outbox.secrets import sign_in_code
from rules.retention import RETENTION
from tests import world
from tests.outbox.post import Clock, Settings
from tests.world import DAY, HOUR, NOW, customer, themselves

MOMENT = 2 * HOUR


def kept(event: str = "retention") -> dict:
    """What the team's log says about the last night: name -> how many."""
    entries = Entry.select().where(Entry.noun == "workspace", Entry.event == event, Entry.workspace.is_null(False))
    last = entries.order_by(Entry.id.desc()).first()
    return last.details if last else {}


def aged(people, name: str, count, since) -> None:
    """One day before its end it is all there, one day after it nothing is."""
    before = count()
    assert before
    limit = RETENTION[name].days * DAY
    retention.run(since + limit - DAY)
    assert count() == before
    retention.run(since + limit + DAY)
    assert count() == 0


@pytest.mark.promise("P44")
def test_the_words_of_letters_go_seven_days_after_they_left(people):
    world.booked(people)
    drain(Settings(), Clock(NOW + MOMENT))
    sent = Outgoing.select().where(Outgoing.state == "sent").count()
    aged(people, "letters", Letter.select().count, NOW + MOMENT)
    assert Outgoing.select().where(Outgoing.state == "sent").count() == sent
    assert kept() == {"letters": sent}


@pytest.mark.promise("P44")
def test_answers_of_who_did_not_fit_go_after_thirty_days(people):
    row = fire(world.invited(people), "open_screener", themselves(people.cleo), NOW)
    question = row.study.questions.get()
    participants.save_answer(row, question.id, question.choices[1].id, NOW)
    participants.agree_to_camera(row, NOW)
    assert participants.finish_screener(row, themselves(people.cleo), NOW).state == "screened_out"
    aged(people, "screened_out", Answer.select().count, NOW)
    assert kept() == {"answers": 1}


@pytest.mark.promise("P44")
def test_what_was_answered_and_written_goes_two_years_after_the_study(people):
    session = world.booked(people)
    ada = customer(people.ada)
    messages.write(session, themselves(people.cleo), "Where is the pier?", NOW + HOUR)
    remarks.write(session, ada, "Careful answers.", NOW + HOUR)
    fire(session, "cancel", ada, NOW + HOUR, reason="other", note="The ferry is in the dock.")
    Participant.update(slot_note="Evenings").where(Participant.person == people.cleo).execute()
    fire(session.study, "cancel", ada, NOW + MOMENT, reason="not_needed")
    drain(Settings(), Clock(NOW + 3 * HOUR))
    retention.run(NOW + 20 * DAY)

    def words() -> int:
        texts = Message.select().where(Message.text != "").count() + Remark.select().count() + Note.select().count()
        return texts + Answer.select().count() + Participant.select().where(Participant.slot_note != "").count()

    assert words() == 5
    aged(people, "answers", words, NOW + MOMENT)
    assert kept() == {"answers": 1, "messages": 1, "remarks": 1, "notes": 1, "wishes": 1}
    assert Message.select().count() == 1


@pytest.mark.promise("P44")
def test_a_study_that_goes_on_keeps_what_was_said_in_it(people):
    world.booked(people)
    retention.run(NOW + 800 * DAY)
    assert Answer.select().count() == 1


@pytest.mark.promise("P44")
def test_who_looked_goes_after_two_years(people):
    trail.looked(world.qualified(people), people.ada.id, "answers", NOW)
    aged(people, "looks", Look.select().count, NOW)


def test_what_could_not_be_trusted_goes_though_nobody_settled_it(people):
    study = world.live_study(people)
    suspects.keep(NOW, "unsigned", study=study, outside_id="pp_9exh736")
    aged(people, "suspects", Suspect.select().count, NOW)


def test_what_somebody_settles_at_that_very_moment_stays_as_settled(people):
    row = suspects.keep(NOW, "unsigned", study=world.live_study(people), outside_id="pp_9exh736")
    found = [number for number, *_rest in every_suspect()]
    reconciling.settle(row, "harmless", "It was us", customer(people.ada), NOW)
    retention.doubtful(found)
    assert Suspect.get().settled_at == NOW


def test_what_keeps_coming_is_kept_from_when_it_last_came(people):
    study = world.live_study(people)
    limit = RETENTION["suspects"].days * DAY
    suspects.keep(NOW, "unsigned", study=study, outside_id="pp_9exh736")
    suspects.keep(NOW + 10 * DAY, "unsigned", study=study, outside_id="pp_9exh736")
    retention.run(NOW + limit + DAY)
    assert Suspect.get().times == 2


@pytest.mark.promise("P44")
def test_a_team_may_ask_for_less_and_each_team_has_its_own_days(people):
    Workspace.update(retention={"letters": 2}).where(Workspace.id == people.halden.id).execute()
    world.booked(people)
    theirs = world.live_study(people, workspace=people.elsewhere, author=people.mallory, invitees=[people.cleo])
    drain(Settings(), Clock(NOW + MOMENT))
    retention.run(NOW + 3 * DAY)
    left = {one.outgoing.entry.workspace for one in Letter.select()}
    assert left == {theirs.workspace_id}


@pytest.mark.promise("P44")
def test_codes_forms_limits_and_ended_sign_ins_go_too(people):
    signin.ask(people.cleo.email, "browser", "192.0.2.7", NOW)
    once("a form", NOW, lambda: "there")
    row, _secret = signin.sign_in(people.cleo, NOW, "A browser")
    signin.end(row, NOW)
    drain(Settings(), Clock(NOW + HOUR / 60))
    assert Letter.select().count() == 1
    for days, tables in ((1, (Asking, Letter)), (7, (UsedForm, Bucket)), (90, (SignIn,))):
        retention.run(NOW + days * DAY - HOUR)
        assert all(table.select().count() for table in tables), tables
        retention.run(NOW + days * DAY + HOUR)
        assert not any(table.select().count() for table in tables), tables


@pytest.mark.promise("P44")
@pytest.mark.parametrize("kind", ["address_changed", "address_taken"])
def test_a_warning_about_an_address_waits_as_long_as_the_post_does_and_then_leaves(people, kind):
    secret, (browser, _secret) = Settings().secret, signin.sign_in(people.cleo, NOW)
    old, taken = people.cleo.email, people.mallory.email
    email = "cleo@new.example" if kind == "address_changed" else taken
    asking = addresses.ask(people.cleo, email, "browser", "192.0.2.7", NOW)
    if kind == "address_changed":
        addresses.confirm(asking, sign_in_code(secret, asking.code), "browser", secret, NOW, browser)
    retention.run(NOW + 3 * DAY)
    row = Outgoing.get(Outgoing.letter == kind)
    assert row.state == "waiting"
    assert compose(row, Settings()).address == (old if kind == "address_changed" else taken)
    drain(Settings(), Clock(NOW + 3 * DAY))
    assert Outgoing.get(Outgoing.letter == kind).state == "sent"
    retention.run(NOW + 4 * DAY)
    assert not Asking.select().exists()
    assert not Letter.select().exists()


def test_after_a_night_that_took_every_code_new_ones_are_asked_for_as_before(people):
    for days in (0, 2, 4):
        signin.ask(people.cleo.email, "browser", "192.0.2.7", NOW + days * DAY)
        addresses.ask(people.cleo, "cleo@new.example", "browser", "192.0.2.7", NOW + days * DAY)
        retention.run(NOW + (days + 1) * DAY + HOUR)
        assert not Asking.select().exists()
    subjects = [row.subject for row in Entry.select().where(Entry.noun == "signin").order_by(Entry.id)]
    assert len(set(subjects)) == 6


def test_the_night_comes_once(people):
    world.booked(people)
    drain(Settings(), Clock(NOW + MOMENT))
    sweep(NOW + MOMENT)
    night = (NOW + 9 * DAY).replace(hour=retention.NIGHT)
    assert retention.nightly(NOW + 9 * DAY)["letters"]
    assert not retention.nightly(night + HOUR)
    world.booked(people, world.live_study(people), starts_at=world.START + DAY)
    drain(Settings(), Clock(NOW + MOMENT))
    assert not retention.nightly(NOW + 9 * DAY + 6 * HOUR)
    assert not retention.nightly((NOW + 10 * DAY).replace(hour=1))
    assert retention.nightly((NOW + 10 * DAY).replace(hour=2))["letters"]
