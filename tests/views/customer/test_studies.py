"""A study from its title to its launch, by plain forms."""

import pytest

from models import Invitee, Member, Participant, Study
from tests import world as story
from tests.views.drafting import begun, filled, step

HOSTILE = '"><script>alert(1)</script>{{7*7}}' + "\u202e" + "ä" * 40


def test_a_study_is_written_and_launched(place):
    story.studies.set_hours(place.world.ada, "Europe/Oslo", story.WEEKDAYS)
    hands = begun(place)
    filled(hands).see("Saved.").follow("Edit")
    assert hands.url.endswith("/edit/review")
    assert hands.press("launch").status == 200
    study = Study.get(Study.title == "Buying a ferry ticket")
    assert study.state == "live"
    assert Participant.get(Participant.study == study).person == place.world.cleo


def test_what_is_missing_keeps_the_launch_away_and_says_so(place):
    hands = begun(place)
    filled(hands, usernames="").follow("Edit")
    assert hands.url.endswith("/edit/audience")
    hands.open(hands.url.replace("audience", "review")).see("Name at least one contributor by username.")
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
    changes = {"about": "Kept as it was.", "places": "7", field: value}
    filled(hands, **changes)
    assert hands.status == 422
    hands.see(sentence)
    kept = dict(hands.form(holds="edited").fields)
    assert kept[field] == value
    others = {"about": "Kept as it was.", "places": "7"}.items()
    assert all(kept[name] == was for name, was in others if name in kept and name != field)
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
        ("audience", "everybody"),
    ],
)
def test_what_no_list_offers_is_refused_at_its_field(place, field, value):
    hands = begun(place)
    before = Study.get().__data__[field]
    filled(hands, **{field: value})
    assert hands.status == 422
    assert f'id="f-{field}-error"' in hands.html
    assert Study.get().__data__[field] == before


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
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit/details")
    assert dict(hands.form(holds="reward").fields)["reward"] == shown
    for name in ("details", "audience", "times"):
        assert step(hands, name).status == 200
    after = story.again(study)
    assert after.__data__ == study.__data__ | {"edited": study.edited + 3}
    assert [one.person for one in after.invitees] == [place.world.cleo]


def test_hostile_text_is_only_ever_text(place):
    hands = begun(place, title=HOSTILE[:120])
    filled(hands, about=HOSTILE)
    hands.open(f"/studies/{Study.get().code}")
    assert "<script>alert" not in hands.html
    assert "{{7*7}}" in hands.html
    assert "49" not in hands.page.text.replace("{{7*7}}", "")


def test_two_clicks_make_one_draft(place):
    hands = place.as_(place.world.ada).open("/studies/new")
    form = hands.form(holds="title")
    first = hands.send(form, title="Once").url
    assert hands.send(form, title="Once").url == first
    assert Study.select().count() == 1


def test_editing_an_approved_study_sends_it_back_but_not_for_its_title(place):
    place.world.halden.asks_review = True
    place.world.halden.save()
    hands = begun(place)
    filled(hands)
    study = Study.get()
    story.fire(study, "request_review", story.customer(place.world.ada), story.NOW)
    story.fire(story.again(study), "approve", story.customer(place.world.bo), story.NOW)
    filled(hands, title="Only the title")
    assert story.again(study).state == "approved"
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
