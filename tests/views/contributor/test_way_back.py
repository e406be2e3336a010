"""Whoever a recruiter sent is shown the way back once nothing is left to do here; and reads who pays."""

from commands import connections, participants
from commands.fire import fire
from models import Participant, Payout
from tests.commands import routed
from tests.world import NOW, customer, live_study, themselves


def outsider(place, kind: str = "survey") -> Participant:
    """Cleo, sent by another installation, before the study."""
    world = place.world
    study = live_study(world, invitees=[world.mallory], kind=kind, asks=[])
    connection = connections.make(study, "Elsewhere", customer(world.ada), NOW)
    connections.met(connection, "https://recruiter.example/calls", "https://recruiter.example/back", NOW)
    who = {"source": "recruiter", "recruiter": "outside", "outside_id": "pp_9exh736", "connection": connection}
    return participants.arrive(study, world.cleo, themselves(world.cleo), NOW, **who)


def test_who_finished_is_led_back_by_a_signed_link(place):
    row, cleo = outsider(place), place.as_(place.world.cleo)
    cleo.open(f"/participants/{row.code}").see("By who sent you here")
    assert "60" not in " ".join(cleo.page.text.split("Reward")[1].split()[:8])
    assert not cleo.offers("way_back")
    for event in ("qualify", "start", "submit"):
        row = fire(row, event, themselves(place.world.cleo), NOW)
    cleo.open(f"/participants/{row.code}")
    [link] = [href for href, event, _text in cleo.page.links if event == "way_back"]
    assert link.startswith("https://recruiter.example/back?")
    assert "outcome=complete" in link
    assert "pid=i9exh736" in link
    assert not Payout.select().exists()


def test_of_this_installation_it_leads_to_where_the_money_stands(place):
    world = place.world
    study = live_study(world, invitees=[world.mallory], kind="survey", asks=[])
    candidate = routed.finished(routed.candidate(routed.project(world, study), world.cleo))
    row = candidate.participants.get()
    cleo = place.as_(world.cleo).open(f"/participants/{row.code}").see("€45")
    assert "€60" not in cleo.page.text
    for event in ("start", "submit"):
        row = fire(row, event, themselves(world.cleo), NOW)
    cleo.open(f"/participants/{row.code}").follow("Where it stands with your money")
    assert cleo.url == f"/candidates/{candidate.code}"
