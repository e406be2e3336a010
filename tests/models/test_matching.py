"""Who fits: held against a plain reading of the same rules, person by person, on both databases."""

import random
from datetime import timedelta

import pytest

from lifecycle.attempt import By
from models import Enrolled, Listed, Mark, Member, Person, Profile, Shortlist, Standing, Study, matching
from rules.matching import Limit, Wanted
from tests import world
from tests.world import DAY, NOW


def member(name: str, **facts) -> Person:
    """Somebody in the network who told these facts."""
    person = world.contributor(name)
    Profile.insert(person=person, updated_at=NOW, **facts).on_conflict(
        conflict_target=(Profile.person, Profile.scope), update={**facts, "updated_at": NOW}
    ).execute()
    return person


@pytest.fixture
def study(people):
    """A draft that asks the network."""
    return world.draft_study(people, audience="network")


def found(study, at=NOW, **asked) -> list[str]:
    """The usernames of those who fit, in their order."""
    wanted = Wanted(**asked)
    numbers = matching.after(study, wanted, at, 0, 1000)
    assert matching.count(study, wanted, at) == len(numbers)
    assert numbers == sorted(numbers)
    return [Person.get_by_id(number).username for number in numbers]


COUNTRIES, GENDERS = ("DE", "PT", "NO", ""), ("woman", "man", "not_said", "")
LANGUAGES = ("", ",de,", ",de,en,", ",en,")


@pytest.fixture
def crowd(people):
    """Two hundred members who are all kinds of people."""
    dice = random.Random(7)
    rows = []
    for number in range(200):
        facts = {
            "country": dice.choice(COUNTRIES),
            "gender": dice.choice(GENDERS),
            "languages": dice.choice(LANGUAGES),
            "birth_year": dice.choice([None, *range(1950, 2008)]),
        }
        rows.append((member(f"one.{number}", **facts).username, facts))
    return rows


def fits(facts, wanted) -> bool:
    """The same, read plainly."""
    for name, codes in wanted.get("facts", {}).items():
        if not set(codes) & set(facts[name].split(",")):
            return False
    year, age = facts["birth_year"], (wanted.get("youngest"), wanted.get("oldest"))
    if any(age):
        return year is not None and (age[0] or 0) <= NOW.year - year <= (age[1] or 200)
    return True


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"facts": {"country": ("DE",)}},
        {"facts": {"country": ("DE", "NO"), "gender": ("woman",)}},
        {"facts": {"languages": ("en", "fr")}},
        {"youngest": 30},
        {"youngest": 30, "oldest": 30},
        {"oldest": 45, "facts": {"languages": ("de",), "country": ("PT", "DE")}},
        {"facts": {"country": ("FR",)}},
    ],
)
def test_exactly_those_fit_of_whom_everything_is_known_that_is_asked(crowd, study, wanted):
    expected = [name for name, facts in crowd if fits(facts, wanted)]
    assert found(study, **wanted) == expected


def test_the_next_ones_follow_the_last_one_that_was_read(crowd, study):
    wanted = Wanted({"country": ("DE",)})
    whole = matching.after(study, wanted, NOW, 0, 1000)
    parts, last = [], 0
    while part := matching.after(study, wanted, NOW, last, 7):
        parts, last = parts + part, part[-1]
    assert parts == whole


def test_without_each_filter_so_many_more_would_fit(crowd, study):
    asked = {"facts": {"country": ("DE",), "gender": ("woman",)}, "oldest": 40}
    less = {
        "country": {"facts": {"gender": ("woman",)}, "oldest": 40},
        "birth_year": {"facts": asked["facts"]},
        "gender": {"facts": {"country": ("DE",)}, "oldest": 40},
    }
    counted = matching.without_each(study, Wanted(**asked), NOW)
    assert counted == {name: len(found(study, **one)) for name, one in less.items()}
    assert matching.without_each(study, Wanted(), NOW) == {}


def removed(person, people) -> None:
    """The network removed them."""
    Mark.create(person=person, kind="report", severe=True, entry=1, at=NOW)
    standing = Standing.get(Standing.person == person)
    standing = world.fire(standing, "review", By("clock", None), NOW)
    world.fire(standing, "remove", world.operator(people.olga), NOW)


def test_who_left_is_leaving_was_removed_or_wants_no_invitations_is_not_asked(people, study):
    names = ["stays", "removed", "unsubscribed", "leaving", "left", "played", "colleague", "under.review"]
    one = {name: member(name) for name in names}
    removed(one["removed"], people)
    Mark.create(person=one["under.review"], kind="report", severe=True, entry=1, at=NOW)
    world.fire(Standing.get(Standing.person == one["under.review"]), "review", By("clock", None), NOW)
    for name, values in {
        "unsubscribed": {"unsubscribed_at": NOW},
        "leaving": {"erasure_asked_at": NOW},
        "left": {"erased_at": NOW},
        "played": {"practice_for": people.ada.id},
    }.items():
        Person.update(values).where(Person.id == one[name]).execute()
    Member.create(workspace=people.halden, person=one["colleague"], role="viewer")
    assert found(study) == ["stays", "under.review"]


def test_a_member_of_another_team_is_asked(people, study):
    one = member("works.elsewhere")
    Member.create(workspace=people.elsewhere, person=one, role="viewer")
    assert found(study) == ["works.elsewhere"]


