"""The study builder in steps, by plain forms: left and resumed, nothing lost, nobody overwritten."""

from datetime import timedelta

import pytest

from commands import drafts, items, screeners
from commands.fire import Stale
from lifecycle.attempt import By
from models import CoHost, Invitee, Mark, Member, Participant, Person, Standing, Study, UnitLine
from models.openings import Availability
from tests import world as story
from tests.views.drafting import begun, step

STEPS = ("details", "audience", "times", "review")


def kept(hands):
    """What stands in the form of the step."""
    return dict(hands.form(holds="edited").fields)


# The way through --------------------------------------------------------------------------------------------------


def test_a_new_draft_begins_with_its_details(place):
    hands = begun(place)
    assert hands.url == f"/studies/{Study.get().code}/edit/details"


def test_each_step_leads_to_the_next_and_can_be_left(place):
    hands = begun(place)
    code = Study.get().code
    step(hands, "details", then="on", meeting_link="https://meet.example/a")
    assert hands.url == f"/studies/{code}/edit/audience"
    step(hands, "audience", then="on", usernames="cleo.marchetti")
    assert hands.url == f"/studies/{code}/edit/screener"
    step(hands, "times", then="leave")
    assert hands.url == f"/studies/{code}"
    hands.see("Saved.")


def test_the_draft_is_resumed_at_the_first_step_where_something_lacks(place):
    hands = begun(place)
    code = Study.get().code
    assert hands.open(f"/studies/{code}/edit").url.endswith("/edit/details")
    step(hands, "details", meeting_link="https://meet.example/a")
    assert hands.open(f"/studies/{code}/edit").url.endswith("/edit/audience")
    step(hands, "audience", usernames="cleo.marchetti")
    assert hands.open(f"/studies/{code}/edit").url.endswith("/edit/times")
    story.studies.set_hours(place.world.ada, "Europe/Oslo", story.WEEKDAYS)
    assert hands.open(f"/studies/{code}/edit").url.endswith("/edit/review")


def test_what_is_done_comes_from_the_data_and_not_from_having_been_there(place):
    hands = begun(place)
    code = Study.get().code
    for name in STEPS:
        hands.open(f"/studies/{code}/edit/{name}").see("Details 1 thing is missing").see("Audience 1 thing is missing")
    step(hands, "details", meeting_link="https://meet.example/a")
    hands.open(f"/studies/{code}/edit/times").see("Details Filled in").see("Screener No questions")


def test_a_reward_is_suggested_for_each_length_and_filled_in_without_javascript(place):
    hands = begun(place)
    hands.see("Fair: €90.00")
    form = hands.form(holds="edited")
    hands.send(form, button="suggest", length="90", title="Kept as typed")
    assert hands.status == 200
    assert kept(hands)["reward"] == "90.00"
    assert kept(hands)["title"] == "Kept as typed"
    assert Study.get().reward == 6000


def test_a_length_without_a_fair_figure_says_so(place):
    hands = begun(place)
    code = Study.get().code
    Study.update(kind="survey", length=10).where(Study.code == code).execute()
    hands.open(f"/studies/{code}/edit/details")
    hands.send(hands.form(holds="edited"), button="suggest", length="10", reward="3")
    assert hands.status == 422
    hands.see("We know no fair figure for this length.")
    assert kept(hands)["reward"] == "3"


def test_an_empty_budget_is_none_and_a_typed_one_is_kept(place):
    hands = begun(place)
    step(hands, "details", budget="250")
    assert Study.get().budget == 25000
    step(hands, "details", budget="")
    assert Study.get().budget is None


# The audience -----------------------------------------------------------------------------------------------------


def test_usernames_are_read_however_they_are_typed(place):
    hands = begun(place)
    step(hands, "audience", usernames="@Cleo.Marchetti, mallory.grey\ncleo.marchetti;  @mallory.grey")
    assert {one.person.username for one in Invitee.select()} == {"cleo.marchetti", "mallory.grey"}


