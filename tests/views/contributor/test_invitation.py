"""The public page of a study, a contributor's home, and their place in a study."""

import pytest

from commands import participants
from commands.fire import fire
from models import Asking, Member, Participant, Person
from tests import world as story


def linked(place, **changes):
    """A live study that people come to by a link."""
    return story.live_study(place.world, audience="invite", **changes)


def test_looking_at_a_link_changes_nothing_and_says_what_it_is_about(place):
    study = linked(place, about="How you find a crossing.")
    hands = place.nobody().open(f"/i/{study.link}")
    assert hands.status == 200
    hands.see(study.title).see("How you find a crossing.").see("60 minutes").see("€60.00").see("Ada Lind")
    place.as_(place.world.cleo).open(f"/i/{study.link}").see("See if it suits you")
    assert not Participant.select().exists()
    assert not Asking.select().exists()


def test_a_guest_gets_a_letter_and_only_then_has_a_place(place):
    study = linked(place)
    hands = place.nobody().open(f"/i/{study.link}")
    hands.send(hands.form(holds="email"), email="Robin@Mail.example", terms="1", zone="Asia/Kathmandu")
    asking = Asking.get()
    assert hands.url == f"/sign-in/{asking.code}"
    assert asking.next_page == f"/i/{study.link}"
    person = Person.get(Person.email == "robin@mail.example")
    assert (person.guest, person.zone) == (True, "Asia/Kathmandu")
    assert not Participant.select().exists()


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc"])
def test_a_zone_that_is_none_is_not_kept(place, zone):
    study = linked(place)
    hands = place.nobody().open(f"/i/{study.link}")
    hands.send(hands.form(holds="email"), email="robin@mail.example", terms="1", zone=zone)
    assert Person.get(Person.email == "robin@mail.example").zone == "UTC"


def test_without_an_address_or_the_terms_nothing_is_sent_and_what_was_typed_stays(place):
    study = linked(place)
    hands = place.nobody().open(f"/i/{study.link}")
    hands.send(hands.form(holds="email"), email="robin@mail.example")
    assert hands.status == 422
    assert 'value="robin@mail.example"' in hands.html
    hands.see("Please say that you agree")
    hands.send(hands.form(holds="email"), email="robin", terms="1")
    assert hands.status == 422
    hands.see("Please type your e-mail address")
    assert ("terms", "1") in hands.form(holds="email").fields
    assert not Asking.select().exists()


def test_an_old_link_leads_to_the_place_that_is_there(place):
    study = linked(place)
    hands = place.as_(place.world.cleo).open(f"/i/{study.link}")
    form = hands.form(event="arrive")
    row_page = hands.send(form, event="arrive").url
    assert hands.send(form, event="arrive").url == row_page
    assert Participant.select().count() == 1
    assert row_page.endswith("/questions")
    assert hands.open(f"/i/{study.link}").url == row_page


def test_the_link_leads_to_the_conversation_that_was_booked_by_it(place):
    study = linked(place)
    participants.arrive(study, place.world.cleo, story.themselves(place.world.cleo), story.NOW)
    session = story.booked(place.world, study)
    hands = place.as_(place.world.cleo).open(f"/i/{study.link}")
    assert (hands.url, hands.status) == (f"/sessions/{session.code}", 200)


@pytest.mark.parametrize(
    ("event", "words"), [("pause", "paused at the moment"), ("close", "is over"), ("cancel", "called off")]
)
def test_a_study_that_takes_nobody_says_so_and_gives_nobody_a_place(place, event, words):
    study = linked(place)
    hands = place.as_(place.world.cleo).open(f"/i/{study.link}")
    form = hands.form(event="arrive")
    details = {"reason": "other"} if event == "cancel" else {}
    fire(study, event, story.customer(place.world.ada), story.NOW, **details)
    assert hands.open(f"/i/{study.link}").status == 200
    hands.see(words)
    assert not hands.offers("arrive")
    assert hands.send(form, event="arrive").status == 409
    assert not Participant.select().exists()


def test_a_link_that_is_nobodys_says_what_to_do(place):
    hands = place.nobody().open("/i/none-such")
    assert hands.status == 404
    hands.see("This link leads nowhere")


def test_the_team_that_asks_sees_its_page_and_can_not_take_part(place):
    study = linked(place)
    hands = place.as_(place.world.ada).open(f"/i/{study.link}")
    hands.see("This is how others see it")
    assert not hands.offers("arrive")


