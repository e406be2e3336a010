"""The main story, through forms without JavaScript, on both databases: launch, invitation, questions, time, letters,
conversation, Submitted, Completed, paid."""

import re
from datetime import timedelta
from types import SimpleNamespace

import icalendar
import pytest

from commands.sweep import sweep
from models import (
    Asking,
    Entry,
    LedgerLine,
    Letter,
    Outgoing,
    Participant,
    Payout,
    Person,
    Session,
    Study,
    Workspace,
    database,
)
from outbox.drain import drain
from outbox.secrets import sign_in_code
from tests import invariants
from tests import world as story
from tests.views import drafting
from tests.views.app import SECRET, app_at, hands_of


@pytest.fixture
def place(database_url, tmp_path):
    """The app, its clock, its people, and the letters as they are drained."""
    app, clock = app_at(database_url, story.NOW, tmp_path)
    yield SimpleNamespace(app=app, clock=clock, world=story.build(), settings=app.config["SETTINGS"])
    database.close()


def letters(place, person=None) -> list[Letter]:
    """What has been written by now, oldest first."""
    drain(place.settings, place.clock.now)
    found = Letter.select().join(Outgoing).order_by(Outgoing.id)
    return list(found.where(Outgoing.recipient == person.id) if person else found)


def launched(place, **changes) -> Study:
    """Ada writes a study, gives her hours, and launches it."""
    ada = hands_of(place.app, place.world.ada).open("/availability")
    ada.send(
        ada.form(holds="zone"),
        **{f"d{day}{side}0": hour for day in range(5) for side, hour in (("from", "09:00"), ("to", "17:00"))},
    )
    ada.open("/studies/new")
    ada.send(ada.form(holds="title"), title="Buying a ferry ticket")
    drafting.questions(ada, ("How often do you take a ferry?", "Every week", "Never")).see("Saved.")
    drafting.filled(ada, **changes).see("Saved.").follow("Edit")
    ada.press("launch").see("Live")
    return Study.get()


def screened(place, hands, study, answer="Every week", person=None):
    """A contributor (the only one, unless named) reads the invitation and answers."""
    known = Participant.person == person if person else True
    participant = Participant.get(Participant.study == study, known)
    hands.open(f"/participants/{participant.code}")
    hands.see("Buying a ferry ticket").see("60")
    if participant.state == "invited":
        hands.press("open_screener")
    hands.open(f"/participants/{participant.code}/questions")
    question = study.asked()[0]
    choice = next(one for one in question.choices if one.text == answer)
    hands.send(hands.form(holds="shown"), **{f"q{question.id}": str(choice.id)})
    return hands.send(hands.form(holds="camera"), camera="1")


def test_from_the_launch_to_the_payment(place):
    study = launched(place)
    (invitation,) = letters(place, place.world.cleo)
    assert "ferry ticket" in invitation.subject
    cleo = hands_of(place.app, place.world.cleo).open("/me")
    cleo.see("Buying a ferry ticket")
    screened(place, cleo, study)
    assert cleo.url.endswith("/times")
    times = cleo.form(holds="starts_at")
    cleo.send(times, event="book", starts_at=first_after(times, "2026-11-26"))
    session = Session.get()
    assert cleo.url == f"/sessions/{session.code}"
    cleo.see("Scheduled").see("Lisbon").see("Oslo")
    both_got_the_calendar_file(place, session)

    reminded(place, session)
    place.clock.at = session.starts_at - timedelta(minutes=5)
    cleo.open(f"/sessions/{session.code}/join")
    ada = hands_of(place.app, place.world.ada).open(f"/sessions/{session.code}/join")
    assert "https://meet.example/a" in ada.html
    assert "https://meet.example/a" in cleo.html

    place.clock.at = session.ends_at + timedelta(minutes=2)
    ada.open(f"/sessions/{session.code}/join")
    ada.send(ada.form(holds="says"), says="met")
    assert [story.again(session).state, Participant.get().state] == ["completed", "submitted"]
    assert letters(place, place.world.ada)[-1].subject
    ada.open(f"/participants/{session.participant.code}").press("complete").see("Completed")
    assert Payout.get().state == "due"
    assert ada.open("/payouts").press("pay_out_all").url == "/sign-in/again"
    ada = hands_of(place.app, place.world.ada).open("/payouts").press("pay_out_all").open("/payouts")
    ada.send(ada.form(holds="lines"), lines=f"{Payout.get().code}, Bank 1")
    ada.send(ada.form(holds="kept"), button="go")
    assert Payout.get().state == "paid"
    cleo.open("/money").see("Paid")
    got = [letter.outgoing.letter for letter in letters(place, place.world.cleo)]
    assert got == ["invitation", "booked", "reminder_day", "reminder_soon", "completed", "paid"]
    workspace = Workspace.get(Workspace.name == "Halden Ferries")
    assert (workspace.used, workspace.reserved, workspace.available) == (30, 30, 440)
    assert sum(line.amount for line in LedgerLine.select()) == 0
    assert invariants.broken() == []