def test_a_name_that_nobody_has_is_said_with_the_one_that_may_be_meant(place):
    hands = begun(place)
    step(hands, "audience", usernames="cleo.marcheti", places="7")
    assert hands.status == 422
    hands.see("Nobody is called cleo.marcheti. Did you mean cleo.marchetti?")
    assert kept(hands)["usernames"] == "cleo.marcheti"
    assert kept(hands)["places"] == "7"
    assert not Invitee.select().exists()


def test_several_names_are_looked_at_one_by_one(place):
    hands = begun(place)
    step(hands, "audience", usernames="cleo.marchetti\nnobody.here\nno.one.else")
    assert hands.status == 422
    hands.see("cleo.marchetti Found.").see("Nobody is called nobody.here.").see("Nobody is called no.one.else.")


def test_who_left_the_network_can_not_be_named(place):
    Mark.create(person=place.world.cleo, kind="report", severe=True, entry=1, at=story.NOW)
    standing = Standing.get(Standing.person == place.world.cleo)
    standing = story.fire(standing, "review", By("clock", None), story.NOW + story.MINUTE)
    story.fire(standing, "remove", story.operator(place.world.olga), story.NOW + story.MINUTE)
    hands = begun(place)
    step(hands, "audience", usernames="cleo.marchetti")
    assert hands.status == 422
    hands.see("cleo.marchetti is no longer in the network.")


def test_who_unsubscribed_is_found_and_marked(place):
    Person.update(unsubscribed_at=story.NOW).where(Person.id == place.world.cleo.id).execute()
    hands = begun(place)
    step(hands, "audience", usernames="cleo.marchetti")
    assert hands.status == 200
    hands.open(f"/studies/{Study.get().code}/edit/audience").see("Gets no invitations by mail")


def ask_in_passing(place, hands, names: str):
    """What the field asks while somebody types."""
    form = hands.form(holds="edited")
    form.action = f"/studies/{Study.get().code}/edit/usernames"
    return hands.send(form, usernames=names)


def test_names_are_looked_at_in_passing_and_nothing_is_saved(place):
    hands = begun(place)
    url = f"/studies/{Study.get().code}/edit/audience"
    ask_in_passing(place, hands.open(url), "cleo.marchetti, cleo.marchett").see("cleo.marchetti Found.")
    hands.see("Did you mean cleo.marchetti?")
    assert "<html" not in hands.html
    assert not Invitee.select().exists()


def test_nobody_reads_out_the_network_by_asking_for_names(place, monkeypatch):
    monkeypatch.setattr("commands.names.LOOKS", 2)
    hands = begun(place)
    url = f"/studies/{Study.get().code}/edit/audience"
    statuses = [ask_in_passing(place, hands.open(url), "cleo.marchetti").status for _n in range(3)]
    assert statuses == [200, 200, 429]
    assert "Found" not in hands.page.text


# Times ------------------------------------------------------------------------------------------------------------


def test_the_times_say_whose_hours_they_are_and_how_many_there_are(place):
    hands = begun(place)
    hands.open(f"/studies/{Study.get().code}/edit/times").see("0 bookable times for 1 place").see(
        "Ada Lind: no hours yet"
    )
    story.studies.set_hours(place.world.ada, "Europe/Oslo", [*story.WEEKDAYS, [6, 600, 720]])
    hands.open(hands.url).see("Ada Lind: Mon–Fri 09:00–17:00; Sun 10:00–12:00, Oslo time")
    hands.see("in the next 4 weeks")
    assert "0 bookable" not in hands.page.text


def test_a_colleague_hosts_too(place):
    hands = begun(place)
    step(hands, "times", hosting="any", colleagues=[place.world.bo.code], most_per_day="3")
    study = Study.get()
    assert (study.hosting, study.most_per_day) == ("any", 3)
    assert [one.person for one in study.cohosts] == [place.world.bo]
    hands.open(f"/studies/{study.code}/edit/times").see("Bo Aas: no hours yet")


@pytest.mark.parametrize(("field", "value"), [("host", "stranger"), ("colleagues", ["stranger"]), ("hosting", "none")])
def test_only_colleagues_hold_conversations(place, field, value):
    hands = begun(place)
    code = Study.get().code
    stranger = {"stranger": place.world.mallory.code}
    value = [stranger.get(one, one) for one in value] if isinstance(value, list) else stranger.get(value, value)
    step(hands, "times", **{"hosting": "any", "colleagues": [place.world.bo.code], "horizon": "14"} | {field: value})
    assert hands.status == 422
    assert f'id="f-{field}-error"' in hands.html
    study = Study.get(Study.code == code)
    assert (study.hosting, study.horizon, study.cohosts.count()) == ("one", 28, 0)


