"""What a customer does, step by step; each takes a Person (people.py), whatever their way of working."""

import csv

from playwright.sync_api import expect

from tests.journeys.people import Person

TITLE = "Taking a bicycle on the night boat"
# kind of a question: a field that its card has
OWN = {"One answer": "Answer 1", "Several answers": "At least so many answers", "A scale": "It means",
       "Their own words": "At least so many characters"}  # fmt: skip


def new_study(me: Person, title: str = TITLE) -> None:
    """From today to the first step of a new draft."""
    me.follow("New study")
    me.titled("New study")
    me.write(me.page.get_by_label("Title"), title)
    me.push("Begin the draft")
    me.titled("Details")


def details(me: Person) -> None:
    """What it is about, 30 minutes, the reward that is fair for them, and the link of the meeting."""
    page = me.page
    me.write(page.get_by_label("What it is about"), "How you find out whether your bicycle may come along.")
    me.tick(page.locator("input[name=length][value='30']"))
    reward = page.get_by_label("Reward for each person")
    if me.scripts:
        expect(reward).to_have_value("30.00")
    else:
        me.push("Use the fair figure for this length")
        expect(reward).to_have_value("30.00")
    me.write(page.get_by_label("Link of the meeting"), "https://meet.example/night-boat")
    me.push("Save and go on")
    me.titled("Audience")


def audience(me: Person) -> None:
    """Usernames, one of them mistyped and put right, and places."""
    page = me.page
    names = page.get_by_label("Usernames")
    me.tick(page.locator("input[name=audience][value=specific]"))
    me.write(names, "cleo.marchetti, mika_h, nobody.is.called.so")
    if not me.scripts:
        me.push("Save and go on")
    found = page.locator(".found-names")
    expect(found.locator("li", has_text="cleo.marchetti")).to_be_visible()
    expect(found.locator("li", has_text="nobody.is.called.so")).to_be_visible()
    me.write(names, "cleo.marchetti, mika_h")
    me.write(page.get_by_label("How many conversations"), "3")
    me.push("Save and go on")
    me.titled("Screener")


def screener(me: Person) -> None:
    """A question of each kind, with a way that branches and a limit; the order is changed."""
    _ask(me, 0, "Do you own a bicycle?", "One answer")
    answers = (("Yes", "Fits"), ("I rent one", "Either way"), ("No", "Does not fit"))
    for place, (text, means) in enumerate(answers):
        _answer(me, 0, place, text, means)
    _ask(me, 1, "Where did you take it last year?", "Several answers")
    for place, text in enumerate(("On a train", "On a boat")):
        _answer(me, 1, place, text, "Either way")
    _ask(me, 2, "What happened the last time?", "Their own words")
    _ask(me, 3, "How easy was it?", "A scale")
    me.write(_card(me, 3).get_by_label("It means").first, "Very hard")
    me.push("Move question 4 up")
    expect(_question(me, 2)).to_have_value("How easy was it?")
    _branch(me)


def _card(me: Person, number: int):
    return me.page.locator(f"[data-card='{number}']")


def _question(me: Person, number: int):
    return _card(me, number).get_by_label("Question", exact=True)


def _ask(me: Person, number: int, text: str, kind: str) -> None:
    """One more question, of this kind."""
    me.push("Add a question")
    me.write(_question(me, number), text)
    if kind != "One answer":
        me.pick(_card(me, number).get_by_label("Kind"), kind)
        if not me.scripts:
            me.press(_card(me, number).get_by_role("button", name="Show the fields of this kind"))
    expect(_card(me, number).get_by_label(OWN[kind]).first).to_be_visible()
    expect(_question(me, number)).to_have_value(text)


def _answer(me: Person, number: int, place: int, text: str, means: str) -> None:
    """One more answer, and what it means."""
    field = _card(me, number).get_by_label(f"Answer {place + 1}", exact=True)
    if not field.count():
        me.push(f"Add an answer to question {number + 1}")
    me.write(field, text)
    me.pick(_card(me, number).get_by_label("Means").nth(place), means)


