"""IDs are for matching only: wherever a username is taken, one of them is refused, and the way is shown."""

import pytest

from commands import shortlists, studies
from lifecycle.attempt import Invalid
from models import Person
from tests.commands import recruited, routed
from tests.world import NOW, customer, draft_study

SAID = "IDs are for matching only"


@pytest.fixture
def known(place):
    """Cleo, in a project of Ada's."""
    return routed.candidate(routed.project(place.world), place.world.cleo)


def both(row) -> tuple[str, str]:
    """Her ID in either spelling."""
    return f"pp_{row.tail}", f"i{row.tail}"


def test_a_study_asks_nobody_by_an_id(place, known):
    study = draft_study(place.world)
    ada = place.as_(place.world.ada)
    for name in both(known):
        with pytest.raises(Invalid) as refused:
            studies.name_invitees(study, [name])
        assert SAID in str(refused.value.errors["usernames"])
        ada.open(f"/studies/{study.code}/edit/audience")
        form = ada.form(holds="usernames")
        assert ada.send(form, usernames=name).status == 422
        ada.see(SAID).see(name)
        ada.follow("Whose it is").see("Ferry users").see("cleo.marchetti")


def test_a_list_takes_nobody_by_an_id(place, known):
    favourites = shortlists.favourites(place.world.halden, customer(place.world.ada), NOW)
    ada = place.as_(place.world.ada).open(f"/people?show={favourites.code}")
    ada.send(ada.form(holds="usernames"), usernames=" ".join(both(known)))
    ada.see(SAID).see("0 people were added")


def test_the_people_page_says_so_too(place, known):
    ada = place.as_(place.world.ada)
    for name in both(known):
        ada.open(f"/people?who={name}").see(SAID).follow("Search for it").see("cleo.marchetti")


def test_whoever_came_from_elsewhere_is_meant_too(place):
    recruited.outside(place.world)
    study = draft_study(place.world)
    for name in ("pp_abc1234", "iabc1234"):
        with pytest.raises(Invalid, match="usernames") as refused:
            studies.name_invitees(study, [name])
        assert SAID in str(refused.value.errors["usernames"])


def test_another_team_learns_nothing_of_whose_it_is(place, known):
    mallory = place.as_(place.world.mallory)
    own, short = both(known)
    mallory.open(f"/people?who={short}").see("Nobody")
    assert SAID not in mallory.page.text
    mallory.open(f"/people?who={own}").see(SAID).follow("Search for it").see("Nothing found")


def test_somebody_who_is_really_called_so_can_be_asked(place):
    Person.update(username="isabella").where(Person.id == place.world.cleo.id).execute()
    study = draft_study(place.world, invitees=[place.world.mallory])
    studies.name_invitees(study, ["isabella"])
    assert [one.person for one in study.invitees] == [place.world.cleo]
    with pytest.raises(Invalid) as refused:
        studies.name_invitees(study, ["isadorax"])
    assert SAID not in str(refused.value.errors["usernames"])
