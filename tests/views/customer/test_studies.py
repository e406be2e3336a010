"""A study from its title to its launch, by plain forms."""

import pytest

from models import Invitee, Member, Participant, Study
from tests import world as story

HOSTILE = '"><script>alert(1)</script>{{7*7}}' + "\u202e" + "ä" * 40


def begun(place, title="Buying a ferry ticket"):
    """Ada's browser on the form of a new draft."""
    hands = place.as_(place.world.ada).open("/studies/new")
    return hands.send(hands.form(holds="title"), title=title)


def filled(hands, **changes):
    """The form of the draft, filled in and saved."""
    typed = {
        "about": "How you find a crossing.",
        "length": "60",
        "reward": "60",
        "meeting_link": "https://meet.example/a",
        "audience": "specific",
        "usernames": "cleo.marchetti",
        "places": "2",
    }
    return hands.send(hands.form(holds="meeting_link"), **{**typed, **changes})


def test_a_study_is_written_and_launched(place):
    story.studies.set_hours(place.world.ada, "Europe/Oslo", story.WEEKDAYS)
    hands = begun(place)
    filled(hands).see("Saved.")
    assert hands.press("launch").status == 200
    study = Study.get(Study.title == "Buying a ferry ticket")
    assert study.state == "live"
    assert Participant.get(Participant.study == study).person == place.world.cleo


def test_what_is_missing_keeps_the_launch_away_and_says_so(place):
    hands = begun(place)
    filled(hands, usernames="").see("Name at least one contributor by username.")
    hands.press("launch")
    assert hands.status == 409
    assert Study.get().state == "draft"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("reward", "sixty", "Please type an amount"),
        ("reward", "12,5", "Please type an amount"),
        ("reward", "-5", "not negative"),
        ("reward", "1.234", "decimals"),
        ("reward", "9" * 40, "more than can be paid"),
        ("places", "0", "from 1 to 1000"),
        ("places", "٣", "from 1 to 1000"),
        ("meeting_link", "javascript:alert(1)", "begins with https://"),
        ("meeting_link", "http://meet.example/", "begins with https://"),
        ("title", "", "Please give it a title"),
        ("title", "x" * 121, "below 120"),
        ("about", "x" * 4001, "below 4000"),
        ("usernames", "nobody.at.all", "Nobody is called nobody.at.all"),
    ],
)
def test_what_can_not_be_used_is_said_at_the_field_and_everything_is_kept(place, field, value, sentence):
    hands = begun(place)
    changes = {"about": "Kept as it was.", field: value}
    filled(hands, **changes)
    assert hands.status == 422
    hands.see(sentence)
    kept = dict(hands.form(holds="meeting_link").fields)
    assert kept[field] == value
    assert field == "about" or kept["about"] == "Kept as it was."
    assert Study.get().reward == 6000 or field != "reward"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("length", "45"),
        ("length", ""),
        ("gap", "7"),
        ("step", "0"),
        ("horizon", "9999999"),
        ("minimum_notice", "-60"),
        ("audience", "network"),
    ],
)
def test_what_no_list_offers_is_refused_at_its_field(place, field, value):
    hands = begun(place)
    filled(hands, about="Kept as it was.", **{field: value})
    assert hands.status == 422
    assert f'id="f-{field}-error"' in hands.html
    assert dict(hands.form(holds="about").fields)["about"] == "Kept as it was."
    assert Study.get().about == ""


def test_an_amount_is_read_as_the_reader_writes_it(place):
    place.world.ada.language = "de"
    place.world.ada.save()
    hands = begun(place)
    filled(hands, reward="62,50")
    assert Study.get().reward == 6250


@pytest.mark.parametrize(("language", "shown"), [("en", "62.50"), ("de", "62,50")])
def test_a_form_that_is_saved_untouched_says_the_same_as_before(place, language, shown):
    place.world.ada.language = language
    place.world.ada.save()
    study = story.again(story.draft_study(place.world, reward=6250))
    asked = study.asked()
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit")
    assert dict(hands.form(holds="reward").fields)["reward"] == shown
    hands.send(hands.form(holds="meeting_link"))
    assert hands.status == 200
    assert story.again(study).__data__ == study.__data__
    assert [one.text for one in story.again(study).asked()] == [one.text for one in asked]


