"""Webhook addresses on their pages: added, tried, changed, turned off; their secret; the log of what they were told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from commands import endpoints, recruiting
from commands.fire import fire
from models import Endpoint, Entry, Outgoing, Project, Try, database
from outbox.machines import drain
from tests import world as story
from tests.commands import recruited
from tests.services.receiver import Receiver, listening
from tests.views.app import app_at
from tests.views.conftest import Place
from views import doctor

LATER = timedelta(minutes=11)
PAGE = "/settings/webhooks"


@pytest.fixture
def place(database_url, tmp_path):
    """The app at the real hour (the receiver's library reads the real clock), which may call this machine."""
    now = datetime.now(UTC).replace(microsecond=0)
    app, clock = app_at(database_url, now, tmp_path, PARLOR_TARGET_HOSTS="127.0.0.1, hooks.intern.example")
    yield Place(app, clock, story.build())
    database.close()


@pytest.fixture
def receiver():
    """A machine of the team."""
    with listening(Receiver()) as found:
        yield found


def row() -> Endpoint:
    """The address that there is."""
    return Endpoint.select().order_by(Endpoint.id.desc()).get()


def added(place, url, groups=("project", "candidate", "participant", "exclusion", "payout")) -> Endpoint:
    """An address of Halden's."""
    ada, hosts = story.customer(place.world.ada), place.app.config["SETTINGS"].target_hosts
    return endpoints.add(place.world.halden, url, list(groups), ada, place.clock.at, hosts)


def send(place):
    """What the second thread of the worker does."""
    return drain(place.app.config["SETTINGS"], place.clock.now)


def test_from_the_first_address_to_its_first_message(place, receiver):
    hands = place.as_(place.world.ada).open("/settings").follow("Webhooks").see("No machine hears of anything yet")
    hands.press("endpoint_added", url=f"{receiver.url}/hooks", events=["project", "payout"])
    hands.see("Added.").see("Nothing yet")
    assert (row().url, row().events) == (f"{receiver.url}/hooks", ["project", "payout"])
    receiver.secrets.append(row().secret)
    hands.press("endpoint_tried").see("The test message is on its way").see("endpoint.test").see("Waits")
    send(place)
    hands.open(f"{PAGE}/{row().code}").see("Arrived").see("Answered 200")
    assert [told["type"] for told in receiver.told()] == ["endpoint.test"]
    hands.open(PAGE).see(receiver.url).see("On")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [("http://hooks.example.org/x", "Only an https address"), ("https://127.0.0.2/x", "That is no public address"),
     ("https://localhost/x", "That is no public address"), ("https://2130706433/x", "That is no public address"),
     ("https://[::ffff:10.0.0.1]/x", "That is no public address"), ("127.0.0.2/x", "That is no public address"),
     ("", "Please type the whole address"), ("https://a b", "Please type the whole address"),
     ("ftp://hooks.example.org", "Please type the whole address"),
     ("https://ada:secret@hooks.example.org/", "Please type the whole address"),
     ("https://nobody.invalid/x", "No machine by this name can be found")],
)  # fmt: skip
def test_an_address_that_can_not_be_called_is_refused_with_the_sentence(place, url, sentence):
    hands = place.as_(place.world.ada).open(PAGE).press("endpoint_added", url=url, events=["payout"])
    assert hands.status == 422
    hands.see(sentence)
    assert ("url", url) in hands.form("endpoint_added").fields
    assert ("events", "payout") in hands.form("endpoint_added").fields
    assert not Endpoint.select().exists()


def test_at_least_one_kind_of_event_and_no_address_twice(place, receiver):
    hands = place.as_(place.world.ada).open(PAGE)
    hands.press("endpoint_added", url=receiver.url, events=[]).see("Choose at least one kind of event")
    hands.press("endpoint_added", url=receiver.url, events=["payout"])
    hands.open(PAGE).press("endpoint_added", url=receiver.url, events=["payout"]).see("on your list already")
    for number in range(9):
        added(place, f"{receiver.url}/{number}")
    hands.open(PAGE).press("endpoint_added", url=f"{receiver.url}/x", events=["payout"])
    assert hands.status == 409
    hands.see("Ten addresses are the most")


