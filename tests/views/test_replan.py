"""The customer reschedules: the hours first, then the same person, one proposed time, or somebody else."""

import pytest

from commands import replan
from commands.fire import fire
from commands.sweep import sweep
from models import Claim, Entry, Outgoing, Participant, Session, Study
from models.openings import Availability
from tests import world as story
from tests.views.markup import elements
from tests.world import members

FRIDAY = "2026-11-27T13:00:00Z"
FRIDAY_AT = story.START + story.DAY
HOURS = {"day": "2026-11-28", "from0": "9", "to0": "11:00"}


def at_form(place, person=None, **changes):
    """A booked conversation, and Ada at the form."""
    session = story.booked(place.world, **changes)
    return session, place.as_(person or place.world.ada).open(f"/sessions/{session.code}/reschedule")


def asked(place, **details):
    """A booked conversation for which Ada has asked Cleo for another time."""
    session = story.booked(place.world)
    return fire(session, "reschedule", story.customer(place.world.ada), story.NOW, **details)


def press(hands, event="reschedule", button=None, **given):
    """Press that button of the form."""
    return hands.send(hands.form(event="reschedule"), button=button, event=None if button else event, **given)


def letters(after: int) -> set:
    """What was written since."""
    found = Outgoing.select().where(Outgoing.id > after, Outgoing.state != "dropped")
    return {(row.letter, row.recipient) for row in found}


def written() -> int:
    """How many letters there are so far."""
    return Outgoing.select().count()


def test_the_form_shows_the_times_and_what_follows_from_each_way(place):
    _session, hands = at_form(place)
    hands.see("times can be chosen").see("The same contributor can not be guaranteed.")
    hands.see("is not asked back").see("Add hours on a day").see("offered, not kept")
    hands.see("Their place is kept meanwhile").see("The place is open again")
    assert "percent" not in hands.page.text


def test_the_same_contributor_is_asked_and_the_place_kept(place):
    session, hands = at_form(place)
    before = written()
    press(hands, how="same", note="The ship is late.")
    assert hands.url == f"/sessions/{session.code}"
    row = story.again(session)
    assert (row.state, row.proposed_at, story.again(row.study).taken) == ("rescheduling", None, 1)
    ada, cleo = place.world.ada.id, place.world.cleo.id
    assert letters(before) == {("pick_new_time", cleo), ("old_time_canceled", ada), ("pick_reminder", cleo)}
    assert not Claim.select().exists()


def test_a_new_contributor_ends_it_for_the_first_and_asks_everybody_else(place):
    session = story.booked(place.world)
    Study.update(audience="network").execute()
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    hands.see("Everybody of the network who fits and was not asked yet is asked now")
    before = written()
    press(hands, how="new")
    row, study = story.again(session), Study.get()
    assert (row.state, row.participant.state) == ("canceled", "withdrawn")
    assert (study.offering, study.taken, study.places) == (0, 0, 2)
    assert letters(before) == {("canceled", place.world.ada.id), ("canceled", place.world.cleo.id)}
    entry = Entry.get(Entry.noun == "session", Entry.event == "cancel")
    assert entry.details["reason"] == "someone_else"


def test_outside_the_network_nobody_is_asked_by_itself(place):
    session, hands = at_form(place)
    hands.see("Nobody else is asked by itself")
    press(hands, how="new")
    assert story.again(session).state == "canceled"
    assert Study.get().offering is None


def test_while_the_study_is_paused_the_form_does_not_say_that_somebody_is_asked(place):
    session = story.booked(place.world)
    Study.update(audience="network").execute()
    story.fire(story.again(session.study), "pause", story.customer(place.world.ada), story.NOW)
    members(12)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    hands.see("Nobody is asked, and nobody can take a time, until you resume.")
    assert "is asked now" not in hands.page.text
    press(hands, button="look", how="new")
    assert "would be asked" not in hands.page.text