def first_after(form, day: str) -> str:
    """The first offered time from that day on."""
    return next(value for value in form.choices["starts_at"] if value >= day and value != "none")


def both_got_the_calendar_file(place, session):
    """Each of the two has one entry, with the same UID and only themselves as attendee."""
    booked = [letter for letter in letters(place) if letter.method == "REQUEST"]
    assert {letter.address for letter in booked} == {place.world.ada.email, place.world.cleo.email}
    for letter in booked:
        (event,) = icalendar.Calendar.from_ical(letter.calendar).walk("VEVENT")
        assert event["UID"].startswith(session.uid)
        assert event["DTSTART"].dt == session.starts_at
        attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
        assert [str(one).lower() for one in attendees] == [f"mailto:{letter.address}"]


def reminded(place, session):
    """A day before and half an hour before, both hear of it."""
    before = len(letters(place))
    place.clock.at = session.starts_at - timedelta(hours=24)
    assert len(letters(place)) == before + 2
    place.clock.at = session.starts_at - timedelta(minutes=30)
    assert len(letters(place)) == before + 4


def test_who_does_not_fit_is_thanked_and_learns_nothing_about_passing(place):
    study = launched(place)
    cleo = hands_of(place.app, place.world.cleo)
    screened(place, cleo, study, answer="Never")
    assert Participant.get().state == "screened_out"
    assert "Never" not in cleo.page.text
    cleo.open(f"/participants/{Participant.get().code}/times")
    assert not Session.select().exists()
    assert "open_screener" not in cleo.html


def test_two_presses_of_the_same_time_are_one_conversation(place):
    study = launched(place)
    cleo = hands_of(place.app, place.world.cleo)
    screened(place, cleo, study)
    form = cleo.form(holds="starts_at")
    chosen = first_after(form, "2026-11-26")
    first = cleo.send(form, event="book", starts_at=chosen).url
    assert cleo.send(form, event="book", starts_at=chosen).url == first
    assert Session.select().count() == 1


def test_a_time_that_was_just_taken_is_refused_with_fresh_times(place):
    study = launched(place, usernames="cleo.marchetti\nmallory.grey")
    cleo, mallory = (hands_of(place.app, person) for person in (place.world.cleo, place.world.mallory))
    for hands, person in ((cleo, place.world.cleo), (mallory, place.world.mallory)):
        screened(place, hands, study, person=person)
    form, other = cleo.form(holds="starts_at"), mallory.form(holds="starts_at")
    chosen = first_after(form, "2026-11-26")
    cleo.send(form, event="book", starts_at=chosen)
    mallory.send(other, event="book", starts_at=chosen)
    assert mallory.status == 409
    mallory.see("just taken")
    assert chosen not in mallory.form(holds="starts_at").choices["starts_at"]
    assert Session.select().count() == 1


@pytest.mark.parametrize(
    "garbage",
    ["", "none-such", "2020-01-01T10:00:00Z", "9" * 30, "2026-11-26T09:07:00Z", "٢٠٢٦", "2026-11-26T03:00:00Z"],
)
def test_a_time_that_is_not_offered_books_nothing(place, garbage):
    study = launched(place)
    cleo = hands_of(place.app, place.world.cleo)
    screened(place, cleo, study)
    cleo.send(cleo.form(holds="starts_at"), event="book", starts_at=garbage)
    assert cleo.status in (409, 422)
    assert not Session.select().exists()


def test_nobody_comes_and_time_itself_ends_it(place):
    session = story.booked(place.world)
    place.clock.at = session.ends_at + timedelta(hours=24)
    sweep(place.clock.at)
    assert story.again(session).state == "canceled"
    assert Entry.get(Entry.noun == "session", Entry.event == "lapse").role == "clock"
    cleo = hands_of(place.app, place.world.cleo).open(f"/sessions/{session.code}")
    cleo.see("It lapsed, without a mark on anybody")


def test_a_guest_comes_by_the_link_and_books_without_an_account(place):
    study = launched(place, audience="invite")
    guest = hands_of(place.app).open(f"/i/{study.link}")
    form = guest.form(holds="email")
    ticks = {name: values[0] for name, values in form.choices.items() if name != "zone"}
    zone = {"zone": "Europe/Lisbon"} if "zone" in form.names() else {}
    guest.send(form, email="robin@mail.example", **ticks, **zone)
    assert guest.url.startswith("/sign-in/")
    assert not Participant.select().exists()
    guest.send(guest.form(holds="code"), code=sign_in_code(SECRET.encode(), Asking.get().code))
    assert guest.url == f"/i/{study.link}"
    assert not Participant.select().exists()
    guest.send(next(form for form in guest.page.forms if form.action.endswith(f"/i/{study.link}")))
    assert Participant.get().state == "screening"
    assert guest.url == f"/participants/{Participant.get().code}/questions"
    screened(place, guest, study)
    form = guest.form(holds="starts_at")
    guest.send(form, event="book", starts_at=first_after(form, "2026-11-26"))
    assert Session.get().contributor.guest
    elsewhere = hands_of(place.app).open(f"/i/{study.link}")
    elsewhere.send(elsewhere.form(holds="email"), email="robin@mail.example", **ticks, **zone)
    code = sign_in_code(SECRET.encode(), Asking.select().order_by(Asking.id.desc()).get().code)
    elsewhere.send(elsewhere.form(holds="code"), code=code)
    assert elsewhere.url == f"/sessions/{Session.get().code}"