def test_changed_turned_off_and_on_and_removed(place, receiver):
    added(place, receiver.url)
    hands = place.as_(place.world.ada).open(f"{PAGE}/{row().code}")
    hands.press("endpoint_changed", url="http://10.0.0.1/", events=["payout"])
    assert hands.status == 422
    hands.see("Only an https address")
    hands.press("endpoint_changed", url=f"{receiver.url}/new", events=["payout"]).see("Saved")
    assert (row().url, row().events) == (f"{receiver.url}/new", ["payout"])
    stale = hands.form("endpoint_off")
    hands.press("endpoint_off").see("Turned off").press("endpoint_on").see("Turned on")
    endpoints.turn_off(row(), story.customer(place.world.ada), place.clock.at)
    hands.send(stale)
    assert hands.status == 409
    hands.see("This changed while your page was open")
    code = row().code
    hands.press("endpoint_removed").see("Removed.").see("No machine hears of anything yet")
    assert hands.open(f"{PAGE}/{code}").status == 404
    assert (row().secret, row().enabled) == ("", False)
    kept = [entry.event for entry in Entry.select().where(Entry.noun == "workspace").order_by(Entry.id)]
    assert kept == ["endpoint_added", "endpoint_changed", "endpoint_off", "endpoint_on", "endpoint_off",
                    "endpoint_removed"]  # fmt: skip


@pytest.mark.promise("P15")
def test_the_secret_is_shown_and_changed_only_after_a_fresh_sign_in(place, receiver):
    first = added(place, receiver.url).secret
    hands = place.as_(place.world.ada).open(f"{PAGE}/{row().code}")
    assert first not in hands.html
    hands.follow("Show the secret")
    assert first in hands.html
    assert "no-store" in hands.client.get(f"{PAGE}/{row().code}/secret").headers["Cache-Control"]
    place.clock.at += LATER
    hands.open(f"{PAGE}/{row().code}").follow("Show the secret").see("Sign in once more")
    assert first not in hands.html
    hands.open(f"{PAGE}/{row().code}").press("endpoint_secret").see("Sign in once more")
    assert row().secret == first


def test_a_new_secret_is_shown_and_made_once_however_often_it_is_pressed(place, receiver):
    first = added(place, receiver.url).secret
    hands = place.as_(place.world.ada).open(f"{PAGE}/{row().code}")
    form = hands.form("endpoint_secret")
    hands.press("endpoint_secret").see("Here is the new secret").see("the secret before it signs every message as well")
    second = row().secret
    assert second in hands.html
    assert row().old_secret == first != second
    hands.send(form)
    assert hands.status == 409
    assert row().secret == second
    written = Entry.get(Entry.event == "endpoint_secret")
    assert first not in str(written.details) + str(written.__data__)


def test_the_log_has_every_try_and_sends_again(place, receiver):
    recruited.here(place.world)
    added(place, f"{receiver.url}/hooks")
    receiver.secrets.append(row().secret)
    receiver.status, receiver.answer = 503, b"<script>alert(1)</script> later"
    fire(Project.get(), "pause", story.customer(place.world.ada), place.clock.at)
    send(place)
    hands = place.as_(place.world.ada).open(f"{PAGE}/{row().code}").see("project.pause").see("Answered 503")
    hands.see("Does not answer").see("No good answer since")
    hands.follow("project.pause").see("<script>alert(1)</script> later").see('"state": "paused"').see("Tried again")
    assert "<script>alert" not in hands.html
    assert not hands.offers("message_again")
    Outgoing.update(state="dead").where(Outgoing.channel == "webhook").execute()
    receiver.status = 200
    told = Outgoing.get(Outgoing.channel == "webhook")
    hands.open(f"{PAGE}/{row().code}/{told.id}").press("message_again").see("It is sent again").see("Waits")
    send(place)
    assert len(receiver.heard) == 1
    hands.open(f"{PAGE}/{row().code}/{told.id}").see("Arrived").see("Answered 503").see("Answered 200")
    number = re.search(r"msg_[0-9a-f]{24}", hands.html).group()
    assert receiver.ids() == [number]
    assert Try.select().count() == 2


def test_everything_since_a_day_is_sent_again(place, receiver):
    recruited.here(place.world)
    added(place, receiver.url)
    receiver.secrets.append(row().secret)
    for event, days in (("pause", 3), ("resume", 2), ("pause", 1)):
        fire(Project.get(), event, story.customer(place.world.ada), place.clock.at - timedelta(days=days))
    Outgoing.update(state="dead").where(Outgoing.channel == "webhook").execute()
    hands = place.as_(place.world.ada).open(f"{PAGE}/{row().code}")
    since = (place.clock.at - timedelta(days=2)).date().isoformat()
    hands.press("messages_again", since=since).see("on their way again")
    assert sorted(one.state for one in Outgoing.select().where(Outgoing.channel == "webhook")) == [
        "dead", "waiting", "waiting"
    ]  # fmt: skip
    hands.press("messages_again", since="nonsense")
    send(place)
    assert len(set(receiver.ids())) == 3
    assert not hands.open(f"{PAGE}/{row().code}").offers("messages_again")