def test_each_way_is_tried_by_its_own_command_and_taken_back(place):
    session, hands = at_form(place)
    press(hands, button="look", how="same", note="Kept.", proposed=FRIDAY)
    hands.see("Nothing has happened yet").see("Waiting for a new time").see("Kept.")
    hands.see("They would read first: Friday 27 November, 14:00 (Oslo)")
    assert ("proposed", FRIDAY) in hands.form(event="reschedule").fields
    press(hands, button="look", how="new")
    hands.see("Canceled").see("Nothing has happened yet")
    assert ("how", "new") in hands.form(event="reschedule").fields
    assert story.again(session).version == session.version


@pytest.mark.parametrize(
    ("number", "said"),
    [(12, "About 10 more people fit and would be asked."), (0, "Nobody else fits by now, or fewer than five do.")],
)
def test_a_look_for_a_new_contributor_says_roughly_how_many_would_be_asked(place, number, said):
    session = story.booked(place.world)
    Study.update(audience="network").execute()
    members(number)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    press(hands, button="look", how="new").see(said)


def test_that_the_old_time_is_open_to_others_is_said_before(place):
    _session, hands = at_form(place)
    hands.see("Once you reschedule, others can book the old time.")


def test_hours_added_in_the_form_are_there_at_once_and_what_was_typed_stays(place):
    session, hands = at_form(place)
    press(hands, "add_hours", how="new", note="Kept.", **HOURS)
    assert hands.status == 200
    hands.see("The hours are kept. 3 more times can be chosen.").see("Kept.")
    form = hands.form(event="reschedule")
    assert {("how", "new"), ("day", "")} <= set(form.fields)
    assert session.version == story.again(session).version
    assert "2026-11-28T08:00:00Z" in form.choices["proposed"]


def test_hours_added_to_a_day_leave_those_that_it_has(place):
    _session, hands = at_form(place)
    press(hands, "add_hours", day="2026-11-27", from0="16:30", to0="19:00")
    press(hands, "add_hours", day="2026-11-27", from0="20:00", to0="21:00")
    kept = Availability.get(Availability.host == place.world.ada).exceptions
    assert kept == {"2026-11-27": [[540, 1140], [1200, 1260]]}


def test_a_night_that_runs_into_the_day_stays(place):
    session = story.booked(place.world)
    Availability.update(windows=[[3, 1320, 1560], [4, 540, 600]]).execute()
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    press(hands, "add_hours", day="2026-11-27", from0="12:00", to0="13:00")
    assert Availability.get().exceptions == {"2026-11-27": [[0, 120], [540, 600], [720, 780]]}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"day": "", "from0": "9", "to0": "10"}, "Please choose a day"),
        ({"day": "2026-11-20", "from0": "9", "to0": "10"}, "This day is over."),
        ({"day": "2099-11-20", "from0": "9", "to0": "10"}, "Three years ahead are the most."),
        ({"day": "2026-11-28", "from0": "", "to0": ""}, "Please type hours like 09:00 and 17:30."),
        ({"day": "2026-11-28", "from0": "nine", "to0": "10"}, "Please type hours like 09:00 and 17:30."),
    ],
)
def test_hours_that_can_not_be_read_are_asked_again(place, given, words):
    _session, hands = at_form(place)
    press(hands, "add_hours", how="new", note="Kept.", **given)
    assert hands.status == 422
    hands.see(words).see("Kept.")
    assert ("from0", given["from0"]) in hands.form(event="reschedule").fields
    assert Availability.get(Availability.host == place.world.ada).exceptions == {}


def test_where_several_hold_it_each_ones_hours_are_there_to_change(place):
    study = story.shared_study(place.world)
    session = story.booked(place.world, study)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    hands.see("All hours of Ada Lind").see("All hours of Bo")
    bo = place.world.bo
    assert bo.code in hands.form(event="reschedule").choices["host"]
    press(hands, "add_hours", host=bo.code, **HOURS)
    hands.see("The hours are kept. 3 more times can be chosen.")
    assert list(Availability.get(Availability.host == bo).exceptions) == ["2026-11-28"]
    theirs = place.as_(bo).open(f"/sessions/{session.code}/reschedule")
    assert ("host", bo.code) in theirs.form(event="reschedule").fields


