"""Teams: an invitation touches nobody, a role counts at once, and nobody goes while a conversation needs them."""

from datetime import timedelta

import pytest

from commands import erasure, hosting, messages, reports, signin, studies, teams
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Claim, CoHost, Entry, Letter, Member, Outgoing, Person, SessionHost, SignIn, TeamInvite
from outbox import asof
from outbox.drain import drain
from outbox.holds import why_not
from outbox.message import message_of
from tests import world
from tests.outbox.post import Clock, Settings, composed, event_of, row
from tests.outbox.stories import shared
from tests.world import DAY, HOUR, NOW, again, booked, customer, operator, themselves


def signed_in(person, at=NOW):
    """A browser of this person."""
    return signin.sign_in(person, at)[0]


def role_of(person, workspace):
    row = Member.get_or_none(Member.person == person, Member.workspace == workspace)
    return row.role if row else None


def member(person, workspace) -> Member:
    return Member.get(Member.person == person, Member.workspace == workspace)


def everything(person) -> dict:
    return dict(Person.select().where(Person.id == person.id).dicts().get())


@pytest.mark.promise("P3")
def test_an_invitation_never_touches_an_account(people):
    before, browser = everything(people.cleo), signed_in(people.cleo)
    invite = teams.invite(people.halden, people.cleo.email.upper(), "admin", customer(people.ada), NOW)
    assert everything(people.cleo) == before
    assert again(browser).ended_at is None
    assert role_of(people.cleo, people.halden) is None
    assert invite.ends_at == NOW + 14 * DAY
    letter = Outgoing.get(Outgoing.letter == "team_invitation")
    assert letter.recipient == people.cleo.id


@pytest.mark.promise("P3")
def test_only_who_is_signed_in_with_that_address_can_accept(people):
    invite = teams.invite(people.halden, people.cleo.email, "creator", customer(people.ada), NOW)
    with pytest.raises(Refused) as refused:
        teams.accept(invite, signed_in(people.mallory), "", NOW)
    assert refused.value.refusal.code == "other_address"
    assert role_of(people.mallory, people.halden) is None
    assert again(invite).accepted_at is None


def test_a_new_address_gets_its_letter_and_an_account_once_it_accepts(people):
    invite = teams.invite(people.halden, "Dag@halden.example ", "viewer", customer(people.ada), NOW)
    dag = Person.get(Person.email == "dag@halden.example")
    assert (dag.guest, dag.name) == (True, "")
    with pytest.raises(Invalid):
        teams.accept(invite, signed_in(dag), "  ", NOW)
    teams.accept(invite, signed_in(dag), " Dag  Moe ", NOW + HOUR)
    assert (again(dag).guest, again(dag).name) == (False, "Dag Moe")
    assert role_of(dag, people.halden) == "viewer"
    assert member(dag, people.halden).joined_at == NOW + HOUR
    assert Outgoing.get(Outgoing.letter == "team_joined").recipient == people.ada.id


def test_who_asked_to_be_erased_comes_into_no_team_until_they_stay(people):
    booked(people)
    invite = teams.invite(people.halden, people.cleo.email, "viewer", customer(people.ada), NOW)
    Person.update(erasure_asked_at=NOW).where(Person.id == people.cleo.id).execute()
    browser = signed_in(people.cleo)
    with pytest.raises(Refused) as refused:
        teams.accept(invite, browser, "", NOW)
    assert refused.value.refusal.code == "leaving"
    assert (role_of(people.cleo, people.halden), again(invite).accepted_at) == (None, None)
    erasure.take_back(people.cleo, themselves(people.cleo), NOW)
    teams.accept(invite, browser, "", NOW)
    assert role_of(people.cleo, people.halden) == "viewer"


def test_a_message_to_who_left_the_team_meanwhile_does_not_leave(people):
    talk = shared(people, "all")
    messages.write(talk, themselves(people.cleo), "Which pier is it?", NOW)
    rows = {row.recipient: row for row in Outgoing.select().where(Outgoing.letter == "message")}
    assert set(rows) == {people.ada.id, people.bo.id}
    assert [why_not(row, NOW + HOUR) for row in rows.values()] == ["", ""]
    teams.remove(member(people.bo, people.halden), customer(people.ada), NOW)
    assert why_not(rows[people.bo.id], NOW + HOUR)
    assert not why_not(rows[people.ada.id], NOW + HOUR)
    messages.write(talk, customer(people.ada), "The second one.", NOW)
    [to_cleo] = Outgoing.select().where(Outgoing.letter == "message", Outgoing.recipient == people.cleo.id)
    assert not why_not(to_cleo, NOW + HOUR)