def _branch(me: Person) -> None:
    """Who rents a bicycle is not asked where they took it, and two of them are enough."""
    rented = _card(me, 0).locator(".answer").nth(1)
    me.press(rented.locator("summary"))
    me.pick(rented.get_by_label("Then go on"), "to question 3")
    me.write(rented.get_by_label("At most so many people"), "2")


def preview(me: Person) -> None:
    """The questions as a contributor sees them: the way that branches, and what would come of the answers."""
    page = me.page
    me.push("Save and preview as a contributor")
    me.reads("As a contributor sees it")
    me.tick(page.get_by_label("I rent one"))
    me.push("Continue")
    me.tick(page.get_by_role("radio", name="4"))
    me.write(page.get_by_label("What happened the last time?"), "They had no room for it.")
    me.push("Continue")
    me.reads("You would qualify")
    me.follow("Back to the questions")
    me.push("Save and go on")
    me.titled("Times")


def times(me: Person) -> None:
    """One more hour on Wednesday evening, painted on the page of one's hours, and back to the step."""
    page = me.page
    before = page.locator(".notice h2").first.inner_text()
    me.follow("Change your hours")
    me.titled("When you can talk")
    me.paint("2-34", "2-35")
    me.push("Save the hours")
    expect(page.locator("#said")).to_contain_text("Saved.")
    expect(page.get_by_label("Wednesday, 17:30 to 18:00")).to_be_checked()
    me.follow("Back to the study")
    me.titled("Times")
    expect(page.locator(".notice h2").first).not_to_have_text(before)
    me.pick(page.get_by_label("Kept clear after each conversation"), "15 minutes")
    me.push("Save and go on")
    me.titled("Review and launch")


def launch(me: Person) -> str:
    """Everything on one page, what it comes to, what launching would do, and the launch; gives the study's address."""
    me.reads("€90.00 when every place is completed")
    me.push("See what launching would do")
    me.reads("What launching would do")
    me.reads("Nothing has happened yet")
    me.do("launch")
    me.state("Live")
    return me.page.url


def build(me: Person) -> str:
    """A study from its title to the launch; gives its address."""
    for step in (new_study, details, audience, screener, preview, times):
        step(me)
    return launch(me)


# ---- Looking after a study that runs: the one of the demo

FERRY = "Buying a ferry ticket on your phone"


def look_after(me: Person) -> None:
    """A day with a study that runs."""
    for step in (today, funnel_and_week, session_ahead, session_held, complete_some, search, cancel_pending):
        step(me)


def today(me: Person) -> None:
    """What waits is said first; from there to the study."""
    me.go("/today")
    me.titled("Monday 1 March")
    expect(me.page.locator(".next h2")).to_be_visible()
    me.follow(FERRY)
    me.titled(FERRY)


def funnel_and_week(me: Person) -> None:
    """How far people came, and the conversations of the week."""
    page = me.page
    expect(page.get_by_role("region", name="How people got here").locator("li").first).to_contain_text("Asked")
    me.follow("Week")
    expect(page.get_by_role("heading", name="Week of 1 March 2027")).to_be_visible()
    me.press(page.get_by_role("link", name="amara.okonkwo").filter(visible=True).first)
    me.titled("amara.okonkwo")


def session_ahead(me: Person) -> None:
    """A conversation ahead: the answers are there, a note is kept, a message goes out."""
    me.state("Scheduled")
    me.reads("Twice a week or more")
    me.write(me.page.get_by_label("Add a note"), "Ask about the quay.")
    me.push("Keep the note")
    expect(me.page.get_by_role("region", name="Notes for your team")).to_contain_text("Ask about the quay.")
    me.write(me.page.get_by_label("Write a message"), "Please have your last ticket at hand.")
    me.push("Send")
    expect(me.page.get_by_role("region", name="Messages").locator(".thread")).to_contain_text("your last ticket")


