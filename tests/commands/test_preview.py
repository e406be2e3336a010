"""Look before you leap: a preview says what the command then does, keeps nothing and wakes nobody."""

import pytest

from commands import calling_off, participants, presence, recorder, sessions, studies
from commands.fire import fire
from commands.preview import preview
from lifecycle.attempt import Refused
from models import Entry, Outgoing, Study
from models.database import db
from tests.commands import facts
from tests.commands.dump import everything
from tests.world import (
    DAY,
    END,
    HOUR,
    NOW,
    START,
    again,
    booked,
    contributor,
    customer,
    draft_study,
    held,
    live_study,
    missed,
    operator,
    qualified,
    themselves,
)


def _booking(people):
    return sessions.book, (qualified(people), START, themselves(people.cleo), NOW), {}


def _late_cancel(people):
    return fire, (booked(people), "cancel", customer(people.ada), START - HOUR), {"reason": "editing_study"}


def _cancel_all(people):
    other = contributor("dario.conti")
    study = live_study(people, places=3, invitees=[people.cleo, other])
    booked(people, study)
    booked(people, study, other, START + DAY)
    return calling_off.call_off, (study, "editing_study", customer(people.ada), START - HOUR), {}


def _end_of_a_study(people):
    _command, (study, *_rest), _details = _cancel_all(people)
    return fire, (study, "cancel", customer(people.ada), START - HOUR), {"reason": "no_longer_needed"}


def _launch(people):
    return fire, (draft_study(people), "launch", customer(people.ada), NOW), {}


def _verdict(people):
    session = booked(people)
    presence.answer(session, "they_absent", customer(people.ada), END)
    return presence.answer, (session, "met", themselves(people.cleo), END), {}


def _completing(people):
    return participants.complete_all, ([held(people).participant], customer(people.ada), END + HOUR), {}


def _overturn(people):
    return fire, (missed(people), "overturn", operator(people.olga), END + HOUR), {"reason": "they_came"}


@pytest.mark.parametrize(
    "prepare", [_booking, _late_cancel, _cancel_all, _end_of_a_study, _launch, _verdict, _completing, _overturn]
)
def test_a_preview_says_what_the_command_then_does(people, prepare, monkeypatch):
    woken = []
    monkeypatch.setattr(recorder, "wakers", [lambda: woken.append(True)])
    command, values, details = prepare(people)
    woken.clear()
    before = everything()
    last_entry, last_letter = Entry.select().count(), Outgoing.select().count()

    foreseen = preview(command, *values, **details)
    assert everything() == before
    assert woken == []
    assert not db.in_transaction()
    studies.set_hours(people.bo, "Europe/Oslo", [])
    assert woken == [], "what was only looked at wakes nobody later either"

    command(*values, **details)
    done = Entry.select().order_by(Entry.id).offset(last_entry)
    sent = Outgoing.select().order_by(Outgoing.id).offset(last_letter)
    assert [(noun, event, source, target) for noun, _row, event, source, target in foreseen.moves] == [
        (entry.noun, entry.event, entry.source, entry.target) for entry in done
    ]
    assert foreseen.letters == [(row.letter, row.recipient, row.due_at) for row in sent]
    assert foreseen.moves
    assert foreseen.letters


def test_a_preview_of_a_late_cancel_names_the_money_and_the_units(people):
    session = booked(people)
    foreseen = preview(fire, session, "cancel", customer(people.ada), START - HOUR, reason="editing_study")
    assert foreseen.money == [("late_cancel", 1500, "EUR", people.cleo.id)]
    assert foreseen.units == [("give_back", 0, -30, 0)]
    assert foreseen.marks == []
    foreseen = preview(fire, session, "cancel", themselves(people.cleo), START - HOUR, reason="not_available")
    assert (foreseen.money, foreseen.units, foreseen.marks) == ([], [], [("late_cancel", people.cleo.id)])


def test_a_preview_refuses_as_the_command_would_and_leaves_nothing(people):
    session = booked(people)
    before = everything()
    with pytest.raises(Refused) as refused:
        preview(fire, session, "cancel", customer(people.ada), START, reason="other")
    assert refused.value.refusal.code == "before_start"
    assert everything() == before
    assert recorder.seen.get() is None


def test_a_preview_leaves_the_row_in_the_hand_as_it_was(people):
    session = booked(people)
    preview(fire, session, "cancel", customer(people.ada), NOW, reason="other")
    assert (session.state, session.version) == ("scheduled", 0)
    assert facts.of(session).session == "scheduled"


def test_two_previews_and_then_the_deed(people):
    study = draft_study(people)
    both = [preview(fire, study, "launch", customer(people.ada), NOW) for _number in range(2)]
    assert both[0].letters == both[1].letters
    assert fire(study, "launch", customer(people.ada), NOW).state == "live"
    assert again(Study.get()).launched_at == NOW
