"""The thread of a session on both its pages, and one message to everybody pending: forms without JavaScript."""

import pytest

from commands import messages
from models import Member, Message, Outgoing
from tests import world as story
from tests.journeys.hands import Page


@pytest.fixture
def talk(place):
    """A conversation ahead, between Ada and Cleo."""
    return story.booked(place.world)


def page(place, talk, person):
    """The session's page in this person's browser."""
    return place.as_(person).open(f"/sessions/{talk.code}")


def write(hands, text):
    """Type it and press Send."""
    return hands.send(hands.form(event="write"), event="write", message=text)


def post(hands, path, **data):
    """Post without a form that offers it."""
    token = dict(place_form(hands).fields)["form_token"]
    headers = {"Sec-Fetch-Site": "same-origin", **hands.headers}
    answer = hands.client.post(path, data={"form_token": token, **data}, headers=headers)
    hands.html = answer.get_data(as_text=True)
    return answer.status_code


def place_form(hands):
    """Any form of this browser with its token."""
    return hands.open("/sign-in/again").form(holds="form_token")


def test_both_sides_read_the_thread_each_in_their_own_hours_and_as_they_know_each_other(place, talk):
    people = place.world
    hands = write(page(place, talk, people.cleo), "The tram is late.\nTen minutes.")
    assert hands.status == 200
    hands.see("You").see("The tram is late.")
    place.clock.at = story.NOW + story.HOUR
    ada = page(place, talk, people.ada).see("cleo.marchetti").see("10:00 (Oslo)").see("New").see("Ten minutes.")
    assert people.cleo.name not in ada.html
    write(ada, "No hurry.").see("You")
    cleo = page(place, talk, people.cleo).see("Ada").see("10:00 (Lisbon)").see("No hurry.")
    assert "Ada Lind wrote" not in cleo.page.text
    bo = page(place, talk, people.bo)
    bo.see("Ada Lind Monday")


def test_the_timeline_tells_that_somebody_wrote_but_not_what(place, talk):
    people = place.world
    write(page(place, talk, people.cleo), "The tram is late.")
    place.clock.at = story.NOW + story.HOUR
    ada = page(place, talk, people.ada)
    timeline = ada.html[ada.html.index('class="timeline"') :]
    text = Page(timeline).text
    assert text.index("Booked") < text.index("cleo.marchetti wrote a message") < text.index("Letter to you: A message")
    assert "tram" not in timeline
    assert "You wrote a message" in page(place, talk, people.cleo).page.text


def test_nothing_is_422_and_too_much_too_and_everything_typed_is_kept(place, talk):
    hands = write(page(place, talk, place.world.cleo), "   ")
    assert hands.status == 422
    hands.see("Please write something first.")
    long = "long " * 401
    hands = write(hands, long)
    assert hands.status == 422
    hands.see("below 2000 characters")
    assert ("message", long) in hands.form(event="write").fields
    assert not Message.select().exists()
    assert hands.open(f"/sessions/{talk.code}/messages").status == 200


def test_a_second_click_sends_one_message(place, talk):
    hands = page(place, talk, place.world.cleo)
    form = hands.form(event="write")
    for _click in range(2):
        assert hands.send(form, event="write", message="Running late.").status == 200
    assert Message.select().count() == 1


def test_looking_marks_nothing_as_read_and_the_button_does_and_drops_the_letter(place, talk):
    write(page(place, talk, place.world.cleo), "Running late.")
    hands = page(place, talk, place.world.ada)
    assert Message.get().read_at is None
    hands.press("read")
    assert Message.get().read_at == story.NOW
    assert Outgoing.get(Outgoing.letter == "message").state == "dropped"
    assert not hands.offers("read")
    hands.see("Not sent: it was read here before")


def test_it_is_read_by_itself_where_whoever_holds_it_looks_and_by_the_button_for_a_colleague(place, talk):
    write(page(place, talk, place.world.cleo), "Running late.")
    assert "data-aside" in page(place, talk, place.world.ada).html
    colleague = page(place, talk, place.world.bo)
    assert "data-aside" not in colleague.html
    assert colleague.offers("read")


def test_with_htmx_the_button_is_replaced_and_the_message_arrives_in_the_fragment(place, talk):
    cleo = page(place, talk, place.world.cleo)
    cleo.headers["HX-Request"] = "true"
    write(cleo, "Running late.")
    assert cleo.html.lstrip().startswith(f'<div class="stack wide" id="session-{talk.code}">')
    cleo.see("Running late.")
    write(cleo, " ")
    assert cleo.status == 422
    assert "<html" not in cleo.html
    ada = page(place, talk, place.world.ada)
    ada.headers["HX-Request"] = "true"
    ada.send(ada.form(event="read"), event="read")
    assert ada.html.strip().startswith('<p class="small quiet" tabindex="-1" data-focus')


