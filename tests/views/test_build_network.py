"""The audience step for the network: filters by plain forms, the count while they are edited, and what is frozen."""

import pytest

from commands import drafts, offering
from commands.sweep import sweep
from models import Enrolled, Entry, Listed, Member, Outgoing, Participant, Shortlist, Study, database
from tests import world as story
from tests.views.drafting import begun, step
from tests.views.markup import elements
from tests.views.test_statements import MOST, outside_previews
from views.customer import build_network


def on_audience(place, **saved):
    """Ada's browser on the audience step of a draft that asks the network."""
    study = story.draft_study(place.world, audience="network", **saved)
    return study, place.as_(place.world.ada).open(f"/studies/{study.code}/edit/audience")


def kept(hands) -> dict:
    """What stands in the form."""
    found: dict = {}
    for name, value in hands.form(holds="edited").fields:
        found.setdefault(name, []).append(value)
    return found


def ask_in_passing(hands, study, **typed):
    """What the form asks while somebody edits."""
    form = hands.form(holds="edited")
    form.action = f"/studies/{study.code}/edit/matching"
    return hands.send(form, **typed)


WHOLE = {
    "audience": "network", "country": ["PT", "DE"], "gender": ["woman"], "age_from": "30", "age_to": "45",
    "languages": ["de"], "earlier": "all", "pause": "60", "pool": "network",
}  # fmt: skip


def test_what_is_chosen_is_saved_shown_again_and_said_on_the_review(place):
    hands = begun(place)
    step(hands, "audience", **{**WHOLE, "country": ["PT"], "languages": ["de"]})
    study = Study.get()
    assert study.audience == "network"
    assert study.filters == {
        "facts": {"country": ["PT"], "gender": ["woman"], "languages": ["de"]},
        "youngest": 30,
        "oldest": 45,
        "earlier": "all",
        "pause": 60,
    }
    hands.open(f"/studies/{study.code}/edit/audience")
    found = kept(hands)
    assert (found["country"], found["age_from"], found["age_to"]) == (["PT", ""], ["30"], ["45"])
    assert (found["earlier"], found["pause"], found["gender"]) == (["all"], ["60"], ["woman"])
    hands.open(f"/studies/{study.code}/edit/review")
    hands.see("Contributor network").see("Portugal").see("30 to 45").see("Woman").see("German")
    hands.see("Everybody who took part in a study of your team")
    hands.see("Nobody whom your team asked in the last 60 days")


def test_countries_are_added_one_after_the_other_without_javascript(place):
    story.members(6, country="PT"), story.members(7, country="DE")
    _study, hands = on_audience(place)
    form = hands.form(holds="edited")
    hands.send(form, button="count", country=["PT"])
    hands.see("About 5 people match.").see("Country: Portugal")
    hands.send(hands.form(holds="edited"), button="count", country=["PT", "DE"])
    hands.see("About 10 people match.").see("Country: Germany or Portugal")
    assert Study.get().filters == {}


def test_what_can_not_be_counted_is_said_at_its_field_and_its_fold_is_open(place):
    _study, hands = on_audience(place)
    hands.send(hands.form(holds="edited"), button="count", age_from="60", age_to="30")
    assert hands.status == 422
    assert [one.text for one in elements(hands.html, id="f-age_to-error")] == ["This age is below the one before it."]
    assert hands.html.split('id="f-age_to"')[0].rsplit("<details", 1)[1].startswith(' class="fold" open>')
    assert kept(hands)["age_to"] == ["30"]


def test_the_count_is_asked_in_passing_and_nothing_is_saved(place):
    story.members(12, country="PT")
    study, hands = on_audience(place)
    ask_in_passing(hands, study, country=["PT"]).see("About 10 people match.")
    assert "<html" not in hands.html
    assert story.again(study).filters == {}


def test_few_are_not_counted_out_and_the_narrowest_filter_is_named(place):
    story.members(12, country="PT", gender="man")
    story.members(2, country="DE", gender="woman")
    study, hands = on_audience(place)
    ask_in_passing(hands, study, country=["PT"], gender=["woman"]).see("Fewer than 5 people match.")
    hands.see("“Gender” narrows most: without it about 10 would match.")


def test_what_can_not_be_counted_yet_is_said_in_passing(place):
    study, hands = on_audience(place)
    ask_in_passing(hands, study, age_from="12").see("Please type an age from 18 to 120.")
    ask_in_passing(hands.open(f"/studies/{study.code}/edit/audience"), study, audience="specific")
    assert hands.page.text.strip() == ""


