"""Reports and standing through the pages: who writes one, what is said before, who reads what, who decides, and how
somebody answers back."""

import pytest

from commands import messages, reports
from commands.fire import fire
from commands.sweep import sweep
from models import Look, Mark, Member, Outgoing, Payout, Person, Report, Standing
from tests import world as story
from tests.views.test_messages import post

LATER = story.END + 2 * story.HOUR


@pytest.fixture
def owed(place):
    """Cleo talked and was completed: the reward is due, and it is two hours later."""
    done = story.completed(place.world)
    place.clock.at = LATER
    return done


@pytest.fixture
def otto(place):
    """A second operator."""
    return Person.create(
        email="otto@parlor.example", name="Otto Berg", username=None, operator=True, created_at=story.NOW
    )


def form(place, person, row):
    """The form to report, in this person's browser."""
    noun = "sessions" if row.lifecycle_name() == "session" else "participants"
    return place.as_(person).open(f"/{noun}/{row.code}/report")


def told(hands, **typed):
    """Fill the form and send it."""
    return hands.send(hands.form(event="report"), event="report", **typed)


def filed(place, owed, reason="not_qualified", note="They had never been on a ferry."):
    """Ada's report about Cleo."""
    return reports.report_contributor(owed, reason, story.customer(place.world.ada), place.clock.at, note)


def decide(place, person, report, event, note="I read the answers."):
    """An operator's decision, by the page."""
    hands = place.as_(person).open(f"/reports/{report.code}")
    hands.press(event)
    return hands.send(hands.form(event=event), event=event, note=note)


def due(letter):
    """Who gets this letter, and got no other."""
    return {row.recipient for row in Outgoing.select().where(Outgoing.letter == letter)}


# ---- A customer reports a contributor


def test_what_follows_is_said_before_the_click_and_is_what_happens(place, owed):
    hands = form(place, place.world.ada, owed)
    hands.see("€60.00 goes on hold until it is decided.").see("cleo.marchetti and you get a letter.")
    hands.see("Only an operator decides").see("can appeal once, within 14 days")
    assert (Report.select().count(), Payout.get().state, due("reported")) == (0, "due", set())
    told(hands, reason="dishonest", note="The answers did not agree.").see("Your report has arrived.")
    report = Report.get()
    assert hands.url == f"/reports/{report.code}"
    assert (report.reason, report.session.code, Payout.get().state) == ("dishonest", owed.talks[0].code, "on_hold")
    assert due("reported") == {place.world.cleo.id, place.world.ada.id}


def test_money_that_has_left_can_not_be_held_and_the_page_says_so(place, owed):
    fire(Payout.get(), "pay_out", story.customer(place.world.ada), LATER)
    hands = form(place, place.world.ada, owed).see("€60.00 is on its way already and can not be held.")
    assert "goes on hold" not in hands.page.text
    told(hands, reason="rude")
    assert Payout.get().state == "sending"


def test_before_completed_the_page_says_that_completed_waits(place):
    session = story.held(place.world)
    place.clock.at = LATER
    form(place, place.world.ada, session).see("can not be marked as Completed until this is decided")


def test_another_reason_needs_words_and_everything_typed_is_kept(place, owed):
    hands = told(form(place, place.world.ada, owed), reason="other", note=" ")
    assert hands.status == 422
    hands.see("Please say in a few words what happened.")
    hands = told(form(place, place.world.ada, owed), note="Some words")
    assert hands.status == 422
    assert "Some words" in hands.html
    hands.see("Please say why.")
    assert not Report.select().exists()


def test_a_second_report_is_refused_with_the_way_to_the_first(place, owed):
    report = filed(place, owed)
    hands = form(place, place.world.bo, owed)
    assert hands.status == 409
    hands.see("There is a report about this already.").follow("See the report")
    assert hands.url == f"/reports/{report.code}"
    ada = place.as_(place.world.ada)
    assert post(ada, f"/participants/{owed.code}/report", reason="rude") == 409
    assert Report.select().count() == 1


def test_two_clicks_are_one_report(place, owed):
    hands = form(place, place.world.ada, owed)
    pressed = hands.form(event="report")
    told(hands, reason="rude")
    hands.send(pressed, event="report", reason="rude")
    assert (hands.status, Report.select().count()) == (200, 1)