@pytest.mark.promise("P3")
def test_accepting_gives_a_new_sign_in_that_is_no_fresher_than_the_old_one(people):
    invite = teams.invite(people.halden, people.cleo.email, "creator", customer(people.ada), NOW)
    old = signed_in(people.cleo)
    row, secret = teams.accept(invite, old, "", NOW + HOUR)
    assert again(old).ended_at == NOW + HOUR
    assert row.fresh_at == NOW
    assert row.workspace == people.halden.id
    assert signin.current(secret, NOW + HOUR).person_id == people.cleo.id
    assert row.ends_at - row.created_at <= signin.STAYS["customer"][1]


def test_an_account_keeps_its_name_when_it_accepts(people):
    invite = teams.invite(people.halden, people.cleo.email, "creator", customer(people.ada), NOW)
    teams.accept(invite, signed_in(people.cleo), "Somebody Else", NOW)
    assert again(people.cleo).name == people.cleo.name


@pytest.mark.parametrize(("late", "act", "code"), [
    (timedelta(days=14), None, "invite_over"),
    (HOUR, "take_back", "invite_taken_back"),
    (HOUR, "accept", "invite_used"),
])  # fmt: skip
def test_an_invitation_that_is_over_says_which_way(people, late, act, code):
    invite = teams.invite(people.halden, people.cleo.email, "creator", customer(people.ada), NOW)
    if act == "take_back":
        teams.take_back(invite, customer(people.ada), NOW)
    if act == "accept":
        teams.accept(invite, signed_in(people.cleo), "", NOW)
    with pytest.raises(Refused) as refused:
        teams.accept(invite, signed_in(people.cleo), "", NOW + late)
    assert refused.value.refusal.code == code


def test_a_letter_that_waits_is_not_sent_once_the_invitation_was_taken_back(people):
    invite = teams.invite(people.halden, "dag@halden.example", "creator", customer(people.ada), NOW)
    letter = Outgoing.get(Outgoing.letter == "team_invitation")
    assert why_not(letter, NOW) == ""
    teams.take_back(invite, customer(people.ada), NOW)
    assert why_not(letter, NOW) != ""


def test_sent_again_it_is_open_for_two_more_weeks_and_after_five_letters_a_day_it_is_enough(people):
    invite = teams.invite(people.halden, people.cleo.email, "creator", customer(people.ada), NOW)
    late = NOW + 20 * DAY
    for _letter in range(5):
        invite = teams.invite_again(invite, customer(people.ada), late)
    assert invite.ends_at == late + 14 * DAY
    with pytest.raises(Refused) as refused:
        teams.invite_again(invite, customer(people.ada), late)
    assert refused.value.refusal.code == "too_many"


def test_nobody_is_asked_twice_and_no_member_is_asked(people):
    teams.invite(people.halden, people.cleo.email, "creator", customer(people.ada), NOW)
    for email, role in ((people.cleo.email, "creator"), (people.bo.email, "viewer"), ("nobody", "viewer"),
                        ("dag@halden.example", "owner")):  # fmt: skip
        with pytest.raises(Invalid):
            teams.invite(people.halden, email, role, customer(people.ada), NOW)
    assert TeamInvite.select().count() == 1


