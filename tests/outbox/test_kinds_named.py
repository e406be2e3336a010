"""A letter that asks somebody in names what it is: nobody is asked to talk who is asked to fill in a survey."""

import pytest

from commands.fire import fire
from tests.outbox.post import composed
from tests.world import NOW, customer, live_study, started, themselves

KINDS = {"survey": "A survey", "interaction": "Tasks on a page", "think_out_loud": "Tasks, thinking aloud"}


@pytest.mark.parametrize(("kind", "named"), KINDS.items())
def test_an_invitation_to_what_is_done_alone_asks_nobody_to_talk(people, kind, named):
    live_study(people, kind=kind, asks=[])
    letter = composed("invitation", people.cleo)
    assert letter.subject.startswith("An invitation to take part: ")
    assert named in letter.text
    assert "to talk" not in letter.subject
    assert "talk with" not in letter.text
    assert "amera" not in letter.text
    assert ("A microphone" in letter.text) == (kind == "think_out_loud")


def test_an_invitation_to_a_conversation_says_so(people):
    live_study(people)
    letter = composed("invitation", people.cleo)
    assert letter.subject.startswith("An invitation to talk: ")
    assert "A survey" not in letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_asked_again_into_what_is_done_alone_is_offered_no_time(people, kind):
    row = fire(started(people, live_study(people, kind=kind, asks=[])), "withdraw", themselves(people.cleo), NOW)
    fire(row, "readmit", customer(people.ada), NOW)
    letter = composed("readmitted", people.cleo)
    assert "would still like you to take part" in letter.subject
    assert "time" not in letter.text
