"""A contributor's home: what is next, what waits, what is unread, and what is over, some at a time."""

from commands import messages, presence, reports, studies
from commands.fire import fire
from commands.sweep import sweep
from models import Choice, Participant, Report, Session
from models.database import db
from tests import world as story
from views.contributor import home


def at_home(place, person=None):
    """Somebody's home, Cleo's where nobody is named."""
    return place.as_(person or place.world.cleo).open("/me")


def over(place, number: int) -> list[Participant]:
    """So many studies that Cleo said no to."""
    rows = []
    for one in range(number):
        row = story.invited(place.world, story.live_study(place.world, title=f"Study {one:02}"))
        rows.append(fire(row, "withdraw", story.themselves(place.world.cleo), story.NOW))
    return rows


def test_who_has_nothing_is_taught_what_will_stand_there(place):
    hands = at_home(place, place.world.mallory).see("Nothing here yet").see("Once you have chosen a time")
    hands.follow("Your past studies").see("Nothing is over yet")
    assert hands.url == "/me/history"


def test_a_request_for_a_new_time_stands_alone_and_says_that_the_place_stays(place):
    session = story.booked(place.world)
    fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    hands = at_home(place).see("They ask for another time").see("Your place stays yours").see("26 November")
    hands.follow(session.study.title)
    assert hands.url in (f"/sessions/{session.code}", f"/sessions/{session.code}/rebook")


def test_unread_messages_lead_to_their_thread(place):
    session = story.booked(place.world)
    assert "New messages" not in at_home(place).page.text
    messages.write(session, story.customer(place.world.ada), "Please bring your ticket.", story.NOW)
    hands = at_home(place).see("New messages").see("1 message you have not read, Halden Ferries")
    assert any(href == f"/sessions/{session.code}#messages" for href, _event, _text in hands.page.links)
    assert "New messages" not in at_home(place, place.world.mallory).page.text


def test_the_waiting_list_says_since_when(place):
    row = story.qualified(place.world)
    studies.set_hours(place.world.ada, place.world.ada.zone, [])
    fire(row, "wait", story.themselves(place.world.cleo), story.NOW)
    at_home(place).see("Waiting list").see("since 23 November 2026").see("You have to do nothing for that.")


def test_the_conversation_is_with_who_holds_it(place):
    session = story.booked(place.world)
    at_home(place).see("Conversations ahead").see("Thursday 26 November, Ada Lind")
    fire(session, "hand_over", story.customer(place.world.ada), story.NOW, host=place.world.bo.id)
    assert story.again(session).host == place.world.bo
    at_home(place).see("Thursday 26 November, Bo Aas")


def test_what_is_over_comes_some_at_a_time_newest_first(place, monkeypatch):
    monkeypatch.setattr(home, "PAGE", 2)
    over(place, 3)
    assert "Study 02" not in at_home(place).page.text
    hands = place.as_(place.world.cleo).open("/me/history").see("Study 02").see("Study 01")
    assert "Study 00" not in hands.page.text
    hands.follow("Older").see("Study 00")
    assert "Study 01" not in hands.page.text
    hands.follow("Newer").see("Study 02")
    assert "Study" not in place.as_(place.world.mallory).open("/me/history").page.text.replace("Studies", "")


def test_what_is_over_names_its_conversation(place):
    story.completed(place.world)
    place.clock.at = story.END + story.DAY
    hands = place.as_(place.world.cleo).open("/me/history").follow("The conversation of")
    assert hands.url == f"/sessions/{Session.get().code}"


def test_a_number_that_is_none_is_the_first_page(place):
    over(place, 1)
    for before in ("x", "-1", "9" * 40, "²"):
        hands = place.as_(place.world.cleo).open(f"/me/history?before={before}")
        assert hands.status == 200
        hands.see("Study 00")


def test_home_asks_the_same_few_questions_however_much_there_is(place, monkeypatch):
    story.booked(place.world)
    hands, asked = at_home(place), []
    plain = type(db.obj).execute_sql
    monkeypatch.setattr(type(db.obj), "execute_sql", lambda *given: (asked.append(given[1]), plain(*given))[1])
    hands.open("/me")
    few = len(asked)
    for days in (1, 4, 5):
        study = story.live_study(place.world, title=f"More {days}")
        story.booked(place.world, study, starts_at=story.START + days * story.DAY)
    story.live_study(place.world, title="Asked")
    asked.clear()
    hands.open("/me").see("More 5").see("Asked")
    assert len(asked) == few


def test_everybody_who_holds_a_conversation_together_is_named(place):
    story.booked(place.world, story.shared_study(place.world, "all"))
    hands = at_home(place).see("Talk with Ada Lind and Bo Aas")
    assert hands.page.text.count("Ada Lind and Bo Aas") == 2
    place.clock.at = story.START
    at_home(place).see("Talk with Ada Lind and Bo Aas")