def test_the_last_administrator_stays_one(people):
    ada = member(people.ada, people.halden)
    for attempt in (
        lambda: teams.change_role(ada, "viewer", customer(people.ada), NOW),
        lambda: teams.remove(ada, customer(people.ada), NOW),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.refusal.code == "last_admin"
    teams.change_role(member(people.bo, people.halden), "admin", customer(people.ada), NOW)
    teams.remove(ada, customer(people.ada), NOW)
    assert role_of(people.ada, people.halden) is None


@pytest.mark.parametrize("change", ["role", "removal"])
def test_a_changed_role_and_a_removal_end_every_sign_in_and_are_told(people, change):
    browser = signed_in(people.bo)
    teams.work_in(browser, people.halden.id)
    bo = member(people.bo, people.halden)
    if change == "role":
        teams.change_role(bo, "reviewer", customer(people.ada), NOW)
    else:
        teams.remove(bo, customer(people.ada), NOW)
    assert SignIn.get_by_id(browser.id).ended_at == NOW
    assert role_of(people.bo, people.halden) == ("reviewer" if change == "role" else None)
    letter = Outgoing.get(Outgoing.recipient == people.bo.id)
    assert letter.letter == ("role_changed" if change == "role" else "team_left")
    entry = Entry.get_by_id(letter.entry_id)
    assert (entry.noun, entry.workspace, entry.details["member"]) == ("workspace", people.halden.id, people.bo.id)


def test_a_page_that_is_older_than_the_role_changes_nothing(people):
    bo = member(people.bo, people.halden)
    with pytest.raises(Refused) as refused:
        teams.change_role(bo, "viewer", customer(people.ada), NOW, seen="reviewer")
    assert refused.value.refusal.code == "stale"
    teams.remove(bo, customer(people.ada), NOW, seen="creator")
    with pytest.raises(Refused):
        teams.remove(bo, customer(people.ada), NOW, seen="creator")


@pytest.mark.parametrize("role", ["reviewer", "viewer", None])
def test_who_alone_holds_a_conversation_ahead_hands_it_over_first(people, role):
    Member.update(role="admin").where(Member.person == people.bo).execute()
    session = booked(people)
    ada = member(people.ada, people.halden)

    def go():
        by = customer(people.bo)
        return teams.change_role(ada, role, by, NOW) if role else teams.remove(ada, by, NOW)

    with pytest.raises(Refused) as refused:
        go()
    assert refused.value.refusal.code == "holds_talks"
    assert role_of(people.ada, people.halden) == "admin"
    fire(session, "hand_over", customer(people.bo), NOW, host=people.bo.id)
    go()
    assert role_of(people.ada, people.halden) == role


def test_a_creator_who_becomes_an_administrator_keeps_what_they_hold(people):
    booked(people, world.live_study(people, author=people.bo))
    teams.change_role(member(people.bo, people.halden), "admin", customer(people.ada), NOW)
    assert role_of(people.bo, people.halden) == "admin"


def test_a_conversation_held_together_goes_on_without_who_leaves(people):
    session = shared(people, "all")
    assert Claim.select().where(Claim.calendar == people.bo.id).exists()
    teams.remove(member(people.bo, people.halden), customer(people.ada), NOW + HOUR)
    assert not SessionHost.select().where(SessionHost.person == people.bo).exists()
    assert not CoHost.select().where(CoHost.person == people.bo).exists()
    assert not Claim.select().where(Claim.calendar == people.bo.id).exists()
    assert again(session).state == "scheduled"
    assert again(session).others == []
    reminders = Outgoing.letter.in_(("reminder_day", "reminder_soon"))
    states = {row.state for row in Outgoing.select().where(reminders, Outgoing.recipient == people.bo.id)}
    assert states == {"dropped"}
    kept = {row.state for row in Outgoing.select().where(reminders, Outgoing.recipient == people.ada.id)}
    assert kept == {"waiting"}
    entry = Entry.get(Entry.event == "remove_member")
    assert entry.details["sessions"] == [session.id]
    assert again(session.study).free_starts(NOW + 2 * HOUR), "Ada's hours are enough now"


@pytest.mark.parametrize("role", ["reviewer", None])
def test_who_is_taken_out_of_conversations_gets_a_file_for_each_that_takes_it_out_of_their_calendar(people, role):
    session = shared(people, "all")
    _method, booking = event_of(composed("booked", people.bo).calendar)
    bo, by, name = member(people.bo, people.halden), customer(people.ada), "role_changed" if role else "team_left"
    if role:
        teams.change_role(bo, role, by, NOW + HOUR)
    else:
        teams.remove(bo, by, NOW + HOUR)
    letter = composed(name, people.bo)
    [part] = message_of(letter, NOW + HOUR).iter_attachments()
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "CANCEL")
    method, event = event_of(part.get_content())
    assert (method, event["UID"], event["STATUS"]) == ("CANCEL", booking["UID"], "CANCELLED")
    assert event["SEQUENCE"] > booking["SEQUENCE"]
    assert event["DTSTAMP"].dt > booking["DTSTAMP"].dt
    assert event["DTSTART"].dt == booking["DTSTART"].dt
    assert event["ATTENDEE"] == f"mailto:{people.bo.email}"
    assert again(session).sequence == session.sequence, "nobody else's entry changes"
    # Also where it was moved before the letter left: it is the time that they knew.
    fire(session, "move", themselves(people.cleo), NOW + 2 * HOUR, starts_at=world.START + HOUR)
    _method, later = event_of(composed(name, people.bo).files[0])
    assert (later["SEQUENCE"], later["DTSTART"].dt) == (event["SEQUENCE"], event["DTSTART"].dt)
    drain(Settings(), Clock(NOW + 3 * HOUR))
    kept = Letter.get(Letter.outgoing == row(name, people.bo))
    assert (kept.method, kept.calendar.count("BEGIN:VCALENDAR")) == ("CANCEL", 1)