def test_only_their_own_and_an_administrator_change_hours(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.bo).open(f"/sessions/{session.code}/reschedule")
    hands.see("Only they themselves and an administrator")
    form = hands.form(event="reschedule")
    form.fields += [*HOURS.items(), ("add", "1")]
    assert hands.send(form, event="reschedule", how="same").status == 403
    assert Availability.get().exceptions == {}


def test_without_another_time_the_same_person_is_refused_and_another_is_not(place):
    session = story.booked(place.world)
    Availability.update(windows=[]).execute()
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}")
    hands.see("Update your availability first.").follow("Add hours, or talk with somebody else")
    hands.see("No time can be chosen.").see("Update your availability first.")
    form = hands.form(event="reschedule")
    assert "how" not in dict(form.fields)  # nobody is canceled on by a button that says something else
    assert hands.send(form, event="reschedule").status == 422
    hands.send(form, event="reschedule", how="same")
    assert hands.status == 409
    assert story.again(session).state == "scheduled"
    press(hands, "add_hours", how="same", **HOURS)
    press(hands, how="same")
    assert story.again(session).state == "rescheduling"


def test_enter_looks_and_adds_hours_only_where_some_were_typed(place):
    session, hands = at_form(place)
    [first, *_others] = elements(hands.html, "button", type="submit", name="enter")
    assert hands.html.index('name="enter"') < hands.html.index('name="add"')
    assert first.attrs["tabindex"] == "-1"
    press(hands, button="enter", how="new").see("Nothing has happened yet").see("Canceled")
    press(hands, button="enter", how="new", **HOURS).see("The hours are kept. 3 more times can be chosen.")
    press(hands, button="enter", how="new", day="2026-11-28")
    assert hands.status == 422
    assert story.again(session).version == session.version


def test_the_list_of_times_to_propose_says_how_many_it_leaves_out(place, monkeypatch):
    session = story.booked(place.world)
    path, there = f"/sessions/{session.code}/reschedule", len(session.offered_starts(story.NOW))
    monkeypatch.setattr("views.customer.replan.CHOOSABLE", there)
    assert "not in this list" not in place.as_(place.world.ada).open(path).page.text
    monkeypatch.setattr("views.customer.replan.CHOOSABLE", there - 3)
    place.as_(place.world.ada).open(path).see("The last 3 times are not in this list")


def test_what_is_chosen_has_to_be_one_of_the_ways(place):
    session, hands = at_form(place)
    for wrong in ("", "x"):
        press(hands, how=wrong, note="Kept.")
        assert hands.status == 422
        hands.see("Please choose with whom you want to talk.").see("Kept.")
    assert story.again(session).state == "scheduled"


@pytest.mark.parametrize(
    ("source", "audience", "wrong", "said"),
    [
        ("network", "network", "own", "This person came from the contributor network, not by your link"),
        ("specific", "specific", "own", "This person came from the contributor network, not by your link"),
        ("recruiter", "specific", "own", "This person came by a recruiter, not by your link"),
        ("invite", "invite", "same", "This person came by your link: choose your own network."),
        ("own", "network", "same", "This person is one of your own people: choose your own network."),
    ],
)
def test_three_ways_stand_there_and_the_one_for_others_says_why_it_is_not_theirs(place, source, audience, wrong, said):
    session = story.booked(place.world)
    Study.update(audience=audience).execute()
    Participant.update(source=source).execute()
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    hands.see("The same contributor").see("A new contributor").see("The same person, of your own network").see(said)
    ways = [(one.attrs["value"], "disabled" in one.attrs) for one in elements(hands.html, "input", name="how")]
    assert ways == [("same" if wrong == "own" else "own", False), ("new", False), (wrong, True)]
    press(hands, how=wrong, note="Kept.")
    assert hands.status == 422
    hands.see(said).see("Kept.")
    assert said in elements(hands.html, id="f-how-error")[0].text
    assert story.again(session).state == "scheduled"


