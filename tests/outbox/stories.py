"""Every story of the house, played by the real commands: together they send every letter there is."""

from commands import (
    addresses,
    bonuses,
    endpoints,
    hosting,
    messages,
    participants,
    payouts,
    presence,
    reconciling,
    reports,
    reviews,
    sessions,
    signin,
    studies,
    teams,
)
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import CLOCK
from models import Endpoint, Mark, Member, Participant, Payout, Person, Session, Standing, Workspace
from models.journal import Entry
from outbox.secrets import sign_in_code
from rules.times import from_epoch
from tests import world as w
from tests.commands import recruited
from tests.world import DAY, END, HOUR, MINUTE, NOW, START, customer, operator, themselves

LATER = END + DAY


def other_start(row, nth: int = -1):
    """Another time that is free for this session."""
    return from_epoch(row.offered_starts(NOW)[nth])


def paid(people) -> None:
    """From the invitation to the money."""
    w.completed(people)
    payout = fire(Payout.get(), "pay_out", customer(people.ada), LATER)
    fire(payout, "settle", customer(people.ada), LATER + HOUR, proof="bank 1")


def moved(people) -> None:
    """The contributor takes another time."""
    session = w.booked(people)
    fire(session, "move", themselves(people.cleo), NOW + HOUR, starts_at=other_start(session))


def rebooked(people) -> None:
    """The customer asks for another time and gets one."""
    session = fire(w.booked(people), "reschedule", customer(people.ada), NOW + HOUR)
    fire(session, "rebook", themselves(people.cleo), NOW + DAY, starts_at=other_start(session))


def proposed(people) -> None:
    """The customer asks somebody of their own network for another time, proposes one, and gets no answer."""
    session = w.booked(people)
    Participant.update(source="invite").execute()
    start = other_start(session)
    fire(w.again(session), "reschedule", customer(people.ada), NOW + HOUR, proposed=start, note="The ship is late.")
    sweep(NOW + HOUR + 8 * DAY)


def declined(people) -> None:
    """The customer asks late for another time, and none suits."""
    session = fire(w.booked(people), "reschedule", customer(people.ada), START - HOUR)
    fire(session, "decline", themselves(people.cleo), START)


def unanswered(people) -> None:
    """The request for another time lapses."""
    fire(w.booked(people), "reschedule", customer(people.ada), NOW + HOUR)
    sweep(NOW + HOUR + 8 * DAY)


def no_verdict(people) -> None:
    """The hour passes and nobody says a word."""
    w.booked(people)
    sweep(END + 2 * DAY)


def handed_over(people) -> None:
    """Bo holds it instead of Ada."""
    fire(w.booked(people), "hand_over", customer(people.ada), NOW + HOUR, host=people.bo.id)


def shared(people, kind: str, *others) -> Session:
    """A conversation in a study of several hosts, Ada first; she has afternoons and Bo mornings where any may hold
    it."""
    study = hosting.set_hosts(
        w.draft_study(people), customer(people.ada), NOW, hosting=kind, host=people.ada, colleagues=[people.bo, *others]
    )
    mornings, afternoons = ([[day, begin * 60, end * 60] for day in range(5)] for begin, end in ((9, 12), (13, 17)))
    studies.set_hours(people.ada, "Europe/Oslo", afternoons)
    studies.set_hours(people.bo, "Europe/Oslo", mornings if kind == "any" else afternoons)
    return w.booked(people, fire(study, "launch", customer(people.ada), NOW))


def in_the_morning(row):
    """A time when only Bo is free."""
    return next(start for start in map(from_epoch, row.offered_starts(NOW + DAY)) if start.hour < 11)


def moved_to_another_host(people) -> None:
    """The contributor moves it to a time of Bo's."""
    session = shared(people, "any")
    fire(session, "move", themselves(people.cleo), NOW + HOUR, starts_at=in_the_morning(session))


def rebooked_with_another_host(people) -> None:
    """Ada asks for another time, and it is one of Bo's."""
    session = fire(shared(people, "any"), "reschedule", customer(people.ada), NOW + HOUR)
    fire(session, "rebook", themselves(people.cleo), NOW + DAY, starts_at=in_the_morning(session))


def held_together(people) -> None:
    """Ada and Bo hold it together; Ada hands her part over to Dag, and Cleo moves it."""
    dag = Person.create(email="dag@halden.example", name="Dag Moe", zone="Europe/Oslo", created_at=NOW)
    Member.create(workspace=people.halden, person=dag, role="creator")
    studies.set_hours(dag, dag.zone, w.WEEKDAYS)
    session = fire(shared(people, "all"), "hand_over", customer(people.ada), NOW + HOUR, host=dag.id)
    fire(session, "move", themselves(people.cleo), NOW + DAY, starts_at=other_start(session))


def canceled_by_customer(people) -> None:
    """Late, and asked back."""
    fire(w.booked(people), "cancel", customer(people.ada), START - HOUR, reason="editing_study")