def test_who_is_in_the_study_is_not_asked_again(people, study):
    one = member("one")
    world.participants.invite(study, one, world.customer(people.ada), NOW)
    assert found(study, at=NOW + 900 * DAY) == []


def test_the_pause_ends_after_exactly_so_many_days(people, study):
    one = member("one")
    world.participants.invite(world.draft_study(people), one, world.customer(people.ada), NOW)
    assert found(study) == ["one"]
    assert found(study, at=NOW + 30 * DAY - timedelta(seconds=1), pause=30) == []
    assert found(study, at=NOW + 30 * DAY, pause=30) == ["one"]


def test_the_longer_pause_of_team_and_study_counts_and_other_teams_do_not(people, study):
    one = member("one")
    other = world.draft_study(people, workspace=people.elsewhere, author=people.mallory)
    world.participants.invite(other, one, world.customer(people.mallory), NOW)
    people.halden.cooldown = 90
    people.halden.save()
    study = world.again(study)
    assert found(study, pause=30) == ["one"]
    world.participants.invite(world.draft_study(people), one, world.customer(people.ada), NOW)
    assert found(study, at=NOW + 30 * DAY, pause=30) == []
    assert found(study, at=NOW + 90 * DAY, pause=30) == ["one"]
    assert found(study, at=NOW + 90 * DAY, pause=120) == []


def test_who_took_part_earlier_is_left_out_and_who_was_only_asked_is_not(people, study):
    took, asked = member("took"), member("asked")
    earlier = world.live_study(people, invitees=[took, asked])
    world.held(people, world.booked(people, earlier, took))
    other = world.draft_study(people, title="Another")
    assert found(study) == ["took", "asked"]
    assert found(study, earlier="all") == ["asked"]
    assert found(study, earlier="chosen", studies=(earlier.id,)) == ["asked"]
    assert found(study, earlier="chosen", studies=(other.id,)) == ["took", "asked"]


def test_only_people_on_a_list_where_lists_are_chosen(people, study):
    one, _two = member("one"), member("two")
    favourites = Shortlist.create(workspace=people.halden, name="Favourites", at=NOW)
    Listed.create(shortlist=favourites, person=one, by=people.ada, at=NOW)
    empty = Shortlist.create(workspace=people.halden, name="Nobody", at=NOW)
    assert found(study, lists=(favourites.id,)) == ["one"]
    assert found(study, lists=(favourites.id, empty.id)) == ["one"]
    assert found(study, lists=(empty.id,)) == []


def test_a_list_names_somebody_by_username_or_as_an_own_person_and_never_as_both(people, study):
    one, two = member("one"), member("two")
    chosen = Shortlist.create(workspace=people.halden, name="Both kinds", at=NOW)
    for person in (one, two):
        Enrolled.create(workspace=people.halden, person=person, by=people.ada, at=NOW)
    Listed.create(shortlist=chosen, person=one, by=people.ada, at=NOW)
    Listed.create(shortlist=chosen, person=two, own=True, by=people.ada, at=NOW)
    assert found(study, lists=(chosen.id,)) == ["one"]
    assert found(study, lists=(chosen.id,), pool="own") == ["two"]


def test_own_people_are_those_of_the_team_with_what_the_team_says(people, study):
    said, silent, left, foreign = (world.contributor(name) for name in ("said", "silent", "left", "foreign"))
    for person, house in ((said, people.halden), (silent, people.halden), (left, people.halden),
                          (foreign, people.elsewhere)):  # fmt: skip
        Enrolled.create(workspace=house, person=person, by=people.ada, at=NOW)
    Enrolled.update(left_at=NOW).where(Enrolled.person == left).execute()
    Profile.create(person=said, scope=people.halden.id, country="PT", updated_at=NOW)
    Profile.create(person=foreign, scope=people.elsewhere.id, country="PT", updated_at=NOW)
    assert found(study, pool="own") == ["said", "silent"]
    assert found(study, pool="own", facts={"country": ("PT",)}) == ["said"]


def test_who_falls_under_a_closed_limit_is_passed_over(people, study):
    member("one", gender="woman"), member("two", gender="man"), member("three")
    shut = [Limit("gender", "woman", 1)]
    numbers = matching.after(study, Wanted(), NOW, 0, 10, shut)
    assert [Person.get_by_id(number).username for number in numbers] == ["two", "three"]


def test_lists_and_earlier_studies_are_those_of_the_team(people, study):
    mine = Shortlist.create(workspace=people.halden, name="Mine", favourites=True, at=NOW)
    Shortlist.create(workspace=people.elsewhere, name="Theirs", at=NOW)
    live = world.live_study(people)
    world.live_study(people, workspace=people.elsewhere, author=people.mallory)
    offered = matching.choosable(study)
    assert [(one.id, one.name, bool(one.favourites)) for one in offered["list"]] == [(mine.id, "Mine", True)]
    assert [one.code for one in offered["study"]] == [live.code]


def test_the_filters_of_a_study_are_read_as_they_were_kept(people):
    study = Study.get_by_id(world.draft_study(people, audience="network", filters={"pause": 7}).id)
    assert matching.asked_of(study) == Wanted(pause=7)