def test_a_note_that_is_too_long_and_a_time_that_is_none_are_asked_again(place):
    session, hands = at_form(place)
    press(hands, how="same", note="x" * 2001, proposed="never")
    assert hands.status == 422
    hands.see("Please choose one of the times.").see("Please keep it below 2000 characters.")
    assert story.again(session).state == "scheduled"


def test_a_late_request_says_what_each_way_owes(place):
    session = story.booked(place.world)
    place.clock.at = story.START - story.HOUR
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    hands.see("If no new time is found, the contributor is owed 25 percent")
    hands.see("The contributor is owed 25 percent")


def test_their_own_network_reads_that_they_are_no_longer_available(place):
    session = story.booked(place.world)
    Study.update(audience="invite").execute()
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    hands.see("of your own network").see("no longer available at this time").see("reach out to more people")
    press(hands, how="own")
    hands.see("You have to reach out to more people then.")
    assert story.again(session).state == "rescheduling"


def test_one_time_is_proposed_and_taken_with_one_press(place):
    session, hands = at_form(place)
    press(hands, how="same", proposed=FRIDAY)
    assert story.again(session).proposed_at == FRIDAY_AT
    hands.see("You proposed Friday 27 November").see("Proposed: Friday 27 November, 14:00 (Oslo)")
    assert not Claim.select().exists()
    theirs = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    theirs.see("They propose Friday 27 November").see("not kept")
    theirs.open(f"/sessions/{session.code}/rebook").see("They propose Friday 27 November")
    theirs.open(f"/sessions/{session.code}").press("rebook")
    row = story.again(session)
    assert (row.state, row.starts_at, row.proposed_at) == ("scheduled", FRIDAY_AT, None)


def test_a_proposed_time_that_is_gone_is_said_so_and_the_others_are_there(place):
    session = asked(place, proposed=FRIDAY_AT)
    other = story.live_study(place.world, invitees=[place.world.mallory])
    story.booked(place.world, other, person=place.world.mallory, starts_at=FRIDAY_AT)
    theirs = place.as_(place.world.cleo).open(f"/sessions/{session.code}/rebook")
    theirs.see("This time is gone by now; the others are still yours to choose from.")
    assert FRIDAY not in theirs.form(holds="starts_at").choices["starts_at"]
    place.as_(place.world.ada).open(f"/sessions/{session.code}").see("which is gone by now")


def test_a_proposed_time_that_was_just_taken_is_refused_with_everything_kept(place):
    session, hands = at_form(place)
    other = story.live_study(place.world, invitees=[place.world.mallory])
    story.booked(place.world, other, person=place.world.mallory, starts_at=FRIDAY_AT)
    press(hands, how="same", proposed=FRIDAY, note="Kept.")
    assert hands.status == 409
    hands.see("That time was just taken.").see("Kept.")
    assert story.again(session).state == "scheduled"


def test_while_they_are_asked_the_proposal_is_changed_and_taken_back(place):
    session = asked(place)
    before = written()
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}").follow("Propose one time")
    hands.see("No letter goes out for it")
    button = elements(hands.html, "button", name="propose")[0]
    # What stands in "also" is seen only under the choice that is taken.
    assert "also" not in [one.attrs.get("class") for one in button.inside]
    press(hands, button="propose", proposed=FRIDAY).see("You proposed Friday 27 November")
    assert story.again(session).proposed_at == FRIDAY_AT
    place.as_(place.world.cleo).open(f"/sessions/{session.code}").see("They propose Friday 27 November")
    hands.follow("Propose another time")
    assert ("proposed", FRIDAY) in hands.form(event="reschedule").fields
    press(hands, button="propose", proposed="")
    row = story.again(session)
    assert (row.proposed_at, row.state, written()) == (None, "rescheduling", before)
    kept = Entry.select().where(Entry.noun == "workspace").order_by(Entry.id)
    events = [entry.event for entry in kept if "propos" in entry.event]
    assert events == ["time_proposed", "proposal_taken_back"]