# The review -------------------------------------------------------------------------------------------------------


def ready(place, **changes):
    """Ada's browser on the review of a draft that lacks nothing."""
    study = story.draft_study(place.world, **changes)
    return study, place.as_(place.world.ada).open(f"/studies/{study.code}/edit/review")


def test_the_review_says_everything_and_what_it_comes_to(place):
    _study, hands = ready(place, about="How you find a crossing.")
    for words in (
        "How you find a crossing.",
        "60 minutes",
        "€60.00",
        "cleo.marchetti",
        "How often do you take a ferry?",
    ):
        hands.see(words)
    hands.see("Units reserved60").see("Units left after it440").see("€120.00")
    hands.see("1 person is named for 2 places.")


def test_what_launching_would_do_is_worked_out_and_taken_back(place):
    study, hands = ready(place)
    before = UnitLine.select().count()
    hands.send(hands.form(action="/edit/review"), button="look").see("60 units would be reserved.")
    hands.see("Letter to cleo.marchetti")
    assert story.again(study).state == "draft"
    assert (UnitLine.select().count(), Participant.select().count()) == (before, 0)
    assert hands.press("launch").see("Live").status == 200
    assert Participant.get().person == place.world.cleo


def test_a_launch_promises_no_times_where_there_are_none(place):
    study, hands = ready(place, audience="invite")
    hands.see("You get a link to pass on")
    Study.update(audience="specific", kind="survey").where(Study.id == study.id).execute()
    items.write(story.again(study), [{"items": [{"text": "Why?", "kind": "text"}]}], story.customer(place.world.ada),
                story.NOW)  # fmt: skip
    hands.open(f"/studies/{study.code}/edit/review").see("can begin at once")
    assert "the times you offer" not in hands.page.text


def test_what_lacks_stands_at_the_review_with_the_way_to_it(place):
    study, hands = ready(place, meeting_link="")
    hands.follow("Add the link of the meeting.")
    assert hands.url == f"/studies/{study.code}/edit/details"
    hands.open(f"/studies/{study.code}/edit/review").press("launch")
    assert hands.status == 409
    assert story.again(study).state == "draft"


def test_a_review_that_is_older_than_the_draft_launches_nothing(place):
    study, hands = ready(place)
    other = place.as_(place.world.bo).open(f"/studies/{study.code}/edit/details")
    step(other, "details", reward="90")
    hands.press("launch")
    assert hands.status == 409
    hands.see("This changed while your page was open.")
    assert story.again(study).state == "draft"


def test_a_workspace_that_asks_for_a_review_gets_one(place):
    place.world.halden.asks_review = True
    place.world.halden.save()
    study, hands = ready(place)
    hands.see("Ask for a review.").press("request_review")
    assert story.again(study).state == "in_review"
    other = place.as_(place.world.bo).open(f"/studies/{study.code}/edit/review")
    other.press("approve")
    hands.open(f"/studies/{study.code}/edit/review").press("launch").see("Live")


def test_a_draft_that_is_not_needed_is_canceled(place):
    study, hands = ready(place)
    hands.press("cancel", reason="no_longer_needed")
    assert story.again(study).state == "canceled"


# Two editors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "theirs", "mine", "field", "said"),
    [
        ("details", {"reward": "90"}, {"reward": "75", "title": "Mine"}, "reward", "€90.00"),
        ("audience", {"places": "9"}, {"places": "4"}, "places", "9"),
        ("times", {"horizon": "56"}, {"horizon": "7"}, "horizon", "8 weeks"),
    ],
)
def test_two_editors_notice_each_other(place, name, theirs, mine, field, said):
    study, hands = ready(place)
    url = f"/studies/{study.code}/edit/{name}"
    form = hands.open(url).form(holds="edited")
    step(place.as_(place.world.bo).open(url), name, **theirs)
    before = story.again(study)
    hands.send(form, event="save", **mine)
    assert hands.status == 409
    hands.see("Somebody saved this draft while you were writing").see("Saved now:").see(said)
    assert kept(hands)[field] == mine[field]
    assert story.again(study).__data__ == before.__data__
    hands.send(hands.form(holds="edited"), event="save_and_leave")
    assert hands.status == 200
    assert story.again(study).edited == before.edited + 1