def test_one_that_was_given_up_says_so(place, receiver):
    found = added(place, receiver.url)
    Endpoint.update(failing_since=place.clock.at - timedelta(days=5)).where(Endpoint.id == found.id).execute()
    endpoints.sweep(place.clock.at)
    hands = place.as_(place.world.ada).open(f"{PAGE}/{found.code}").see("it did not answer for five days")
    hands.press("endpoint_on").see("On")
    assert row().failing_since is None
    hands.open("/audit").see("did not answer for five days")


def test_the_log_goes_on_page_by_page(place, receiver):
    found = added(place, receiver.url)
    for _number in range(30):
        endpoints.test(found, story.customer(place.world.ada), place.clock.at)
    hands = place.as_(place.world.ada).open(f"{PAGE}/{found.code}")
    assert hands.html.count("endpoint.test") == 25
    hands.follow("Older")
    assert hands.html.count("endpoint.test") == 5


def test_ids_of_the_excluded_are_hidden_in_the_log(place, receiver):
    _study, candidate = recruited.here(place.world)
    added(place, receiver.url)
    receiver.secrets.append(row().secret)
    candidate = fire(candidate, "submit", story.By("tester"), place.clock.at)
    told = Outgoing.get(Outgoing.channel == "webhook")
    hands = place.as_(place.world.ada).open(f"{PAGE}/{row().code}/{told.id}").see(f"pp_{candidate.tail}")
    fire(candidate, "remove", story.customer(place.world.ada), place.clock.at, reason="other")
    hands.open(f"{PAGE}/{row().code}/{told.id}").see('"recruiter_id": null')
    assert candidate.tail not in hands.html
    send(place)
    assert {told["data"]["recruiter_id"] for told in receiver.told()} == {f"pp_{candidate.tail}"}


@pytest.mark.promise("P1")
def test_a_stranger_finds_nothing_and_a_colleague_is_told_why_not(place, receiver):
    found = added(place, receiver.url)
    told = endpoints.test(found, story.customer(place.world.ada), place.clock.at)
    assert place.as_(place.world.mallory).open(f"{PAGE}/{found.code}").status == 404
    assert place.as_(place.world.bo).open(f"{PAGE}/{found.code}").status == 403
    mine = endpoints.add(
        place.world.elsewhere, receiver.url, ["payout"], story.customer(place.world.mallory), place.clock.at,
        frozenset({"127.0.0.1"}),
    )  # fmt: skip
    assert place.as_(place.world.mallory).open(f"{PAGE}/{mine.code}/{told.id}").status == 404
    assert place.as_(place.world.mallory).open(f"{PAGE}/{mine.code}/{2**70}").status == 404
    assert place.as_(place.world.cleo).open(PAGE).status == 404


def test_everybody_who_is_asked_together_is_told_of(place, receiver):
    _study, _candidate = recruited.here(place.world)
    added(place, receiver.url, ("candidate",))
    receiver.secrets.append(row().secret)
    story.members(4, country="PT")
    offered = recruiting.offer_some(Project.get(), place.clock.at)
    send(place)
    told = receiver.told()
    assert len(told) == offered >= 4
    assert {one["type"] for one in told} == {"candidate.invite"}
    assert len({one["data"]["recruiter_id"] for one in told}) == offered
    assert Webhook(row().secret)


def test_the_doctor_names_hosts_that_are_allowed_and_counts_who_does_not_answer(place, receiver):
    settings, found = place.app.config["SETTINGS"], added(place, receiver.url)
    said = " ".join(str(one.text) for one in doctor.examine(settings, place.clock.at))
    assert "127.0.0.1, hooks.intern.example" in said
    assert "webhook address" not in said
    Endpoint.update(failing_since=place.clock.at - timedelta(days=2)).where(Endpoint.id == found.id).execute()
    bad = [str(one.text) for one in doctor.examine(settings, place.clock.at) if one.bad]
    assert any(words.startswith("1 webhook address of a team has not answered") for words in bad)