def canceled_for_good(people) -> None:
    """In time, by a colleague, with a reason in words, and not asked back."""
    fire(w.booked(people), "cancel", customer(people.bo), NOW + HOUR, reason="no_longer_needed")


def canceled_by_contributor(people) -> None:
    """Late, with a reason in words."""
    fire(w.booked(people), "cancel", themselves(people.cleo), START - HOUR, reason="other", note="My ferry is late.")


def missed_and_corrected(people) -> None:
    """A no show by own admission, corrected."""
    session = w.missed(people)
    fire(session, "overturn", customer(people.ada), LATER, reason="they_came")


def disputed(people) -> None:
    """Word against word."""
    session = w.booked(people)
    presence.answer(session, "they_absent", customer(people.ada), END + MINUTE)
    presence.answer(session, "they_absent", themselves(people.cleo), END + MINUTE)


def host_absent(people) -> None:
    """Nobody came to meet the contributor."""
    session = w.booked(people)
    presence.answer(session, "they_absent", themselves(people.cleo), END + MINUTE)
    presence.answer(session, "i_absent", customer(people.ada), END + MINUTE)


def technical(people) -> None:
    """The call failed."""
    session = w.booked(people)
    presence.answer(session, "technical", themselves(people.cleo), END + MINUTE)
    presence.answer(session, "technical", customer(people.ada), END + MINUTE)


def called_up(people) -> None:
    """From the waiting list to a place."""
    study = w.live_study(people, places=1, invitees=[people.cleo, people.mallory])
    first = w.booked(people, study, people.mallory)
    waiting = fire(w.qualified(people, study), "wait", themselves(people.cleo), NOW)
    fire(first, "cancel", themselves(people.mallory), NOW + HOUR, reason="not_available")
    fire(waiting, "call_up", CLOCK, NOW + 2 * HOUR)


def readmitted_and_excluded(people) -> None:
    """Asked again, and taken out after all."""
    session = fire(w.booked(people), "cancel", themselves(people.cleo), NOW, reason="not_available")
    back = fire(Participant.get_by_id(session.participant_id), "readmit", customer(people.ada), NOW + HOUR)
    participants.exclude_in_order(back, "other", customer(people.ada), NOW + DAY)


def unpaid(people) -> None:
    """The money does not arrive, and is written off."""
    w.completed(people)
    payout = fire(Payout.get(), "pay_out", customer(people.ada), LATER)
    payout = fire(payout, "fail", customer(people.ada), LATER, reason="The account number is wrong.", retryable=False)
    fire(payout, "write_off", customer(people.ada), LATER + DAY, reason="wrong_completed")


def reported(people) -> None:
    """Reported, upheld, appealed, dismissed; and a second report that is withdrawn."""
    place = w.completed(people)
    report = reports.report_contributor(place, "not_qualified", customer(people.ada), LATER)
    report = fire(report, "uphold", operator(people.olga), LATER + HOUR)
    report = fire(report, "appeal", themselves(people.cleo), LATER + DAY)
    fire(report, "dismiss", operator(people.olga), LATER + 2 * DAY)
    again = reports.report_contributor(place, "other", customer(people.ada), LATER + 3 * DAY)
    fire(again, "withdraw_report", customer(people.ada), LATER + 4 * DAY)


def customer_reported(people) -> None:
    """A contributor reports the customer, and the study."""
    place = w.completed(people)
    report = reports.report_study(place, "customer", "rude", themselves(people.cleo), LATER)
    fire(report, "uphold", operator(people.olga), LATER + HOUR)
    report = reports.report_study(place, "study", "misleading", themselves(people.cleo), LATER)
    fire(report, "dismiss", operator(people.olga), LATER + HOUR)


def standing(people) -> None:
    """Looked at, removed, taken back."""
    session = w.missed(people)
    entry = Mark.get().entry
    for days in (1, 2):
        Mark.create(person=people.cleo, kind="no_show", session=session, entry=entry, at=LATER + days * DAY)
    row = fire(Standing.get(Standing.person == people.cleo), "review", CLOCK, LATER + 3 * DAY)
    row = fire(row, "remove", operator(people.olga), LATER + 4 * DAY)
    row = reports.appeal_removal(row, themselves(people.cleo), "I was ill.", LATER + 4 * DAY)
    row = reports.keep_removed(row, operator(people.olga), "Nobody was told.", LATER + 4 * DAY)
    fire(row, "reinstate", operator(people.olga), LATER + 5 * DAY)


def removed_while_booked(people) -> None:
    """Out of the network with one conversation booked and one looking for a new time."""
    talk, other = w.booked(people), w.live_study(people, title="The timetable")
    again = w.booked(people, other, starts_at=START + DAY)
    fire(again, "reschedule", customer(people.ada), NOW + HOUR)
    entry = Entry.select().order_by(Entry.id.desc()).first()
    Mark.create(person=people.cleo, kind="report", severe=True, session=talk, entry=entry.id, at=NOW + HOUR)
    row = fire(Standing.get(Standing.person == people.cleo), "review", CLOCK, NOW + HOUR)
    fire(row, "remove", operator(people.olga), NOW + 2 * HOUR)