def test_who_writes_too_much_is_told_to_wait_and_keeps_what_they_typed(place, talk):
    for number in range(messages.PER_HOUR):
        messages.write(talk, story.themselves(place.world.cleo), f"{number}", story.NOW)
    hands = write(page(place, talk, place.world.cleo), "And another thing")
    assert hands.status == 429
    hands.see("a lot of messages in one hour")
    assert ("message", "And another thing") in hands.form(event="write").fields


def test_after_two_weeks_a_sentence_stands_in_place_of_the_form(place, talk):
    hands = page(place, talk, place.world.cleo)
    form = hands.form(event="write")
    place.clock.at = story.END + 15 * story.DAY
    late = page(place, talk, place.world.cleo).see("were possible until")
    assert not late.offers("write")
    form.fields = [(name, value) for name, value in form.fields if name != "form_token"]
    assert post(late, f"/sessions/{talk.code}/messages", message="Hello") == 409
    assert not Message.select().exists()


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_reads_and_is_told_why_it_can_not_write(place, talk, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    write(page(place, talk, place.world.cleo), "Running late.")
    hands = page(place, talk, place.world.bo).see("Running late.")
    assert not hands.offers("write")
    assert not hands.offers("read")
    for path in (
        f"/sessions/{talk.code}/messages",
        f"/sessions/{talk.code}/read",
        f"/studies/{talk.study.code}/message",
    ):
        assert post(hands, path, message="Hello") == 403
    assert hands.open(f"/studies/{talk.study.code}/message").status == 403
    assert Message.get().read_at is None


def test_mallory_and_the_operator_find_no_thread(place, talk):
    for person in (place.world.mallory, place.world.olga):
        hands = place.as_(person)
        for path in (f"/sessions/{talk.code}/messages", f"/sessions/{talk.code}/read"):
            assert post(hands, path, message="Hello") == 404
            assert hands.open(path).status == 404
        assert hands.open(f"/studies/{talk.study.code}/message").status == 404
        assert post(hands, f"/studies/{talk.study.code}/message", message="Hello") == 404
    assert place.as_(place.world.cleo).open(f"/studies/{talk.study.code}/message").status == 404
    assert not Message.select().exists()


def test_hostile_words_are_only_ever_text(place, talk):
    write(page(place, talk, place.world.cleo), "<script>alert(1)</script>{{ 7*7 }}")
    html = page(place, talk, place.world.ada).html
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def three(place):
    """Three conversations of one study, one of them canceled."""
    people = place.world
    others = [story.contributor(f"person.{number}") for number in (1, 2)]
    study = story.live_study(people, invitees=[people.cleo, *others], places=3)
    talks = [
        story.booked(people, study, person, story.START - number * 2 * story.HOUR)
        for number, person in enumerate([people.cleo, *others])
    ]
    story.fire(talks[1], "cancel", story.customer(people.ada), story.NOW, reason="other")
    return study, talks


def test_everybody_pending_is_written_to_after_a_look_and_the_canceled_one_is_not(place):
    study, talks = three(place)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/message")
    hands.see("This goes to 2 people").see("cleo.marchetti").see("person.2")
    assert "person.1" not in hands.page.text
    hands.send(hands.form(event="message_pending"), event="message_pending", message="")
    assert hands.status == 422
    hands.send(hands.form(event="message_pending"), button="look", message="The link is new.")
    hands.see("This is what they read").see("Nothing has been sent yet.")
    assert not Message.select().exists()
    form = hands.form(event="message_pending")
    for _click in range(2):
        hands.send(form, event="message_pending")
    assert hands.url == f"/studies/{study.code}"
    assert {message.session_id for message in Message.select()} == {talks[0].id, talks[2].id}
    assert Message.select().count() == 2
    page(place, talks[0], place.world.cleo).see("The link is new.")


def test_a_study_without_anybody_pending_says_so(place):
    study = story.live_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/message").see("Nobody is pending")
    assert post(hands, f"/studies/{study.code}/message", message="Hello") == 409


def test_a_long_thread_shows_the_last_fifty_and_leads_to_the_rest(place, talk):
    for number in range(messages.PER_HOUR * 2):
        who = story.themselves(place.world.cleo) if number % 2 else story.customer(place.world.ada)
        messages.write(talk, who, f"Word {number}.", story.NOW)
    hands = page(place, talk, place.world.ada)
    assert "Word 9." not in hands.page.text
    hands.see("Word 10.").see("Word 59.")
    hands.follow("Show the earlier ones too").see("Word 0.")