def test_nobody_finds_out_about_single_people_by_counting(place, monkeypatch):
    monkeypatch.setattr(build_network, "COUNTS", 1)
    study, hands = on_audience(place)
    url = f"/studies/{study.code}/edit/audience"
    assert [ask_in_passing(hands.open(url), study).status for _n in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"age_from": "12"}, "age_from", "Please type an age from 18 to 120."),
        ({"age_from": "50", "age_to": "40"}, "age_to", "This age is below the one before it."),
        ({"pause": "many"}, "pause", "Please type a number of days from 0 to 730."),
        ({"gender": ["martian"]}, "gender", "Please choose among those that are offered here."),
        ({"limit_of": "gender:woman", "limit_most": "0"}, "limits", "Please type a number from 1 to 1000."),
    ],
)
def test_what_can_not_be_meant_is_said_at_its_field_and_nothing_is_lost(place, typed, field, words):
    study, hands = on_audience(place)
    hands.send(hands.form(holds="edited"), event="save", **{"places": "7", **typed})
    assert hands.status == 422
    hands.see(words)
    assert f'id="f-{field}-error"' in hands.html
    assert kept(hands)["places"] == ["7"]
    assert story.again(study).filters == {}


def test_filters_that_nobody_uses_keep_nobody_from_saving(place):
    study, hands = on_audience(place)
    hands.send(hands.form(holds="edited"), event="save", audience="invite", age_from="12")
    assert hands.status == 200
    assert story.again(study).audience == "invite"


def test_a_limit_is_added_changed_and_taken_away(place):
    hands = begun(place)
    step(hands, "audience", audience="network", limit_of="gender:woman", limit_most="3")
    assert Study.get().filters == {"limits": [["gender", "woman", 3]]}
    hands.open(f"/studies/{Study.get().code}/edit/review").see("At most 3 placesGender: Woman")
    step(hands, "audience", limit_most=["2", ""])
    assert Study.get().filters == {"limits": [["gender", "woman", 2]]}
    step(hands, "audience", limit_most=["", ""])
    assert Study.get().filters == {}


def test_lists_and_earlier_studies_of_the_team_are_offered_and_others_are_not(place):
    ada = place.world.ada
    one, _two = story.members(2, country="PT")
    mine = Shortlist.create(workspace=place.world.halden, name="Favourites", favourites=True, at=story.NOW)
    theirs = Shortlist.create(workspace=place.world.elsewhere, name="Of others", at=story.NOW)
    Listed.create(shortlist=mine, person=one, by=ada, at=story.NOW)
    earlier = story.live_study(place.world, title="The first round")
    study, hands = on_audience(place)
    hands.see("Favourites").see("The first round")
    assert "Of others" not in hands.page.text
    typed = {"lists": [mine.code], "earlier": "chosen", "left_out": [earlier.code]}
    hands.send(hands.form(holds="edited"), event="save_and_leave", **typed)
    assert story.again(study).filters == {"lists": [mine.id], "earlier": "chosen", "studies": [earlier.id]}
    hands.open(f"/studies/{study.code}/edit/review").see("Favourites").see("Who took part in The first round")
    form = hands.open(f"/studies/{study.code}/edit/audience").form(holds="edited")
    hands.send(form, event="save", lists=[theirs.code])
    assert hands.status == 422


def test_own_people_are_priced_as_such(place):
    _study, hands = on_audience(place, filters={"pool": "own"})
    hands.see("Launching would reserve 28 of your 500 units.")


def test_the_review_says_how_many_would_be_invited_and_in_which_order(place):
    story.members(12, country="PT")
    study, hands = on_audience(place, filters={"facts": {"country": ["PT"]}})
    hands.open(f"/studies/{study.code}/edit/review")
    hands.send(hands.form(action="/edit/review"), button="look").see("About 10 people match.")
    hands.see("who has been there longest first")
    assert not Participant.select().exists()
    hands.press("launch").see("Live")
    assert sweep(story.NOW)["invite"] == 12


def test_an_invitation_says_nothing_of_why_somebody_matches(place):
    [person] = story.members(1, country="PT", gender="woman", birth_year=1990)
    study = story.live_study(place.world, audience="network",
                             filters={"facts": {"country": ["PT"], "gender": ["woman"]}, "youngest": 30})  # fmt: skip
    sweep(story.NOW)
    hands = place.as_(person).open(f"/participants/{Participant.get(Participant.study == study).code}")
    assert hands.status == 200
    for words in ("Portugal", "Woman", "1990", "match"):
        assert words not in hands.page.text
    assert Outgoing.get().letter == "invitation"
    assert Entry.get(Entry.noun == "participant").details == {}