def test_home_shows_first_what_comes_first(place):
    story.live_study(place.world)
    hands = place.as_(place.world.cleo).open("/me")
    hands.see("An invitation").see("€60.00 for 60 minutes")
    row = story.qualified(place.world, Participant.get().study)
    hands.open("/me").see("It suits you")
    assert any(href.endswith(f"/participants/{row.code}/times") for href, _event, _text in hands.page.links)
    session = story.sessions.book(row, story.START, story.themselves(place.world.cleo), story.NOW)
    hands.open("/me").see("Talk with Ada Lind").see("In 3 days")
    place.clock.at = story.START - 5 * story.MINUTE
    hands.open("/me").see("In 5 minutes").follow("Join the conversation")
    assert hands.url == f"/sessions/{session.code}/join"
    place.clock.at = story.END + story.HOUR
    hands.open("/me").see("How did it go?")


def test_home_puts_a_request_for_a_new_time_first(place):
    session = story.booked(place.world)
    fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    place.as_(place.world.cleo).open("/me").see("You are asked for another time")


def test_home_teaches_who_has_nothing_yet_and_tells_what_is_owed(place):
    place.as_(place.world.mallory).open("/me").see("Nothing here yet").see("Nothing is owed to you")
    story.completed(place.world)
    place.clock.at = story.END + story.DAY
    place.as_(place.world.cleo).open("/me").see("€60.00 is owed to you")


def test_the_invitation_says_what_one_should_know_before_saying_yes(place):
    row = story.invited(place.world)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    hands.see("Camera and microphone").see("please do not agree").see("What is kept")
    hands.see("can cost you the payment and your membership").see("please cancel").see("When the money comes")
    assert hands.offers("open_screener")
    assert hands.offers("withdraw")
    hands.press("withdraw").see("You did not go on")
    assert story.again(row).state == "withdrawn"


def test_a_paused_study_refuses_with_a_sentence_and_shows_the_page(place):
    row = story.invited(place.world)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    form = hands.form(event="open_screener")
    fire(row.study, "pause", story.customer(place.world.ada), story.NOW)
    hands.send(form, event="open_screener")
    assert hands.status == 409
    hands.see("The study is paused at the moment.")


@pytest.mark.parametrize("page", ["", "/questions", "/times"])
def test_a_stranger_finds_nothing(place, page):
    row = story.qualified(place.world)
    assert place.as_(place.world.mallory).open(f"/participants/{row.code}{page}").status == 404


def test_who_is_not_signed_in_is_asked_who_they_are(place):
    row = story.qualified(place.world)
    assert place.nobody().open(f"/participants/{row.code}/times").url == "/sign-in"


def test_the_name_of_the_contributor_is_nowhere_on_the_customers_pages(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada)
    for page in (
        f"/sessions/{session.code}",
        f"/sessions/{session.code}/join",
        f"/participants/{session.participant.code}",
    ):
        assert "Cleo" not in hands.open(page).html
        hands.see("cleo.marchetti")


def moved(world, event: str, **details):
    """Cleo's place after this move from the invitation."""
    actor = story.customer(world.ada) if event == "exclude" else story.themselves(world.cleo)
    return fire(story.invited(world), event, actor, story.NOW, **details)


WAYS = {
    "screening": lambda world: moved(world, "open_screener"),
    "withdrawn": lambda world: moved(world, "withdraw"),
    "excluded": lambda world: moved(world, "exclude", reason="other"),
    "qualified": story.qualified,
    "booked": lambda world: story.booked(world).participant,
    "submitted": lambda world: story.held(world).participant,
    "no_show": lambda world: story.missed(world).participant,
    "completed": story.completed,
}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("screening", "You are in the middle of it"),
        ("withdrawn", "You did not go on"),
        ("excluded", "Your part in this study has ended"),
        ("qualified", "Choose a time"),
        ("booked", "To your conversation"),
        ("submitted", "Now it is their turn"),
        ("no_show", "No conversation was held"),
        ("completed", "To your money"),
    ],
)
def test_every_point_of_the_way_says_what_comes_next(place, state, words):
    row = story.again(WAYS[state](place.world))
    assert row.state == state
    place.clock.at = story.END + story.DAY
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    assert hands.status == 200
    hands.see(words)


def test_a_member_who_takes_part_elsewhere_is_a_contributor_there(place):
    assert Member.get(Member.person == place.world.mallory).workspace == place.world.elsewhere
    study = linked(place)
    row = participants.arrive(study, place.world.mallory, story.themselves(place.world.mallory), story.NOW)
    place.as_(place.world.mallory).open(f"/participants/{row.code}").see("You are invited to a conversation about")
