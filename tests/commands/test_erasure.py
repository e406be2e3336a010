"""Forgotten means forgotten: what somebody told is nowhere any more, what the ledger needs is still there, and nobody
loses money over it."""

import pytest

from commands import (
    addresses,
    erasure,
    messages,
    participants,
    payouts,
    remarks,
    reports,
    retention,
    sessions,
    signin,
    teams,
)
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import (
    ROWS,
    Asking,
    Entry,
    Erased,
    Letter,
    Listed,
    Member,
    Outgoing,
    Participant,
    Payout,
    Person,
    Profile,
    Session,
    Shortlist,
    Standing,
    database,
    search,
)
from models.database import db, is_postgres
from models.network import Enrolled
from models.rights import open_things
from outbox.drain import drain
from outbox.secrets import sign_in_code
from tests import world
from tests.outbox.post import Clock, Settings
from tests.world import DAY, HOUR, NOW, START, again, customer, operator, themselves

CANARY = "Kanarienvogel"
ASKS = [
    {"text": "How often do you take a ferry?", "choices": [("Every week", "accept"), ("Never", "reject")]},
    {"text": "Which one?", "kind": "text", "maximum": 300},
]


def canary(number: int) -> str:
    """A word that stands nowhere else; each field has its own, so that what remains says where it came from."""
    return f"{CANARY}{number:02d}"


def told_everywhere(people_) -> Person:
    """Cleo, who has written a canary into every field that takes words, by the real commands; all her letters left."""
    cleo, ada, bo = people_.cleo, people_.ada, people_.bo
    them = themselves(cleo)
    Person.update(
        email=f"{canary(1)}@mail.example".lower(), name=canary(2), username=canary(3), zone="Europe/Lisbon",
        demo=canary(4),
    ).where(Person.id == cleo.id).execute()  # fmt: skip
    cleo = again(cleo)
    known_to_teams(people_, cleo)
    study = world.draft_study(people_, asks=ASKS, invitees=[cleo])
    study = fire(study, "launch", customer(ada), NOW)
    row = fire(world.invited(people_, study, cleo), "open_screener", them, NOW)
    first, second = row.study.questions
    participants.save_answer(row, first.id, first.choices[0].id, NOW)
    participants.save_answer(row, second.id, canary(7), NOW)
    participants.agree_to_camera(row, NOW)
    row = participants.finish_screener(row, them, NOW)
    session = sessions.book(Participant.get_by_id(row.id), START, them, NOW)
    messages.write(session, them, canary(10), NOW + HOUR)
    messages.write(session, customer(ada), f"Dear {canary(11)}", NOW + 2 * HOUR)
    remarks.write(session, customer(bo), f"{canary(12)} seems careful", NOW + 2 * HOUR)
    drain(Settings(), Clock(NOW + 3 * HOUR))
    Participant.update(slot_note=canary(8), outside_id=canary(9)).where(Participant.id == row.id).execute()
    paid(people_, session)
    canceled(people_, cleo)
    signin.ask(cleo.email, "browser", "192.0.2.7", NOW, f"/i/{canary(17)}")
    signin.sign_in(cleo, NOW, canary(18))
    drain(Settings(), Clock(START + 3 * DAY))
    assert database.db.in_transaction() is False
    return cleo


def known_to_teams(people_, cleo: Person) -> None:
    """Her profiles, and what Halden Ferries keeps about her as one of its own people."""
    Profile.insert(person=cleo.id, scope=0, languages=f",{canary(5)},", updated_at=NOW).execute()
    Profile.insert(person=cleo.id, scope=people_.halden.id, devices=canary(19), updated_at=NOW).execute()
    kept = {"workspace": people_.halden.id, "person": cleo.id, "by": people_.ada.id, "at": NOW}
    Enrolled.create(**kept, name=canary(6), note=canary(20), email=f"{canary(22)}@mail.example".lower())
    shelf = Shortlist.create(workspace=people_.halden, name="Regulars", at=NOW)
    Listed.create(shortlist=shelf, person=cleo, by=people_.ada, at=NOW)
    Standing.update(appeal=canary(21)).where(Standing.person == cleo).execute()