def test_a_save_of_another_step_is_in_nobodys_way_while_nothing_here_is_new(place):
    study, hands = ready(place)
    form = hands.open(f"/studies/{study.code}/edit/audience").form(holds="edited")
    step(place.as_(place.world.bo).open(f"/studies/{study.code}"), "details", reward="90")
    hands.send(form, event="save")
    assert hands.url == f"/studies/{study.code}/edit/screener"
    assert story.again(study).reward == 9000


def test_every_save_counts_and_an_old_count_is_stale(place):
    study = story.draft_study(place.world)
    by = story.customer(place.world.ada)
    counts = [story.again(study).edited]
    story.studies.edit(study, by, story.NOW, counts[0], title="New")
    screeners.write(story.again(study), [], by, story.NOW, seen=counts[0] + 1)
    assert story.again(study).edited == counts[0] + 2
    with pytest.raises(Stale):
        story.studies.edit(study, by, story.NOW, counts[0], title="Old")
    assert story.again(study).title == "New"


# Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*STEPS, ""])
def test_a_stranger_finds_no_step_of_another_workspace(place, name):
    study = story.draft_study(place.world)
    hands = place.as_(place.world.mallory)
    assert hands.open(f"/studies/{study.code}/edit/{name}".rstrip("/")).status == 404


def test_a_stranger_posts_nothing_and_asks_for_no_names(place):
    study, hands = ready(place)
    form = hands.open(f"/studies/{study.code}/edit/details").form(holds="edited")
    mallory = place.as_(place.world.mallory).open("/studies/new")
    token = dict(mallory.form(holds="title").fields)["form_token"]
    form.fields = [(name, token if name == "form_token" else value) for name, value in form.fields]
    for name in (*STEPS, "usernames"):
        form.action = f"/studies/{study.code}/edit/{name}"
        assert mallory.send(form).status == 404
    form.action = f"/studies/{study.code}/edit"
    assert mallory.send(form).status == 404


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
@pytest.mark.parametrize("name", STEPS)
def test_a_role_that_is_too_low_is_told_so(place, name, role):
    study, hands = ready(place)
    form = hands.open(f"/studies/{study.code}/edit/{name}").form(action=f"/edit/{name}")
    Member.update(role=role).where(Member.person == place.world.ada).execute()
    assert hands.open(f"/studies/{study.code}/edit/{name}").status == 403
    assert hands.send(form).status == 403
    hands.see("Your role in this workspace does not allow this.")


# After the launch -------------------------------------------------------------------------------------------------


def test_a_launched_study_says_what_may_change_and_what_stays(place):
    study = story.live_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit")
    assert hands.status == 200
    hands.see("What stays as it is").see("It was promised in the invitation, to everybody the same.")
    assert {"title", "about", "meeting_link", "budget", "minimum_notice"} <= hands.form(holds="edited").names()
    assert not {"reward", "length", "audience", "usernames", "places", "host"} & hands.form(holds="edited").names()
    hands.follow("Duplicate the study")
    assert hands.url == f"/studies/{study.code}/duplicate"


def test_what_may_change_is_changed_and_what_is_frozen_is_not(place):
    study = story.live_study(place.world)
    entries = study.version
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit")
    form = hands.form(holds="edited")
    form.fields += [("reward", "1"), ("length", "30"), ("places", "90")]
    hands.send(form, title="A better title", meeting_link="https://meet.example/new", budget="100", horizon="56")
    after = story.again(study)
    assert (after.title, after.meeting_link, after.budget, after.horizon) == (
        "A better title", "https://meet.example/new", 10000, 56,
    )  # fmt: skip
    assert (after.reward, after.length, after.places) == (6000, 60, 2)
    assert (after.state, after.version) == (study.state, entries)