def test_who_is_asked_is_frozen_after_the_launch_and_a_duplicate_takes_it_along(place):
    filters = {"facts": {"country": ["PT"]}, "pause": 30}
    study = story.live_study(place.world, audience="network", filters=filters)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit")
    hands.see("Country: Portugal")
    form = hands.form(holds="edited")
    form.fields.append(("country", "DE"))
    hands.send(form)
    assert story.again(study).filters == filters
    assert place.as_(place.world.ada).open(f"/studies/{study.code}/edit/audience").url.endswith("/edit")
    copy = drafts.duplicate(study, place.world.ada, story.NOW)
    assert (copy.audience, copy.filters, copy.offering) == ("network", filters, None)


def test_two_editors_notice_that_the_other_asks_for_other_people(place):
    study, hands = on_audience(place)
    form = hands.form(holds="edited")
    bo = place.as_(place.world.bo).open(f"/studies/{study.code}/edit/audience")
    step(bo, "audience", country=["NO"])
    hands.send(form, event="save", country=["PT"])
    assert hands.status == 409
    hands.see("Saved now:").see("Norway")
    assert story.again(study).filters == {"facts": {"country": ["NO"]}}


def test_a_change_of_whom_it_asks_sends_an_approved_study_back(place):
    study = story.draft_study(place.world, audience="network")
    place.world.halden.asks_review = True
    place.world.halden.save()
    study = story.fire(study, "request_review", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}")
    step(hands, "audience", country=["NO"])
    assert story.again(study).state == "draft"


def test_strangers_and_low_roles_count_nobody(place):
    study, hands = on_audience(place)
    form = hands.form(holds="edited")
    form.action = f"/studies/{study.code}/edit/matching"
    mallory = place.as_(place.world.mallory).open("/studies/new")
    token = dict(mallory.form(holds="title").fields)["form_token"]
    theirs = [(name, token if name == "form_token" else value) for name, value in form.fields]
    form.fields, own = theirs, form.fields
    assert mallory.send(form).status == 404
    form.fields = own
    Member.update(role="viewer").where(Member.person == place.world.ada).execute()
    assert hands.send(form).status == 403


def test_the_clock_asks_a_few_hundred_at_most_at_once():
    assert offering.CHUNK <= 1000


# The page of a launched study ------------------------------------------------------------------------------------


def asked(place, study) -> str:
    """What its page says about how many were asked."""
    page = place.as_(place.world.ada).open(f"/studies/{study.code}")
    said = [one for one in elements(page.html, "p") if "data-asked" in one.attrs]
    return " ".join(said[0].text.split()) if said else ""


def test_the_page_says_how_far_the_asking_is_in_round_numbers(place, monkeypatch):
    story.members(17)
    study = story.live_study(place.world, audience="network", filters={})
    assert asked(place, study) == "0 of about 15 people asked so far."
    monkeypatch.setattr(offering, "CHUNK", 9)
    offering.offer(study, story.NOW)
    assert asked(place, study) == "9 of about 10 people asked so far."
    monkeypatch.setattr(offering, "CHUNK", 5)
    offering.offer(study, story.NOW)
    everybody = "That is everybody who matches by now; who matches later is asked then."
    assert asked(place, study) == f"14 people asked so far. {everybody}"
    offering.offer(study, story.NOW)
    assert story.again(study).offering is None
    assert asked(place, study) == f"17 people asked so far. {everybody}"
    study = story.fire(story.again(study), "pause", story.customer(place.world.ada), story.NOW)
    assert asked(place, study) == "17 people asked so far. Nobody else is asked while the study is paused."


def test_the_page_says_why_nobody_else_is_asked(place):
    one = story.members(6)[0]
    study = story.live_study(place.world, audience="network", filters={}, places=1, asks=[])
    offering.offer(study, story.NOW)
    story.booked(place.world, study, one)
    assert asked(place, study) == "6 people asked so far. Nobody else is asked while every place is taken."
    assert asked(place, story.live_study(place.world)) == ""


def test_of_a_teams_own_people_the_number_is_exact(place, monkeypatch):
    for number, person in enumerate(story.members(4)):
        Enrolled.create(workspace=place.world.halden, person=person, name=f"Nr {number}", by=place.world.ada,
                        email=f"n{number}@example.org", at=story.NOW)  # fmt: skip
    study = story.live_study(place.world, audience="network", filters={"pool": "own"})
    monkeypatch.setattr(offering, "CHUNK", 1)
    offering.offer(study, story.NOW)
    assert asked(place, study) == "1 of 4 people asked so far."


def test_however_many_are_to_be_asked_the_page_asks_the_database_little(place):
    story.members(30)
    study = story.live_study(place.world, audience="network", filters={})
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}")
    statements: list = []
    database.db.obj.query_hooks.append(statements.append)
    hands.open(f"/studies/{study.code}")
    database.db.obj.query_hooks.clear()
    # Beside the sign-in's one and the four of a page: how many match, while they are being asked.
    assert len(outside_previews([one.sql for one in statements])) <= 1 + MOST + 1