def test_who_held_nothing_together_gets_no_file(people):
    teams.remove(member(people.bo, people.halden), customer(people.ada), NOW)
    assert not list(message_of(composed("team_left", people.bo), NOW).iter_attachments())


def test_a_draft_that_names_somebody_who_left_asks_for_another_host(people):
    study = world.draft_study(people, author=people.bo)
    teams.remove(member(people.bo, people.halden), customer(people.ada), NOW)
    assert again(study).fact("hostless")
    assert studies.edit(study, customer(people.ada), NOW, title="Another").state == "draft"


def test_news_of_a_study_whose_author_left_goes_to_an_administrator(people):
    study = world.draft_study(people, author=people.bo)
    study = hosting.set_hosts(study, customer(people.bo), NOW, hosting="one", host=people.ada, colleagues=[])
    studies.set_hours(people.ada, "Europe/Oslo", world.WEEKDAYS)
    study = fire(study, "launch", customer(people.bo), NOW)
    participant = world.completed(people, world.held(people, booked(people, study)))
    teams.remove(member(people.bo, people.halden), customer(people.ada), world.END + DAY)
    payout = participant.payouts.get()
    payout = fire(payout, "pay_out", customer(people.ada), world.END + DAY)
    fire(payout, "fail", customer(people.ada), world.END + DAY, note="The account is closed.")
    sent = {row.recipient for row in Outgoing.select().where(Outgoing.letter == "payout_failed")}
    assert sent == {people.cleo.id, people.ada.id}


def test_a_reminder_names_nobody_who_left(people):
    dag = Person.create(email="dag@halden.example", name="Dag Moe", zone="Europe/Oslo", created_at=NOW)
    Member.create(workspace=people.halden, person=dag, role="creator")
    studies.set_hours(dag, dag.zone, world.WEEKDAYS)
    session = shared(people, "all", dag)
    entry = Entry.get(Entry.noun == "session", Entry.event == "book")
    assert {one.name for one in asof.talk(session, entry).others} == {"Bo Aas", "Dag Moe"}
    teams.remove(member(dag, people.halden), customer(people.ada), NOW + HOUR)
    assert {one.name for one in asof.talk(again(session), entry).others} == {"Bo Aas"}


@pytest.mark.promise("P1")
def test_who_left_the_team_gets_no_letter_about_its_people_any_more(people):
    Member.update(role="admin").where(Member.person == people.bo).execute()
    ada, bo, cleo = customer(people.ada), customer(people.bo), world.themselves(people.cleo)
    talk = world.missed(people)
    filed = reports.report_contributor(talk.participant, "dishonest", ada, talk.ends_at + HOUR)
    at = talk.ends_at + 2 * HOUR
    teams.remove(Member.get(Member.person == people.ada), bo, at)
    last = Outgoing.select().order_by(Outgoing.id.desc()).get().id
    fire(filed, "dismiss", operator(people.olga), at + HOUR, note="Nothing speaks for it.")
    fire(again(talk), "overturn", bo, at + HOUR, reason="other", note="They were there.")
    messages.write(again(talk), cleo, "Was it all right?", at + HOUR)
    about = reports.report_study(again(talk.participant), "study", "other", cleo, at + HOUR, "It was another subject.")
    fire(about, "uphold", operator(people.olga), at + 2 * HOUR, note="It was.")
    later = Outgoing.select(Outgoing.recipient, Outgoing.letter).where(Outgoing.id > last)
    told = [letter for person, letter in later.order_by(Outgoing.id).tuples() if person == people.bo.id]
    assert told == ["overturned", "submitted", "message", "reported", "report_upheld"]
    assert people.ada.id not in {person for person, _letter in later.tuples()}