def test_a_kept_time_is_nobody_else_s_until_it_is_let_go(place):
    study = launched(place, usernames="cleo.marchetti\nmallory.grey")
    cleo, mallory = (hands_of(place.app, person) for person in (place.world.cleo, place.world.mallory))
    for hands, person in ((cleo, place.world.cleo), (mallory, place.world.mallory)):
        screened(place, hands, study, person=person)
    form = cleo.form(holds="starts_at")
    chosen = first_after(form, "2026-11-26")
    kept = chosen_in_passing(cleo, form, chosen)
    assert kept.status_code == 200
    assert "Kept for you until 09:05, Lisbon time." in kept.text
    times = mallory.url
    assert chosen not in mallory.open(times).form(holds="starts_at").choices["starts_at"]
    place.clock.at += timedelta(minutes=5)
    form = mallory.open(times).form(holds="starts_at")
    mallory.send(form, event="book", starts_at=chosen)
    assert mallory.url == f"/sessions/{Session.get().code}"
    assert invariants.broken() == []


def chosen_in_passing(hands, form, starts_at: str):
    """What a browser with scripts asks as soon as a time is chosen."""
    headers = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    data = dict(form.fields) | {"starts_at": starts_at}
    (there,) = re.findall(r'hx-post="(\S+/hold[^"]*)"', hands.html)
    return hands.client.post(there, data=data, headers=headers)


def test_they_write_to_each_other_and_move_it(place):
    study = launched(place)
    cleo = hands_of(place.app, place.world.cleo)
    screened(place, cleo, study)
    form = cleo.form(holds="starts_at")
    talk = cleo.send(form, event="book", starts_at=first_after(form, "2026-11-26")).url
    letters(place)
    cleo.send(cleo.form(event="write"), event="write", message="Could we talk a day later?").see("a day later")
    place.clock.at += timedelta(minutes=10)
    assert [letter.outgoing.letter for letter in letters(place, place.world.ada)][-1] == "message"
    ada = hands_of(place.app, place.world.ada).open(talk).see("a day later").see("New")
    ada.send(ada.form(event="write"), event="write", message="With pleasure.")
    cleo.open("/me").see("1 message you have not read").open(talk).see("With pleasure.").press("move")
    form = cleo.form(holds="starts_at")
    later = first_after(form, "2026-11-27")
    cleo.send(form, button="look", starts_at=later).see("Nothing has happened yet")
    cleo.send(cleo.form(holds="starts_at"), event="move", starts_at=later).see("Friday 27 November")
    booked, moved = ([one for one in letters(place) if one.outgoing.letter == kind] for kind in ("booked", "moved"))
    assert {one.address for one in moved} == {place.world.ada.email, place.world.cleo.email}
    for letter in moved:
        (before,) = [entry(one) for one in booked if one.address == letter.address]
        after = entry(letter)
        assert (after["UID"], after["SEQUENCE"] > before["SEQUENCE"]) == (before["UID"], True)
        assert after["DTSTART"].dt > before["DTSTART"].dt
    assert invariants.broken() == []


def entry(letter: Letter):
    """The entry of a letter's calendar file."""
    (event,) = icalendar.Calendar.from_ical(letter.calendar).walk("VEVENT")
    return event


def test_the_way_out_of_the_invitations_stands_in_them_and_the_places_stay(place):
    launched(place)
    (invitation,) = letters(place, place.world.cleo)
    (way_out,) = set(re.findall(r"https?://\S+(/unsubscribe/\S+)", invitation.text))
    hands_of(place.app).open(way_out).press("unsubscribe").see("They still stand in Parlor")
    ada = hands_of(place.app, place.world.ada).open("/studies/new")
    ada.send(ada.form(holds="title"), title="Finding the quay")
    drafting.filled(ada).see("Saved.").follow("Edit")
    ada.press("launch").see("Live")
    assert letters(place, place.world.cleo) == [invitation]
    cleo = hands_of(place.app, place.world.cleo).open("/me").see("Finding the quay").open("/me/account")
    cleo.press("subscribe_again")
    assert not Person.get_by_id(place.world.cleo.id).unsubscribed_at