def disputed(place, session):
    """Ada says that Cleo did not come, and Cleo that they talked."""
    at = place.clock.at = story.END + story.MINUTE
    presence.answer(session, "met", story.themselves(place.world.cleo), at)
    presence.answer(session, "they_absent", story.customer(place.world.ada), at)
    return story.again(session)


def test_an_open_dispute_stands_among_their_things_until_it_is_decided(place):
    session = disputed(place, story.booked(place.world))
    report = Report.get()
    hands = at_home(place).see("You remember it differently").see("You and Halden Ferries see it differently.")
    hands.see("Somebody who belongs to neither side decides.")
    links = {event: href for href, event, _text in hands.page.links if event}
    assert links["reply"] == f"/reports/{report.code}/reply"
    assert f"/sessions/{session.code}#dispute" in [href for href, _event, _text in hands.page.links]
    assert "Nothing here yet" not in hands.page.text
    hands.follow("Tell your side").see("What happened, as you saw it?")
    reports.reply(report, story.themselves(place.world.cleo), "We talked for an hour.", place.clock.at)
    hands = at_home(place).see("Your side is told. A letter tells you what is decided.")
    assert "Tell your side" not in hands.page.text
    fire(story.again(report), "uphold", story.operator(place.world.olga), place.clock.at, note="Nobody was there.")
    assert "see it differently" not in at_home(place).page.text


def test_a_dispute_is_not_among_somebody_elses_things_nor_among_the_conversations_ahead(place):
    study = story.live_study(place.world, title="Another one")
    disputed(place, story.booked(place.world))
    story.booked(place.world, study, starts_at=story.START + 4 * story.DAY, at=place.clock.at)
    hands = at_home(place)
    assert hands.page.text.count("You and Halden Ferries see it differently") == 1
    ahead = hands.html.partition('id="talks"')[2].partition("</section>")[0]
    assert "Another one" in ahead
    assert ahead.count("<li>") == 1
    assert "see it differently" not in at_home(place, place.world.mallory).page.text


def kept_for_another(place, **changes):
    """Cleo fits a study whose one free place is kept for Dario, who waited for it; Cleo's place."""
    people = story.contributor("dario.conti", "Asia/Tokyo"), story.contributor("elif.kaya")
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo, *people], **changes)
    talk = story.booked(place.world, study, people[1])
    story.queue(place.world, study, [people[0]])
    row = story.qualified(place.world, study)
    at = story.NOW + 2 * story.HOUR
    fire(talk, "cancel", story.themselves(people[1]), at, reason="other")
    sweep(at)
    place.clock.at = at
    assert story.again(study).open_places == 1
    return row


def test_a_place_that_is_kept_for_somebody_else_is_none_on_the_home_either(place):
    row = kept_for_another(place)
    place.as_(place.world.cleo).open(f"/participants/{row.code}").see("All places are taken at the moment")
    hands = at_home(place).see("All places are taken at the moment. You can wait for one.")
    assert not hands.offers("book")
    dario = Participant.get(Participant.state == "qualified", Participant.person != place.world.cleo)
    at_home(place, dario.person).see("A place is free for you").see("Kept for you until")


def test_a_place_under_a_limit_that_is_reached_is_none_on_the_home_either(place):
    other = story.contributor("elif.kaya")
    study = story.live_study(place.world, places=3, invitees=[place.world.cleo, other])
    story.booked(place.world, study, other)
    row = story.qualified(place.world, study)
    at_home(place).see("It suits you").see("Choose a time")
    first = study.questions[0].choices.where(Choice.verdict != "reject").order_by(Choice.position).first()
    Choice.update(quota=1).where(Choice.id == first.id).execute()
    place.as_(place.world.cleo).open(f"/participants/{row.code}").see("All places are taken at the moment")
    at_home(place).see("All places are taken at the moment. You can wait for one.")


def test_what_can_be_chosen_comes_before_a_place_that_is_kept_for_somebody_else(place):
    kept_for_another(place, title="Full for now")
    story.qualified(place.world, story.live_study(place.world, title="Open still"), at=place.clock.at)
    hands = at_home(place)
    assert "Open still" in hands.html.partition('class="next"')[2].partition("</section>")[0]


def test_money_on_hold_is_told_apart_from_what_is_owed(place):
    row = story.completed(place.world)
    place.clock.at = story.END + 2 * story.HOUR
    hands = at_home(place).see("€60.00 is owed to you.")
    assert "on hold" not in hands.page.text
    reports.report_contributor(row, "other", story.customer(place.world.ada), place.clock.at)
    hands = at_home(place).see("€60.00 is on hold.")
    assert "is owed to you." not in hands.page.text
    assert "Nothing is owed to you" not in hands.page.text
    hands.follow("See your money")
    assert hands.url == "/money"