def paid(people_, session: Session) -> None:
    """Held, reported with words, withdrawn, completed and paid with a proof."""
    ada = customer(people_.ada)
    session = world.held(people_, session)
    report = reports.report_contributor(session.participant, "other", ada, session.ends_at + HOUR, canary(13))
    fire(report, "dismiss", operator(people_.olga), session.ends_at + HOUR, note=canary(14))
    participants.complete(session.participant, ada, session.ends_at + 2 * HOUR)
    payout = Payout.get(Payout.participant == session.participant)
    fire(payout, "pay_out", ada, session.ends_at + 3 * HOUR)
    payouts.mark_paid(again(payout), canary(15), ada, session.ends_at + 4 * HOUR)


def canceled(people_, cleo: Person) -> None:
    """Another conversation, canceled with words of hers."""
    other = world.live_study(people_, invitees=[cleo])
    talk = world.booked(people_, other, cleo, starts_at=START + DAY)
    fire(talk, "cancel", themselves(cleo), NOW + HOUR, reason="other", note=canary(16))


def found_in_tables() -> list[str]:
    """Every column of every table that holds a canary, whatever its kind."""
    found = []
    names = [kind._meta.table_name for kind in ROWS] + ([] if is_postgres() else ["found_content", "found_data"])
    for name in names:
        if name == "found_content":
            continue
        cursor = db.execute_sql(f'SELECT * FROM "{name}"')
        columns = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            found += [f"{name}.{column}" for column, value in zip(columns, row, strict=True) if holds(value)]
    return sorted(set(found))


def holds(value) -> bool:
    """Whether a value of a row holds a canary, as it is or in small letters."""
    text = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
    return CANARY.lower() in text.lower()