def test_what_an_operator_dismissed_is_not_reported_again_for_the_same_reason(place, owed):
    fire(filed(place, owed), "dismiss", story.operator(place.world.olga), LATER)
    hands = told(form(place, place.world.ada, owed), reason="not_qualified")
    assert hands.status == 409
    hands.see("was reported for that reason before")
    assert told(form(place, place.world.ada, owed), reason="rude").status == 200


def test_after_14_days_it_is_shown_as_too_late_and_refused(place, owed):
    session = owed.talks[0]
    place.clock.at = story.END + 15 * story.DAY
    for path in (f"/sessions/{session.code}", f"/participants/{owed.code}"):
        hands = place.as_(place.world.ada).open(path).see("That was possible for 14 days.")
        assert hands.offers("report")
    assert form(place, place.world.ada, owed).status == 409
    ada = place.as_(place.world.ada)
    assert post(ada, f"/sessions/{session.code}/report", reason="rude") == 409
    assert not Report.select().exists()


def test_who_was_not_there_can_be_reported_and_who_is_only_invited_can_not(place):
    participant = story.invited(place.world)
    hands = place.as_(place.world.ada).open(f"/participants/{participant.code}")
    assert not hands.offers("report")
    assert form(place, place.world.ada, participant).status == 409
    session = story.missed(place.world, story.booked(place.world, participant.study))
    place.clock.at = LATER
    assert place.as_(place.world.ada).open(f"/sessions/{session.code}").offers("report")


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_neither_reads_the_form_nor_reports(place, owed, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = place.as_(place.world.bo)
    assert hands.open(f"/participants/{owed.code}/report").status == 403
    assert post(hands, f"/participants/{owed.code}/report", reason="rude") == 403


# ---- A contributor reports


def test_a_contributor_reads_before_who_reads_what_and_stays_unnamed(place, owed):
    hands = form(place, place.world.cleo, owed)
    hands.see("The operator of this installation reads the reason").see("neither your name nor your words")
    told(hands, about="customer", reason="not_paid", note="No money so far, says Cleo of Lisbon.")
    report = Report.get()
    assert (report.about, report.reason, report.person) == ("customer", "not_paid", place.world.ada)
    hands.see("No money so far")
    for colleague in (place.world.ada, place.world.bo):
        team = place.as_(colleague).open(f"/reports/{report.code}").see("Not paid").see("stays unnamed")
        assert "cleo" not in team.html.lower().replace(report.code, "")
        assert "No money so far" not in team.html
    place.as_(place.world.olga).open(f"/reports/{report.code}").see("No money so far").see("cleo.marchetti")
    assert "cleo" not in place.as_(place.world.ada).open("/reports").html.lower().replace(report.code, "")


def test_two_people_who_report_a_study_pause_it(place):
    other = story.contributor("dario.conti")
    study = story.live_study(place.world, invitees=[place.world.cleo, other])
    for person in (place.world.cleo, other):
        assert story.again(study).state == "live"
        row = story.invited(place.world, study, person)
        hands = place.as_(person).open(f"/participants/{row.code}")
        hands.follow("Report a problem")
        told(hands, about="study", reason="misleading")
        sweep(place.clock.at)
    assert story.again(study).state == "paused"


def test_that_one_was_not_paid_can_be_said_late_and_the_rest_not(place, owed):
    place.clock.at = story.END + 30 * story.DAY
    hands = form(place, place.world.cleo, owed)
    offered = {value for name, value, *_rest in hands.form(event="report").fields if name == "reason"}
    assert "rude" not in hands.html
    assert offered <= {"not_paid", "wrong_mark"}
    assert (
        post(place.as_(place.world.cleo), f"/participants/{owed.code}/report", about="customer", reason="rude") == 422
    )
    told(form(place, place.world.cleo, owed), about="customer", reason="not_paid")
    assert Report.get().reason == "not_paid"


def test_a_wrong_record_is_told_from_the_standing_and_struck_when_upheld(place):
    session = story.booked(place.world)
    place.clock.at = story.START - story.HOUR
    fire(session, "cancel", story.themselves(place.world.cleo), place.clock.at, reason="not_available")
    hands = place.as_(place.world.cleo).open("/standing").see("1 mark counts now.").see("It counts until 25 May 2027.")
    hands.follow("This is wrong: tell an operator")
    told(hands, about="customer", reason="wrong_mark", note="I had called them in time.")
    report = Report.get()
    decide(place, place.world.olga, report, "uphold", "They had.")
    assert Mark.get().struck_at == place.clock.at
    place.as_(place.world.cleo).open("/standing").see("0 marks count now.").see("Struck on 26 November 2026")
    fire(story.again(report), "appeal", story.customer(place.world.ada), place.clock.at + story.HOUR, note="No.")
    fire(story.again(report), "dismiss", story.operator(place.world.olga), place.clock.at + 2 * story.HOUR)
    assert Mark.get().struck_at is None


# ---- Answering back


def test_the_author_takes_it_back_and_nobody_else_can(place, owed):
    report = filed(place, owed)
    path = f"/reports/{report.code}"
    assert not place.as_(place.world.bo).open(path).offers("withdraw_report")
    assert post(place.as_(place.world.bo), f"{path}/withdraw_report") == 409
    hands = place.as_(place.world.ada).open(path)
    hands.press("withdraw_report").see("Your report is taken back.")
    assert (story.again(report).state, Payout.get().state) == ("dismissed", "due")
    assert not hands.open(path).offers("appeal")


def test_taking_it_back_says_before_that_the_money_is_free(place, owed):
    report = filed(place, owed)
    hands = place.as_(place.world.ada).open(f"/reports/{report.code}/withdraw_report")
    hands.see("€60.00 is free again.")
    assert Payout.get().state == "on_hold"


def test_whom_it_is_about_tells_their_side_once(place, owed):
    report = filed(place, owed)
    hands = place.as_(place.world.cleo).open(f"/reports/{report.code}").see("They had never been on a ferry.")
    hands.press("reply", note="").see("Please say why")
    assert hands.status == 422
    hands.send(hands.form(event="reply"), event="reply", note="I take one every week.")
    hands.see("Your side is kept").see("I take one every week.")
    assert not hands.offers("reply")
    assert post(hands, f"/reports/{report.code}/reply", note="And again") == 409
    place.as_(place.world.olga).open(f"/reports/{report.code}").see("I take one every week.")
    assert not place.as_(place.world.ada).open(f"/reports/{report.code}").see("Their side").offers("reply")
    assert post(place.as_(place.world.ada), f"/reports/{report.code}/reply", note="Me too") == 409


def test_an_appeal_needs_words_and_only_the_operator_reads_them(place, owed):
    report = filed(place, owed)
    decide(place, place.world.olga, report, "uphold")
    hands = place.as_(place.world.cleo).open(f"/reports/{report.code}").see("I read the answers.")
    hands.see("can appeal once, until Thursday 10 December, 16:00 (Lisbon)")
    hands.press("appeal", note="")
    assert hands.status == 422
    hands.send(hands.form(event="appeal"), event="appeal", note="I showed my tickets.").see("Your appeal has arrived.")
    assert story.again(report).state == "appealed"
    place.as_(place.world.olga).open(f"/reports/{report.code}").see("I showed my tickets.")
    assert "my tickets" not in place.as_(place.world.ada).open(f"/reports/{report.code}").html


def test_the_money_says_why_it_is_held_and_until_when_one_can_appeal(place, owed):
    report = filed(place, owed)
    decide(place, place.world.olga, report, "uphold")
    for path in ("/me", "/money"):
        hands = place.as_(place.world.cleo).open(path).see("€60.00 is on hold.")
        assert "€60.00 is owed to you" not in hands.page.text
    hands.see("On hold because an operator upheld a report").see("You can appeal until Thursday 10 December")
    hands.follow("Read the report")
    assert hands.url == f"/reports/{report.code}"
    payout = Payout.get()
    for person in (place.world.cleo, place.world.ada):
        place.as_(person).open(f"/payouts/{payout.code}").see("On hold because an operator upheld a report")
    place.clock.at += 14 * story.DAY + story.MINUTE
    place.as_(place.world.cleo).open(f"/reports/{report.code}").see("It could be appealed until")
    assert sweep(place.clock.at)["write_off"] == 1
    place.as_(place.world.cleo).open("/money").see("It is not paid any more.")


# ---- The operator's desk


def test_the_desk_lists_the_longest_waiting_first_and_says_since_when_it_is_due(place, owed):
    early = filed(place, owed)
    place.clock.at += 4 * story.DAY
    other = reports.report_study(owed, "study", "misleading", story.themselves(place.world.cleo), place.clock.at)
    html = place.as_(place.world.olga).open("/reports").see("waits for 4 days, due since 29 November 2026").html
    assert html.index(early.code) < html.index(other.code)
    place.as_(place.world.olga).open("/reports").see("due by 3 December 2026")
    fire(early, "dismiss", story.operator(place.world.olga), place.clock.at)
    assert early.code not in place.as_(place.world.olga).open("/reports").html
    assert early.code in place.as_(place.world.olga).open("/reports?show=decided").html


def test_answers_are_opened_for_a_question_of_qualification_only_and_that_is_kept(place, owed):
    path = f"/reports/{filed(place, owed).code}"
    hands = place.as_(place.world.olga).open(path).see("The customer said").see("We talked")
    assert "How often do you take a ferry?" not in hands.page.text
    assert not Look.select().where(Look.who == place.world.olga).exists()
    assert not hands.offers("open_messages")
    assert hands.offers("open_answers")
    hands.open(f"{path}?open=answers").see("How often do you take a ferry?").see("It is kept that you looked.")
    look = Look.get(Look.who == place.world.olga)
    assert (look.what, look.participant, look.workspace) == ("answers", owed, place.world.halden.id)
    assert "It is kept" not in hands.open(f"{path}?open=messages").page.text


def test_messages_are_opened_where_it_is_about_behaviour(place, owed):
    session = owed.talks[0]
    messages.write(session, story.customer(place.world.ada), "Hurry up.", LATER)
    path = f"/reports/{filed(place, owed, 'rude').code}"
    hands = place.as_(place.world.olga).open(path)
    assert "Hurry up." not in hands.html
    assert not hands.offers("open_answers")
    hands.open(f"{path}?open=messages").see("Hurry up.")
    assert [look.what for look in Look.select().where(Look.who == place.world.olga)] == ["messages"]
    place.as_(place.world.ada).open(f"{path}?open=messages")
    assert not Look.select().where(Look.who == place.world.ada, Look.what == "messages").exists()


def test_a_decision_says_before_what_follows_and_needs_words_that_both_read(place, owed):
    report = filed(place, owed, "dishonest")
    hands = place.as_(place.world.olga).open(f"/reports/{report.code}").see("No other report")
    hands.press("uphold", note=" ")
    assert hands.status == 422
    hands.open(f"/reports/{report.code}/uphold")
    hands.see("One mark is added to their standing.").see("The mark is severe").see("nobody can appeal any more")
    assert (story.again(report).state, Mark.select().count()) == ("open", 0)
    decide(place, place.world.olga, report, "uphold", "Two answers can not both be true.").see("It is decided")
    for person in (place.world.ada, place.world.cleo):
        place.as_(person).open(f"/reports/{report.code}").see("Two answers can not both be true.")
    assert due("report_upheld") == {place.world.ada.id, place.world.cleo.id}


def test_an_appeal_is_decided_by_another_operator(place, owed, otto):
    report = filed(place, owed)
    decide(place, place.world.olga, report, "uphold")
    fire(story.again(report), "appeal", story.themselves(place.world.cleo), LATER, note="No.")
    path = f"/reports/{report.code}"
    olga = place.as_(place.world.olga).open(path).see("Another operator decides an appeal.")
    assert post(olga, f"{path}/dismiss", note="Yes.") == 409
    assert post(olga, f"{path}/uphold", note="Yes.") == 409
    assert story.again(report).state == "appealed"
    hands = place.as_(otto).open(f"{path}/dismiss").see("€60.00 is free again.").see("The mark that it left is struck.")
    hands.send(hands.form(event="dismiss"), event="dismiss", note="The tickets are real.")
    assert (story.again(report).state, Payout.get().state) == ("dismissed", "due")
    assert Mark.get().struck_at == LATER
    place.as_(place.world.cleo).open(path).see("This was decided on appeal, so it stands.").see("The tickets are real.")


def test_a_decision_on_an_old_page_is_refused(place, owed):
    report = filed(place, owed)
    hands = place.as_(place.world.olga).open(f"/reports/{report.code}/uphold")
    fire(report, "withdraw_report", story.customer(place.world.ada), LATER)
    hands.send(hands.form(event="uphold"), event="uphold", note="So it is.")
    assert hands.status == 409
    assert story.again(report).state == "dismissed"


def test_nobody_but_an_operator_decides(place, owed):
    report = filed(place, owed)
    standing = Standing.get(Standing.person == place.world.cleo)
    for person in (place.world.ada, place.world.cleo, place.world.mallory):
        for path in (f"/reports/{report.code}/uphold", f"/standings/{standing.code}/remove"):
            hands = place.as_(person)
            assert hands.open(path).status == 404
            assert post(hands, path, note="I say so.") == 404
    assert story.again(report).state == "open"


# ---- Standing


@pytest.fixture
def removed(place, owed):
    """Cleo under review because of a severe report, and removed by Olga; one conversation is booked."""
    world = place.world
    story.booked(world, story.live_study(world), starts_at=story.START + 5 * story.DAY, at=story.END)
    fire(filed(place, owed, "dishonest"), "uphold", story.operator(world.olga), LATER)
    sweep(LATER)
    standing = Standing.get(Standing.person == world.cleo)
    place.as_(world.cleo).open("/standing").see("Under review").see("what you have booked stands")
    hands = place.as_(world.olga).open("/standings").follow("cleo.marchetti")
    assert hands.url == f"/standings/{standing.code}"
    hands.press("remove")
    hands.see("1 booked conversation stands.").see("1 team with booked conversations is told.")
    hands.send(hands.form(event="remove"), event="remove", note="Too many doubts.")
    return story.again(standing)


def test_a_removal_is_told_with_its_reason_and_appealed_once(place, removed):
    assert removed.state == "removed"
    assert due("member_removed") == {place.world.ada.id}
    hands = place.as_(place.world.cleo).open("/standing").see("The network does not invite you any more.")
    hands.press("appeal_removal", note="")
    assert hands.status == 422
    hands.send(hands.form(event="appeal_removal"), event="appeal_removal", note="Both answers were true.")
    hands.see("Your appeal has arrived.").see("Both answers were true.")
    assert due("removal_appealed") == {place.world.olga.id}
    assert hands.open("/standing/appeal").status == 409
    assert post(hands, "/standing/appeal", note="Again.") == 409


def test_an_appeal_waits_at_the_desk_and_is_answered_with_words(place, removed, otto):
    reports.appeal_removal(removed, story.themselves(place.world.cleo), "Both answers were true.", LATER)
    path = f"/standings/{removed.code}"
    olga = place.as_(place.world.olga).open("/standings").see("cleo.marchetti").see("appealed")
    olga.open(path).see("Both answers were true.").see("Another operator answers")
    assert post(olga, f"{path}/keep_removed", note="No.") == 409
    hands = place.as_(otto).open(f"{path}/keep_removed")
    hands.send(hands.form(event="keep_removed"), event="keep_removed", note="They can not both be true.")
    assert due("removal_stands") == {place.world.cleo.id}
    place.as_(place.world.cleo).open("/standing").see("the removal stands").see("They can not both be true.")
    assert "cleo" not in olga.open("/standings").page.text
    assert post(hands, f"{path}/keep_removed", note="Once more.") == 409


def test_who_is_taken_back_starts_anew_and_could_appeal_another_removal(place, removed):
    reports.appeal_removal(removed, story.themselves(place.world.cleo), "Both answers were true.", LATER)
    hands = place.as_(place.world.olga).open(f"/standings/{removed.code}")
    hands.press("reinstate")
    hands.send(hands.form(event="reinstate"), event="reinstate", note="They were.")
    place.as_(place.world.cleo).open("/standing").see("Good").see("were taken back").see("0 marks count now.")
    assert place.as_(place.world.cleo).open("/standing/appeal").status == 409


def test_a_letter_about_standing_leads_to_the_same_page(place, removed):
    place.as_(place.world.cleo).open(f"/standings/{removed.code}").see("Your standing").see("If you see it differently")
    assert place.as_(place.world.mallory).open(f"/standings/{removed.code}").status == 404


def test_who_is_no_member_has_no_standing_to_appeal(place):
    assert place.as_(place.world.ada).open("/standing/appeal").status == 404
    place.as_(place.world.mallory).open("/standing").see("Good")
    assert place.as_(place.world.mallory).open("/standing/appeal").status == 409