def test_hostile_text_is_only_ever_text(place):
    hands = begun(place, title=HOSTILE[:120])
    filled(hands, about=HOSTILE)
    hands.open(f"/studies/{Study.get().code}")
    assert "<script>alert" not in hands.html
    assert "{{7*7}}" in hands.html
    assert "49" not in hands.page.text.replace("{{7*7}}", "")


def test_the_screener_is_built_without_javascript(place):
    hands = begun(place)
    form = hands.form(holds="meeting_link")
    hands.send(form, button=None, title="Kept while the form changes")
    hands.open(f"/studies/{Study.get().code}/edit")
    press(hands, "question")
    assert hands.form(holds="q0").names() >= {"q0", "q0a0", "q0v0", "q0a1", "q0v1"}
    press(hands, "answer:0", q0="How often?", q0a0="Every week")
    assert dict(hands.form(holds="q0").fields)["q0"] == "How often?"
    filled(hands, q0="How often?", q0a0="Every week", q0a1="Never", q0a2="Sometimes", q0v2="may")
    (question,) = Study.get().asked()
    assert [(one.text, one.verdict) for one in question.choices] == [
        ("Every week", "accept"),
        ("Never", "reject"),
        ("Sometimes", "may"),
    ]


def press(hands, change, **typed):
    """One of the screener's buttons."""
    form = hands.form(holds="meeting_link")
    form.buttons[:] = [["change", change, None, ""]]
    return hands.send(form, button="change", **typed)


def test_a_question_that_nobody_could_pass_is_refused(place):
    hands = begun(place)
    press(hands, "question")
    filled(hands, q0="How often?", q0a0="Never", q0v0="reject", q0a1="Not once", q0v1="reject")
    assert hands.status == 422
    hands.see("Nobody could fit")


def test_two_clicks_make_one_draft(place):
    hands = place.as_(place.world.ada).open("/studies/new")
    form = hands.form(holds="title")
    first = hands.send(form, title="Once").url
    assert hands.send(form, title="Once").url == first
    assert Study.select().count() == 1


def test_a_launched_study_keeps_its_terms(place):
    study = story.live_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit")
    assert hands.status == 409
    hands.see("A study that was launched keeps its terms.")


def test_editing_an_approved_study_sends_it_back_but_not_for_its_title(place):
    place.world.halden.asks_review = True
    place.world.halden.save()
    hands = begun(place)
    filled(hands)
    study = Study.get()
    story.fire(study, "request_review", story.customer(place.world.ada), story.NOW)
    story.fire(story.again(study), "approve", story.customer(place.world.bo), story.NOW)
    hands.open(f"/studies/{study.code}/edit")
    filled(hands, title="Only the title")
    assert story.again(study).state == "approved"
    hands.open(f"/studies/{study.code}/edit")
    filled(hands, title="Only the title", reward="61")
    assert story.again(study).state == "draft"


def test_a_duplicate_asks_the_same_person_and_takes_no_times(place):
    session = story.missed(place.world)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}")
    hands.see("A no show can not be rescheduled.")
    hands.follow("Duplicate the study")
    hands.press("duplicate")
    copy = Study.select().order_by(Study.id.desc()).get()
    assert copy.state == "draft"
    assert Invitee.get(Invitee.study == copy).person == place.world.cleo
    assert [one.text for one in copy.asked()] == [one.text for one in session.study.asked()]


def test_a_viewer_sees_a_study_and_changes_nothing(place):
    study = story.live_study(place.world)
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    hands = place.as_(place.world.bo).open(f"/studies/{study.code}")
    hands.see("Your role in this workspace does not allow this.")
    assert hands.send(hands.form(event="pause")).status == 403
    assert place.as_(place.world.bo).open("/studies/new").status == 403
    assert story.again(study).state == "live"


@pytest.mark.parametrize("path", ["", "/edit", "/duplicate", "/cancel", "/pause"])
def test_a_stranger_finds_no_study_of_another_workspace(place, path):
    study = story.live_study(place.world)
    assert place.as_(place.world.mallory).open(f"/studies/{study.code}{path}").status == 404


def test_who_is_not_signed_in_is_asked_who_they_are(place):
    study = story.live_study(place.world)
    assert place.nobody().open(f"/studies/{study.code}").url == "/sign-in"