def signed_in(people) -> None:
    """Somebody asks for a code."""
    signin.ask(people.cleo.email, "a browser", "192.0.2.1", NOW)


def came_by_recruiter(people) -> None:
    """Paid by the recruiting side of this installation."""
    study, _candidate = recruited.here(people)
    session = w.held(people, w.booked(people, study))
    participants.complete(session.participant, customer(people.ada), LATER)


def came_from_outside(people) -> None:
    """Paid by another recruiting side."""
    place = recruited.outside(people)
    participants.agree_to_camera(place, NOW)
    place = fire(Participant.get_by_id(place.id), "qualify", themselves(people.cleo), NOW)
    session = w.held(people, sessions.book(place, START, themselves(people.cleo), NOW))
    Participant.update(completed_there_at=LATER).where(Participant.id == session.participant_id).execute()
    participants.complete(session.participant, customer(people.ada), LATER)


def sent_on_again(people) -> None:
    """Somebody never arrived at the study, and gets their way on once more."""
    _study, candidate = recruited.here(people)
    reconciling.send_link(candidate, customer(people.ada), NOW + HOUR)


def written(people) -> None:
    """Each side writes to the other, one of them at length."""
    session = w.booked(people)
    messages.write(session, customer(people.ada), "The code of the door is 12.\nRing twice.", NOW + HOUR)
    messages.write(session, themselves(people.cleo), "Thank you. " * 90, NOW + 2 * HOUR)


def done_alone(people) -> None:
    """A survey: the invitation speaks of no camera."""
    w.live_study(people, kind="survey")


def another_address(people) -> None:
    """Cleo asks for an address that is Ada's, and then takes a free one."""
    addresses.ask(people.cleo, people.ada.email, "a browser", "192.0.2.1", NOW)
    asking = addresses.ask(people.cleo, "cleo@new.example", "a browser", "192.0.2.1", NOW)
    secret, (browser, _cookie) = b"a secret that only the tests know", signin.sign_in(people.cleo, NOW)
    addresses.confirm(asking, sign_in_code(secret, asking.code), "a browser", secret, NOW, browser)


def in_and_out_of_the_team(people) -> None:
    """Dag is asked in, twice, and comes; Bo gets another role while they hold a conversation together, and Dag goes."""
    shared(people, "all")
    row = teams.invite(people.halden, "dag@halden.example", "admin", customer(people.ada), NOW)
    row = teams.invite_again(row, customer(people.ada), NOW + HOUR)
    dag = Person.get(Person.email == "dag@halden.example")
    teams.accept(row, signin.sign_in(dag, NOW)[0], "Dag Moe", NOW + HOUR)
    teams.change_role(Member.get(Member.person == people.bo), "viewer", customer(people.ada), NOW + HOUR)
    teams.remove(Member.get(Member.person == dag), customer(dag), NOW + 2 * HOUR)
    teams.remove(Member.get(Member.person == people.bo), customer(people.ada), NOW + 2 * HOUR)


def bonus_elsewhere(people) -> None:
    """A bonus, which can not be delivered and then goes to another address."""
    participant = w.completed(people)
    bonus = bonuses.give(participant, 1500, "For the second call.", customer(people.ada), LATER)
    bonus = fire(bonus, "pay_out", customer(people.ada), LATER)
    bonus = fire(bonus, "fail", customer(people.ada), LATER, note="The account is closed.")
    payouts.send_elsewhere(bonus, "cleo@elsewhere.example", themselves(people.cleo), LATER + HOUR)


def silent_machine(people) -> None:
    """A machine of the team does not answer for five days."""
    row = endpoints.add(people.halden, "https://hooks.halden.example/x", ["payout"], customer(people.ada), NOW)
    Endpoint.update(failing_since=NOW).where(Endpoint.id == row.id).execute()
    endpoints.sweep(NOW + 5 * DAY)


def reviewed(people) -> None:
    """A study is sent back once, and then approved."""
    Workspace.update(asks_review=True).execute()
    study = reviews.request_review(w.draft_study(people), customer(people.ada), NOW, "Is the reward fair?")
    study = reviews.send_back(study, customer(people.bo), NOW + HOUR, "Please ask less.")
    study = reviews.request_review(study, customer(people.ada), NOW + DAY)
    reviews.approve(study, customer(people.bo), NOW + DAY)


STORIES = [
    in_and_out_of_the_team, reviewed, bonus_elsewhere, silent_machine,
    paid, moved, rebooked, declined, unanswered, no_verdict, handed_over, canceled_by_customer, canceled_for_good,
    canceled_by_contributor, missed_and_corrected, disputed, host_absent, technical, called_up, readmitted_and_excluded,
    unpaid, reported, customer_reported, standing, removed_while_booked, signed_in, came_by_recruiter,
    came_from_outside, done_alone, moved_to_another_host, rebooked_with_another_host, held_together, written,
    another_address, proposed, sent_on_again,
]  # fmt: skip
