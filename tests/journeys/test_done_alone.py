"""Studies that are done alone, from the draft to the results: a survey and a test with tasks, by plain forms."""

from models import Participant, Study
from tests import world as story


def drafted(house, kind: str) -> Study:
    """Ada begins a study of this kind and fills the steps before its questions or tasks."""
    hands = house.ada.open("/studies/new")
    hands.send(hands.form(holds="title"), title="Before the season", kind=kind).see("Details")
    hands.see("How long it takes")
    assert "meeting_link" not in [label for label in hands.page.text.split() if "Link of the meeting" in label]
    hands.send(hands.form("save"), event="save", reward="12.00", length="15").see("Audience")
    form = hands.form("save")
    assert "reserves" not in form.names()
    hands.send(form, event="save", audience="specific", usernames="cleo.marchetti", places="2").see("Screener")
    hands.send(hands.form("save"), event="save")
    return Study.get(Study.title == "Before the season")


def launched(house) -> Study:
    """From the review to Live."""
    hands = house.ada.see("Review and launch")
    hands.press("launch").see("Live")
    return Study.get(Study.title == "Before the season")


def place(house, study: Study) -> Participant:
    return Participant.get(Participant.study == study, Participant.person == house.world.cleo)


def test_a_survey_from_the_draft_to_its_results(house):
    study = drafted(house, "survey")
    hands = house.ada.see("Questions")
    hands.send(hands.form("save"), event="save").see("Please write the question")
    hands.press("add_question")
    form = hands.form("save")
    first = {"q0": "How often do you travel?", "q0a0": "Often", "q0a1": "Seldom"}
    hands.send(form, button="change", event="kind", q1kind="scale", q1="How easy is it?", **first)
    hands.press("add_page")
    hands.press("add_question")
    hands.send(hands.form("save"), event="kind", q3kind="text", q3="Why?")
    assert hands.page.text.count("Page 2") == 1
    assert hands.status == 200
    hands.send(hands.form("save"), event="save").see("Review and launch").see("2 pages").see("How often do you travel?")
    study = launched(house)

    row = place(house, study)
    cleo = house.cleo.open("/me").see("Survey, 15 minutes").open(f"/participants/{row.code}")
    cleo.see("You are invited to a survey")
    assert "camera" not in cleo.page.text.lower()
    cleo.press("start").see("1 of 2").see("How often do you travel?").see("How easy is it?")
    often, easy = [item.id for item in study.work()[0].items]
    cleo.send(cleo.form("answer"), **{f"q{often}": str(study.work()[0].items[0].choices[0].id)})
    assert cleo.status == 422
    cleo.see("Please choose a number from 1 to 5")
    house.wait(hours=5)
    cleo.open("/me").see("Continue, 1 of 2").linked("continue")
    cleo.send(cleo.form("answer"), **{f"q{easy}": "4"}).see("2 of 2").see("Why?")
    cleo.open(f"/participants/{row.code}").see("Continue, 2 of 2")
    cleo.open(f"/participants/{row.code}/tasks?n=9").see("2 of 2")
    why = study.work()[1].items[0].id
    cleo.send(cleo.form("answer"), **{f"q{why}": "The quay is far away."}).see("Ready to send")
    again = cleo.form("submit")
    cleo.press("submit").see("When the money comes").see("Halden Ferries pays you")
    assert place(house, study).state == "submitted"
    cleo.send(again)
    assert cleo.status == 409

    hands = house.ada.open(f"/studies/{study.code}").linked("results")
    hands.see("Submitted and Completed").see("How often do you travel?").see("Often").see("100 %")
    hands.see("Mean: 4.0").see("The quay is far away.")
    hands.open(f"/participants/{row.code}").see("How easy is it?").see("4")


def test_a_test_with_tasks_from_the_draft_to_its_results(house):
    study = drafted(house, "interaction")
    hands = house.ada.see("Tasks")
    form = hands.form("save")
    hands.send(form, event="save", q0="Find a crossing", q0url="ferry.example").see("begins with https:// or http://")
    hands.press("below_0")
    assert hands.form("save").fields[0]
    answers = {"q1": "What was hard?", "q1kind": "text"}
    hands.send(hands.form("save"), event="save", q0url="https://ferry.example/times", **answers)
    hands.see("Review and launch").see("Find a crossing")
    study = launched(house)

    row = place(house, study)
    cleo = house.cleo.open(f"/participants/{row.code}").see("try something out").press("start")
    cleo.see("1 of 2").see("Find a crossing")
    assert "https://ferry.example/times" not in cleo.html
    cleo.press("begin_task")
    assert 'href="https://ferry.example/times" target="_blank" rel="noopener' in cleo.html
    house.wait(minutes=3)
    cleo.press("begin_task") if cleo.offers("begin_task") else None
    cleo.press("gave_up").see("2 of 2").see("What was hard?")
    cleo.follow("Back").see("You said that you could not.").press("did_it")
    hard = study.work()[0].items[0].id
    cleo.send(cleo.form("answer"), **{f"q{hard}": "The small letters."}).see("Ready to send")
    cleo.press("submit")
    hands = house.ada.open(f"/studies/{study.code}/results").see("1 of 1, 100 %").see("3 min").see("The small letters.")
    assert hands.status == 200


def test_what_is_missing_is_said_with_the_way_there(house):
    study = story.live_study(house.world, kind="interaction", asks=[])
    row = story.started(house.world, study)
    house.cleo.open(f"/participants/{row.code}/tasks")
    form = house.cleo.form("begin_task")
    token = dict(form.fields)["form_token"]
    answer = house.cleo.client.post(
        f"/participants/{row.code}/submit", data={"form_token": token}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 422
    assert f"/participants/{row.code}/tasks?n=1" in answer.get_data(as_text=True)
    assert place(house, study).state == "started"


def test_a_study_that_is_paused_keeps_what_was_answered(house):
    study = story.live_study(house.world, kind="survey", asks=[])
    row = story.started(house.world, study)
    cleo = house.cleo.open(f"/participants/{row.code}/tasks")
    form = cleo.form("answer")
    house.ada.open(f"/studies/{study.code}").press("pause")
    item = study.work()[0].items[0].id
    cleo.send(form, **{f"q{item}": "The gangway."}).see("This study is paused").see("Nothing is lost")
    house.ada.open(f"/studies/{study.code}").press("resume")
    assert story.again(row).taken().answers == {item: "The gangway."}
    cleo.open(f"/participants/{row.code}/tasks").see("Ready to send").press("submit")
    assert place(house, study).state == "submitted"


def test_a_stranger_finds_none_of_it(house):
    study = story.live_study(house.world, kind="survey", asks=[])
    row = story.started(house.world, study)
    stranger = house.as_(house.world.mallory)
    pages = (f"/participants/{row.code}/tasks", f"/studies/{study.code}/results", f"/studies/{study.code}/edit/items",
             f"/studies/{study.code}/results.csv", f"/studies/{study.code}/results/1")  # fmt: skip
    assert [stranger.open(page).status for page in pages] == [404] * 5