def test_the_new_link_of_the_meeting_is_on_the_join_page_of_what_is_booked(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{session.study.code}/edit")
    hands.see("1 conversation is ahead. The join page shows the new link at once")
    hands.send(hands.form(holds="edited"), meeting_link="https://meet.example/new")
    place.clock.at = session.starts_at - timedelta(minutes=5)
    assert "https://meet.example/new" in place.as_(place.world.cleo).open(f"/sessions/{session.code}/join").html


def test_a_launched_study_is_not_overwritten_either(place):
    study = story.live_study(place.world)
    url = f"/studies/{study.code}/edit"
    form = place.as_(place.world.bo).open(url).form(holds="edited")
    hands = place.as_(place.world.ada).open(url)
    hands.send(hands.form(holds="edited"), title="Ada's")
    other = place.as_(place.world.bo).open(url)
    token = dict(other.form(holds="edited").fields)["form_token"]
    form.fields = [(name, token if name == "form_token" else value) for name, value in form.fields]
    assert other.send(form, title="Bo's").status == 409
    assert dict(other.form(holds="edited").fields)["title"] == "Bo's"
    assert story.again(study).title == "Ada's"


def test_what_can_not_be_used_is_kept_and_said_after_the_launch_too(place):
    study = story.live_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit")
    hands.send(hands.form(holds="edited"), title="", about="Kept", budget="much", meeting_link="https://[::1")
    assert hands.status == 422
    assert kept(hands)["about"] == "Kept"
    hands.see("Please give it a title.").see("Please type an amount").see("begins with https://")


@pytest.mark.parametrize("name", STEPS)
def test_the_steps_of_a_launched_study_lead_to_what_may_change(place, name):
    study, hands = ready(place)
    form = hands.open(f"/studies/{study.code}/edit/{name}").form(action=f"/edit/{name}")
    story.fire(study, "launch", story.customer(place.world.ada), story.NOW)
    assert hands.send(form).status == 409
    hands.see("A study that was launched keeps its terms.")
    assert hands.open(f"/studies/{study.code}/edit/{name}").url == f"/studies/{study.code}/edit"


def test_a_study_that_is_over_changes_no_more(place):
    study = story.live_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit")
    form = hands.form(holds="edited")
    story.fire(study, "cancel", story.customer(place.world.ada), story.NOW, reason="no_longer_needed")
    assert hands.send(form, title="Late").status == 409
    hands.open(f"/studies/{study.code}/edit").see("This study is over.")
    assert story.again(study).title != "Late"


# Duplicates -------------------------------------------------------------------------------------------------------


def test_a_duplicate_takes_along_everything_but_people_and_times(place):
    asks = [
        {"kind": "multiple", "text": "Which lines?", "minimum": 1, "maximum": 2, "choices": [
            {"text": "North", "verdict": "accept", "quota": 3, "skip_to": 0},
            {"text": "South", "verdict": "may"},
        ]},
        {"kind": "scale", "text": "How often?", "minimum": 1, "maximum": 5, "low_label": "Never",
         "high_label": "Daily"},
    ]  # fmt: skip
    study = story.draft_study(place.world, budget=9000, most_per_day=2, horizon=14, gap=30)
    by = story.customer(place.world.ada)
    screeners.write(study, asks, by, story.NOW, one_page=False)
    drafts.save_times(
        study, by, story.NOW, None, {}, {"hosting": "all", "host": study.host, "colleagues": [place.world.bo]}
    )
    study = story.again(study)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/duplicate").press("duplicate")
    copy = Study.select().order_by(Study.id.desc()).get()
    assert hands.url.startswith(f"/studies/{copy.code}/edit")
    same = {
        "title",
        "length",
        "reward",
        "budget",
        "places",
        "gap",
        "horizon",
        "most_per_day",
        "hosting",
        "one_page",
        "host",
    }
    assert {name: copy.__data__[name] for name in same} == {name: study.__data__[name] for name in same}
    assert [one.person for one in CoHost.select().where(CoHost.study == copy)] == [place.world.bo]
    assert screeners.described(copy) == screeners.described(study)
    assert not copy.invitees.exists()
    assert Availability.select().count() == 1