def test_another_proposal_and_taking_it_back_are_tried_by_the_real_command_first(place):
    session = asked(place)
    entries = Entry.select().count()
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    press(hands, button="propose_look", proposed=FRIDAY).see("Nothing has happened yet")
    hands.see("They would read first: Friday 27 November, 14:00 (Oslo)").see("No letter would go out.")
    assert ("proposed", FRIDAY) in hands.form(event="reschedule").fields
    assert (story.again(session).proposed_at, Entry.select().count()) == (None, entries)
    press(hands, button="propose_look", proposed="").see("Nothing would change: it is so already.")
    press(hands, button="propose", proposed=FRIDAY)
    hands.open(f"/sessions/{session.code}/reschedule")
    press(hands, button="propose_look", proposed="").see("They would read no proposed time any more")
    assert story.again(session).proposed_at == FRIDAY_AT
    press(hands, button="propose_look", proposed="2026-11-28T03:00:00Z")
    assert hands.status == 409
    assert press(hands, button="propose_look", proposed="never").status == 422


def test_the_story_of_a_conversation_tells_what_was_proposed_and_taken_back(place):
    session, ada = asked(place), story.customer(place.world.ada)
    study = story.live_study(place.world, invitees=[place.world.mallory])
    another = fire(story.booked(place.world, study, person=place.world.mallory), "reschedule", ada, story.NOW)
    replan.propose(session, FRIDAY_AT, ada, story.NOW + story.MINUTE)
    replan.propose(session, None, ada, story.NOW + 2 * story.MINUTE)
    place.clock.at = story.NOW + story.HOUR
    path = f"/sessions/{session.code}"
    mine = place.as_(place.world.ada).open(path).see("One time was proposed").see("The proposed time was taken back")
    mine.see("Proposed: Friday 27 November, 14:00 (Oslo)")
    text = mine.page.text
    assert text.index("Asked for another time") < text.index("One time was proposed") < text.index("was taken back")
    place.as_(place.world.cleo).open(path).see("Proposed: Friday 27 November, 13:00 (Lisbon)")
    other = place.as_(place.world.ada).open(f"/sessions/{another.code}").page.text
    assert "One time was proposed" not in other


def test_a_proposal_that_can_not_be_is_refused_at_its_field_or_by_how_it_stands(place):
    session = asked(place)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    press(hands, button="propose", proposed="never")
    assert hands.status == 422
    hands.see("Please choose one of the times.")
    press(hands, button="propose", proposed="2026-11-28T03:00:00Z", note="Kept.")
    assert hands.status == 409
    hands.see("That time was just taken.").see("Kept.")
    form = hands.form(event="reschedule")
    fire(session, "rebook", story.themselves(place.world.cleo), story.NOW, starts_at=FRIDAY_AT)
    assert hands.send(form, button="propose", proposed=FRIDAY).status == 409
    assert story.again(session).proposed_at is None


def test_waiting_says_since_when_and_until_when(place):
    session = asked(place)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}")
    hands.see("Asked on Monday 23 November, 10:00 (Oslo)")
    hands.see("One reminder goes out on Tuesday 24 November, 10:00 (Oslo)")
    hands.see("it lapses on Monday 30 November, 10:00 (Oslo)")
    place.clock.at = story.NOW + story.DAY + story.HOUR
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}")
    hands.see("Their one reminder went out on Tuesday 24 November")
    hands.follow("Talk with somebody else instead").see("They are asked for a new time already.")
    press(hands, how="new")
    assert story.again(session).state == "canceled"


def test_an_old_tab_asks_nobody_twice(place):
    session, hands = at_form(place)
    form = hands.form(event="reschedule")
    hands.send(form, event="reschedule", how="same")
    for how in ("same", "new"):
        hands.send(form, event="reschedule", how=how)
        assert hands.status == 409
    assert story.again(session).state == "rescheduling"
    assert Entry.select().where(Entry.noun == "session", Entry.event == "reschedule").count() == 1