def found_in_files(folder) -> list[str]:
    """Every file that holds a canary in its raw bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if CANARY.lower().encode() in path.read_bytes().lower()]


@pytest.fixture
def told(people):
    """Cleo with her canaries."""
    return told_everywhere(people)


@pytest.mark.promise("P43")
def test_erasure_leaves_no_canary_in_database_files_and_search_index(people, told, tmp_path):
    before = found_in_tables()
    wanted = {"person.email", "person.name", "person.username", "answer.value", "message.text", "remark.text",
              "note.text", "letter.text", "letter.html", "letter.address", "participant.slot_note",
              "participant.outside_id", "payout.proof", "sign_in.browser", "asking.email", "bucket.key",
              "findable.words", "profile.languages", "enrolled.name", "enrolled.note", "standing.appeal"}  # fmt: skip
    assert wanted <= set(before)
    assert search.people(people.halden.id, [canary(3).lower()], 5)
    gone = erasure.ask_for(told, themselves(told), START + 4 * DAY)
    assert gone.erased_at == START + 4 * DAY
    assert found_in_tables() == []
    for number in range(1, 22):
        for kind in search.KINDS:
            words = search.words_of(canary(number))
            found = {"study": "studies", "participant": "people", "candidate": "candidates", "remark": "sessions"}
            assert not getattr(search, found[kind])(people.halden.id, words, 5)
    assert found_in_files(tmp_path) == []


@pytest.mark.promise("P43")
def test_money_and_the_journal_stay_as_they_were(people, told):
    ledger = db.execute_sql("SELECT id, amount, currency FROM ledger_line ORDER BY id").fetchall()
    journal = [(one.noun, one.subject, one.seq, one.event) for one in Entry.select().order_by(Entry.id)]
    erasure.ask_for(told, themselves(told), START + 4 * DAY)
    assert db.execute_sql("SELECT id, amount, currency FROM ledger_line ORDER BY id").fetchall() == ledger
    kept = [(one.noun, one.subject, one.seq, one.event) for one in Entry.select().order_by(Entry.id)]
    assert kept[: len(journal)] == journal
    assert [event for *_row, event in kept[len(journal) :]] == ["erasure_asked", "erased", "erased"]
    assert Erased.get().person == told.id
    assert again(told).shown == f"erased-{told.code[:4]}"


def test_what_is_owed_is_waited_for_and_then_it_happens_by_itself(people):
    world.completed(people)
    at = world.END + 3 * HOUR
    waits = erasure.ask_for(people.cleo, themselves(people.cleo), at)
    assert (waits.erasure_asked_at, waits.erased_at) == (at, None)
    assert [one.what for one in open_things(waits, at)] == ["payout"]
    assert erasure.sweep(at + DAY) == 0
    with pytest.raises(Refused):
        erasure.erase(waits, operator(people.olga), at + DAY)
    payout = fire(Payout.get(), "pay_out", customer(people.ada), at + DAY)
    payouts.mark_paid(payout, "Bank 7", customer(people.ada), at + 2 * DAY)
    assert erasure.sweep(at + 2 * DAY) == 1
    assert again(people.cleo).email is None


def test_a_decision_of_somebody_else_keeps_it_waiting_for_thirty_days_at_most(people):
    world.held(people)
    at = world.END + HOUR
    waits = erasure.ask_for(people.cleo, themselves(people.cleo), at)
    assert [one.what for one in open_things(waits, at)] == ["undecided"]
    assert erasure.sweep(at + 29 * DAY) == 0
    assert erasure.sweep(at + 30 * DAY) == 1


def test_it_can_be_taken_back_until_it_happens(people):
    world.completed(people)
    at = world.END + 3 * HOUR
    erasure.ask_for(people.cleo, themselves(people.cleo), at)
    stays = erasure.take_back(people.cleo, themselves(people.cleo), at + HOUR)
    assert stays.erasure_asked_at is None
    assert stays.email == people.cleo.email
    with pytest.raises(Refused):
        erasure.take_back(people.cleo, themselves(people.cleo), at + HOUR)


def test_what_is_ahead_is_canceled_as_they_would_do_it_themselves(people):
    session = world.booked(people)
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW + HOUR)
    assert again(session).state == "canceled"
    assert again(session.participant).state == "withdrawn"
    waiting = Outgoing.select().where(Outgoing.recipient == people.cleo, Outgoing.state == "waiting")
    assert not waiting.exists()
    told_ada = Outgoing.select().where(Outgoing.recipient == people.ada, Outgoing.letter == "canceled")
    assert told_ada.exists()
    drain(Settings(), Clock(NOW + 2 * HOUR))
    letter = Letter.select().join(Outgoing).where(Outgoing.letter == "canceled").get()
    assert "erased-" in letter.text


def test_who_waits_to_be_forgotten_is_invited_to_nothing(people):
    world.completed(people)
    erasure.ask_for(people.cleo, themselves(people.cleo), world.END + 3 * HOUR)
    study = world.draft_study(people)
    fire(study, "launch", customer(people.ada), world.END + 4 * HOUR)
    assert not Participant.select().where(Participant.study == study).exists()
    with pytest.raises(Refused):
        participants.invite(study, again(people.cleo), customer(people.ada), world.END + 4 * HOUR)


def test_who_is_in_a_team_leaves_it_first(people):
    with pytest.raises(Refused) as refused:
        erasure.ask_for(people.mallory, themselves(people.mallory), NOW)
    assert refused.value.refusal.code == "team_first"
    with pytest.raises(Refused):
        erasure.ask_for(people.olga, operator(people.olga), NOW)
    Member.delete().where(Member.person == people.mallory).execute()
    assert erasure.ask_for(people.mallory, themselves(people.mallory), NOW).erased_at == NOW


@pytest.mark.promise("P43")
def test_an_older_backup_is_told_again_who_was_erased(people, told):
    erasure.ask_for(told, themselves(told), START + 4 * DAY)
    known = erasure.remembered()
    Person.update(email="back@mail.example", name=canary(1), erased_at=None).where(Person.id == told.id).execute()
    assert erasure.reapply([one.code for one in known], START + 5 * DAY) == 1
    assert found_in_tables() == []
    assert erasure.reapply([one.code for one in known], START + 5 * DAY) == 0


def test_nobody_asks_those_again_who_are_leaving_or_gone(people):
    world.completed(people)
    at = world.END + 3 * HOUR
    row = world.qualified(people, world.live_study(people), at=at)
    erasure.ask_for(people.cleo, themselves(people.cleo), at)
    with pytest.raises(Refused) as refused:
        fire(again(row), "readmit", customer(people.ada), at + HOUR)
    assert refused.value.refusal.code == "not_leaving"
    open_to_all = world.live_study(people, audience="invite")
    with pytest.raises(Refused) as refused:
        participants.arrive(open_to_all, again(people.cleo), themselves(people.cleo), at + HOUR)
    assert refused.value.refusal.code == "leaving"
    back = erasure.take_back(people.cleo, themselves(people.cleo), at + 2 * HOUR)
    assert participants.arrive(open_to_all, back, themselves(back), at + 2 * HOUR).state == "invited"
    assert fire(again(row), "readmit", customer(people.ada), at + 2 * HOUR).state == "qualified"


def test_a_letter_to_somebody_who_is_erased_is_dropped_and_no_failure(people):
    session = world.missed(people)
    at = session.ends_at + HOUR
    erasure.ask_for(people.cleo, themselves(people.cleo), at)
    fire(again(session), "overturn", customer(people.ada), at + HOUR, reason="other", note="They were there.")
    drain(Settings(), Clock(at + 2 * HOUR))
    later = Outgoing.select(Outgoing.state, Outgoing.outcome).join(Entry).where(
        Outgoing.recipient == people.cleo, Entry.at == at + HOUR
    )  # fmt: skip
    assert set(later.tuples()) == {("dropped", "erased")}


def test_a_code_that_was_asked_for_before_opens_nothing_of_who_is_erased(people):
    asking = signin.ask(people.cleo.email, "a browser", "192.0.2.7", NOW)
    code = sign_in_code(Settings().secret, asking.code)
    email = people.cleo.email
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW)
    # The request of another process that had looked them up just before.
    late = Asking.create(
        code=asking.code, browser=asking.browser, email=email, person=people.cleo, purpose="signin", created_at=NOW
    )
    with pytest.raises(Invalid):
        signin.confirm(late, code, "a browser", Settings().secret, NOW)


@pytest.mark.promise("P43")
def test_an_earlier_address_is_nowhere_either(people):
    old = f"{canary(1)}@mail.example".lower()
    Person.update(email=old).where(Person.id == people.cleo.id).execute()
    invite = teams.invite(people.halden, old, "viewer", customer(people.ada), NOW)
    here, _secret = signin.sign_in(again(people.cleo), NOW)
    here, _secret = teams.accept(invite, here, "Cleo", NOW)
    drain(Settings(), Clock(NOW + HOUR))
    asking = addresses.ask(again(people.cleo), "cleo@new.example", "a browser", "192.0.2.7", NOW + HOUR)
    code = sign_in_code(Settings().secret, asking.code)
    addresses.confirm(asking, code, "a browser", Settings().secret, NOW + HOUR, here)
    drain(Settings(), Clock(NOW + 2 * HOUR))
    assert retention.run(NOW + 3 * DAY)["codes"] == 1
    teams.remove(Member.get(Member.person == people.cleo), themselves(people.cleo), NOW + 3 * DAY)
    assert {"team_invite.email", "note.text"} <= set(found_in_tables())
    erasure.ask_for(again(people.cleo), themselves(people.cleo), NOW + 3 * DAY)
    assert found_in_tables() == []


def test_erasure_takes_nothing_from_whoever_has_an_address_that_was_only_typed(people):
    typed = addresses.ask(people.cleo, "dora@mail.example", "a browser", "192.0.2.7", NOW)
    invite = teams.invite(people.halden, "dora@mail.example", "viewer", customer(people.ada), NOW + HOUR)
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW + 2 * HOUR)
    assert not Asking.select().where(Asking.id == typed.id).exists()
    assert (again(invite).email, again(invite).revoked_at) == ("dora@mail.example", None)