def session_held(me: Person) -> None:
    """A conversation that was held, found in the list of people: how useful it was."""
    page = me.page
    me.follow(FERRY)
    me.follow("All people, with their answers")
    me.titled("People in this study")
    me.press(page.get_by_role("row", name="mika_h").get_by_role("link", name="24 February 2027"))
    me.state("Completed")
    me.tick(page.get_by_role("group", name="Usefulness").get_by_role("radio").first)
    me.push("Keep this")
    expect(page.get_by_role("region", name="How useful was it?")).to_contain_text("said by Ada Lindqvist")


def complete_some(me: Person) -> None:
    """Completed for those who are ticked, after a look at who and how much."""
    page = me.page
    me.follow(FERRY)
    me.follow("All people, with their answers")
    me.tick(page.get_by_label("Check mika_h"))
    me.push("Complete the checked")
    me.reads("€60.00 is owed in total")
    me.do("complete_all")
    expect(page.get_by_role("row", name="mika_h")).to_contain_text("Completed")


def search(me: Person) -> None:
    """One field finds the person and the study."""
    page = me.page
    me.way("Search")
    for words, kind in (("amara", "People"), ("ferry", "Studies")):
        me.write(page.get_by_role("searchbox"), words)
        me.press(page.get_by_role("search").get_by_role("button"))
        expect(page.get_by_role("region", name=kind).locator("li").first).to_be_visible()
    me.press(page.get_by_role("region", name="Studies").get_by_role("link", name=FERRY))
    me.titled(FERRY)


def cancel_pending(me: Person) -> None:
    """All conversations ahead are called off, after a look at what that does."""
    page = me.page
    me.push_menu("Actions", "cancel_pending")
    me.reads("Nothing has happened yet")
    expect(page.locator("main .figures, main dl").first).to_contain_text("2")
    expect(page.get_by_role("table")).to_contain_text("amara.okonkwo")
    me.tick(page.get_by_label("The conversation is no longer needed"))
    me.push("Cancel 2 sessions")
    me.titled(FERRY)
    me.follow("Missed and canceled")
    expect(page.get_by_role("row", name="amara.okonkwo")).to_contain_text("Canceled")


# ---- A conversation and its money


def join(me: Person, study: str) -> None:
    """Some days later: signed in anew, from the study to the conversation that begins, and to its door."""
    me.come("Ada Lindqvist").go(study)
    me.follow("cleo.marchetti")
    me.follow("Go to the join page")
    expect(me.page.locator("[data-event=meet]")).to_have_attribute("href", "https://meet.example/night-boat")


def say_met(me: Person) -> None:
    """Answer the question how it went."""
    me.page.reload()
    me.tick(me.page.get_by_label("We talked"))
    me.do("answer")


def complete_one(me: Person, talk: str) -> None:
    """The conversation is completed; its person is Submitted, and then Completed."""
    me.go(talk)
    me.state("Completed")
    me.follow("Everything about this person")
    me.state("Submitted")
    me.do("complete")
    me.state("Completed")


def pay(me: Person) -> None:
    """Sign in again, send the payouts on their way, take the file of the bank, and mark all of it as paid."""
    page = me.page
    me.way("Payouts")
    me.do("pay_out_all")
    me.titled("Sign in once more")
    me.push("Sign in again as")
    me.do("pay_out_all")
    with page.expect_download() as download:
        me.push("File for the bank")
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    me.write(page.get_by_label("What was paid"), "\n".join(f"{row[0]}, Bank 7" for row in table[1:]))
    me.push("See what would be marked as paid")
    me.titled("What would become of each line")
    me.do("settle")
    me.titled("What became of each line")
    me.follow("Back to the payouts")
    expect(page.get_by_role("row", name="cleo.marchetti")).to_contain_text("Paid")