@pytest.mark.parametrize("event", ["move", "rebook"])
def test_old_links_lead_to_how_it_stands_and_never_to_a_second_conversation(place, event):
    session = asked(place)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/rebook")
    form = hands.form(holds="starts_at")
    hands.send(form, event="rebook", starts_at=FRIDAY)
    hands.send(form, event="rebook", starts_at="2026-11-27T10:00:00Z")
    assert hands.status == 409
    hands.open(f"/sessions/{session.code}/rebook").see("A time is booked already, and here it is.")
    fire(story.again(session), "cancel", story.customer(place.world.ada), story.NOW, reason="no_longer_needed")
    hands.open(f"/sessions/{session.code}/{event}")
    assert hands.status == 409
    hands.see("This conversation was called off in the meantime")
    assert Session.select().count() == 1


def test_declining_says_what_follows_and_is_done_by_a_second_press(place):
    session = asked(place)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/rebook")
    hands.follow("None of these suit me").see("nothing counts against you").see("What would follow")
    assert story.again(session).state == "rescheduling"
    hands.press("decline")
    assert story.again(session).state == "canceled"


def test_who_declines_may_add_a_few_words_that_the_team_reads(place):
    session = asked(place)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/decline").see("The customer reads this.")
    hands.press("decline", note="x" * 2001)
    assert hands.status == 422
    hands.see("Please keep it below 2000 characters.")
    assert story.again(session).state == "rescheduling"
    hands.send(hands.form(event="decline"), button="look", note="At sea until May.").see("At sea until May.")
    hands.press("decline", note="At sea until May.")
    assert story.again(session).state == "canceled"
    place.as_(place.world.ada).open(f"/sessions/{session.code}").see("At sea until May.")


def test_declining_a_late_request_says_what_is_owed(place):
    session = story.booked(place.world)
    place.clock.at = story.START - story.HOUR
    fire(session, "reschedule", story.customer(place.world.ada), place.clock.at)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/decline")
    hands.see("you are owed 25 percent of the reward")


@pytest.mark.parametrize("end", ["rebook", "decline", "cancel", "lapse"])
def test_what_was_proposed_is_forgotten_with_the_answer(place, end):
    session = asked(place, proposed=FRIDAY_AT)
    ada, cleo = story.customer(place.world.ada), story.themselves(place.world.cleo)
    if end == "lapse":
        sweep(story.NOW + 7 * story.DAY)
    elif end == "cancel":
        fire(session, "cancel", ada, story.NOW, reason="other")
    else:
        fire(session, end, cleo, story.NOW, **({"starts_at": FRIDAY_AT} if end == "rebook" else {}))
    assert story.again(session).proposed_at is None


def test_who_may_not_is_told_and_strangers_find_nothing(place):
    session = story.booked(place.world)
    path = f"/sessions/{session.code}/reschedule"
    for person in (place.world.mallory, place.world.cleo):
        assert place.as_(person).open(path).status == 404


@pytest.mark.parametrize("make", [story.missed, story.held])
def test_what_is_over_leads_to_a_duplicate_with_them(place, make):
    session = make(place.world)
    place.clock.at = story.END + story.HOUR
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule")
    assert hands.status == 409
    hands.see("Duplicate the study and choose Specific contributors").follow("Duplicate the study")
    hands.see("cleo.marchetti")
    assert Session.get().state == session.state


def test_a_colleague_takes_it_over_and_everybody_is_told(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/hand_over")
    hands.see("is told with whom they will talk")
    form = hands.form(event="hand_over")
    assert form.choices["host"] == ["", place.world.bo.code]
    before = written()
    hands.send(form, button="look", host=place.world.bo.code).see("Nothing has happened yet")
    press_to = hands.form(event="hand_over")
    hands.send(press_to, event="hand_over", host=place.world.bo.code)
    assert story.again(session).host_id == place.world.bo.id
    kinds = {row[:2] for row in letters(before)}
    assert ("handed_over", place.world.cleo.id) in kinds
    assert ("handed_away", place.world.ada.id) in kinds
    place.as_(place.world.cleo).open(f"/sessions/{session.code}").see(place.world.bo.name)
