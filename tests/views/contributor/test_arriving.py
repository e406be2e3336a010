"""Coming from an outside recruiter: the link that was made opens once, to its own person; every other one changes
nothing, says nothing, and is kept for the team."""

import re

import pytest

from commands import connections
from commands.fire import fire
from models import Asking, Connection, Nonce, Participant, Payout, Person, SignIn, Suspect
from tests import world as story
from tests.commands import halves
from tests.views.foreign import contents
from tests.world import DAY, HOUR, NOW

# What may be different after a link that could not be believed.
NOTED = {"suspect", "bucket"}


@pytest.fixture
def study(place):
    """A survey to which a recruiter sends people."""
    return halves.open_study(place.world)


@pytest.fixture
def recruiter(place, study):
    """The recruiter's connection."""
    return halves.recruiter(place.world, study)


def arrive(hands, link: str):
    """Open the link and press its one button."""
    hands.open(link)
    return hands.press("arrive") if hands.status == 200 else hands


def test_looking_changes_nothing_and_says_what_it_is_and_who_pays(place, study, recruiter):
    before = contents()
    hands = place.nobody().open(halves.link(study, recruiter))
    hands.see(study.title).see("60 minutes").see("By who sent you here").see("Panel North")
    assert "€60" not in hands.page.text
    assert len([form for form in hands.page.forms if form.method == "post" and form.action.startswith("/r/")]) == 1
    assert contents() == before


def test_one_press_makes_a_guest_who_is_signed_in_and_qualified(place, study, recruiter):
    hands = arrive(place.nobody(), halves.link(study, recruiter))
    row = halves.only(study)
    assert (row.state, row.source, row.recruiter, row.outside_id) == ("qualified", "recruiter", "outside", "pp_9exh736")
    assert row.connection == recruiter
    assert (row.person.guest, row.person.email) == (True, None)
    assert hands.url == f"/participants/{row.code}"
    assert hands.offers("start")


def test_the_link_of_the_studys_own_page_is_as_good_once_it_is_signed(place, study, recruiter):
    # It is the one that people copy; read as the public page it would make them strangers without an ID.
    link = halves.link(study, recruiter, path=f"/i/{study.link}")
    hands = place.nobody().open(link).see("Panel North").see("By who sent you here")
    hands.press("arrive")
    row = halves.only(study)
    assert (row.state, row.source, row.outside_id) == ("qualified", "recruiter", "pp_9exh736")
    assert hands.url == f"/participants/{row.code}"
    # Signed for one place it opens no other, and one that was changed is not the public page either.
    for changed in (link.replace("/i/", "/r/"), link.replace("9exh736", "9exh737")):
        assert place.nobody().open(changed).status == 403
    assert Suspect.select().count() == 2


def test_a_press_twice_or_a_reload_leads_to_the_same_place(place, study, recruiter):
    link = halves.link(study, recruiter)
    hands = arrive(place.nobody(), link)
    first = hands.url
    assert hands.open(link).url == first
    assert Participant.select().count() == 1
    assert not Suspect.select().exists()


def test_the_same_id_with_a_new_link_leads_another_browser_to_the_row_that_is_there(place, study, recruiter):
    arrive(place.nobody(), halves.link(study, recruiter))
    other = place.nobody().open(halves.link(study, recruiter)).see("You have been here before")
    assert other.press("arrive").url == f"/participants/{halves.only(study).code}"
    assert Participant.select().count() == 1


def test_two_people_of_one_browser_are_two_people(place, study, recruiter):
    hands = arrive(place.nobody(), halves.link(study, recruiter))
    arrive(hands, halves.link(study, recruiter, "pp_another"))
    first, second = Participant.select().order_by(Participant.id)
    assert first.person != second.person
    assert hands.url == f"/participants/{second.code}"


def test_a_member_takes_part_as_themselves_and_only_once(place, study, recruiter):
    cleo = place.as_(place.world.cleo)
    arrive(cleo, halves.link(study, recruiter))
    assert halves.only(study).person == place.world.cleo
    arrive(cleo, halves.link(study, recruiter, "pp_another"))
    assert cleo.status == 409
    cleo.see("with another ID")
    assert Participant.select().count() == 1


def test_a_link_alone_signs_nobody_in_who_has_an_address(place, study, recruiter):
    arrive(place.as_(place.world.cleo), halves.link(study, recruiter))
    before = SignIn.select().where(SignIn.person == place.world.cleo).count()
    other = arrive(place.nobody(), halves.link(study, recruiter))
    assert SignIn.select().where(SignIn.person == place.world.cleo).count() == before
    assert "Sign in" in other.page.text


def test_the_team_sees_its_own_page_and_can_not_take_part(place, study, recruiter):
    ada = place.as_(place.world.ada).open(halves.link(study, recruiter)).see("This is how others see it")
    assert not ada.offers("arrive")
    assert not Participant.select().exists()


def test_a_conversation_asks_for_an_address_first(place):
    study = halves.open_study(place.world, "live_conversation")
    link = halves.link(study, halves.recruiter(place.world, study))
    hands = place.nobody().open(link)
    hands.send(hands.form(holds="email"), email="robin", terms="1")
    assert hands.status == 422
    hands.send(hands.form(holds="email"), email="robin@mail.example", terms="1")
    assert Asking.get().next_page == link
    assert not Participant.select().exists()
    assert not Nonce.select().exists()
    robin = place.as_(Person.get(Person.email == "robin@mail.example"))
    arrive(robin, link)
    assert halves.only(study).state == "invited"
    assert robin.url.endswith("/questions")


@pytest.mark.parametrize("event", ["pause", "close", "cancel"])
def test_a_study_that_takes_nobody_in_says_so_and_suspects_nobody(place, study, recruiter, event):
    link = halves.link(study, recruiter)
    fire(study, event, story.customer(place.world.ada), NOW, **({"reason": "other"} if event == "cancel" else {}))
    hands = place.nobody().open(link)
    assert not hands.offers("arrive")
    assert not Suspect.select().exists()
    assert not Participant.select().exists()


def test_who_comes_when_everybody_is_found_is_told_so_and_led_back(place):
    study = halves.open_study(place.world, places=1)
    recruiter = halves.recruiter(place.world, study)
    arrive(place.nobody(), halves.link(study, recruiter))
    row = halves.only(study)
    for event in ("start", "submit"):
        row = fire(row, event, story.themselves(row.person), NOW)
    late = arrive(place.nobody(), halves.link(study, recruiter, "pp_another"))
    assert Participant.get(Participant.outside_id == "pp_another").state == "over_quota"
    assert "outcome=overquota" in late.html


def query(link: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in link.partition("?")[2].split("&"))


def told(link: str, **changes: str | None) -> str:
    """The link with these parameters written over, or gone."""
    said = query(link) | changes
    path = link.partition("?")[0]
    return f"{path}?{'&'.join(f'{name}={value}' for name, value in said.items() if value is not None)}"


PARTS = ("exp", "key", "nonce", "pid", "sig")
TAMPERED = {
    "unsigned": lambda link: link.partition("?")[0],
    "only the ID": lambda link: link.partition("?")[0] + "?pid=pp_9exh736",
    **{f"without {name}": (lambda link, name=name: told(link, **{name: None})) for name in PARTS},
    **{f"empty {name}": (lambda link, name=name: told(link, **{name: ""})) for name in PARTS},
    **{f"doubled {name}": (lambda link, name=name: f"{link}&{name}={query(link)[name]}") for name in PARTS},
    "another ID": lambda link: told(link, pid="pp_9exh737"),
    "the study's form of the ID": lambda link: told(link, pid="i9exh736"),
    "the ID in capitals": lambda link: told(link, pid="PP_9EXH736"),
    "the ID re-encoded": lambda link: told(link, pid="pp%5F9exh736"),
    "the ID half encoded": lambda link: told(link, pid="pp_9%65xh736"),
    "a look-alike": lambda link: told(link, pid="pp_9%D0%B5xh736"),
    "a later end": lambda link: told(link, exp=str(int(query(link)["exp"]) + 3600)),
    "an end with a sign": lambda link: told(link, exp="+" + query(link)["exp"]),
    "another number": lambda link: told(link, nonce="m" * 24),
    "another key": lambda link: told(link, key="rk_2222222222222"),
    "a signature in capitals": lambda link: told(link, sig=query(link)["sig"].upper()),
    "a signature of zeros": lambda link: told(link, sig="0" * 64),
    "half a signature": lambda link: told(link, sig=query(link)["sig"][:32]),
    "a parameter more": lambda link: f"{link}&utm_source=mail",
    "a parameter before": lambda link: link.replace("?", "?a=1&"),
    "another order": lambda link: link.partition("?")[0] + "?" + "&".join(reversed(link.partition("?")[2].split("&"))),
    "a semicolon": lambda link: link.replace("&", ";"),
    "a plus": lambda link: link.replace("pid=", "pid=+"),
    "a null": lambda link: f"{link}%00",
    "names in capitals": lambda link: link.replace("pid=", "PID="),
    "a bracket": lambda link: link.replace("pid=", "pid[]="),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERED)
def test_a_link_that_was_touched_changes_nothing(place, study, recruiter, how):
    good = halves.link(study, recruiter)
    bad = TAMPERED[how](good)
    before = contents()
    hands = place.nobody().open(good)
    form = hands.form(event="arrive")
    assert hands.open(bad).status == 403
    form.action = bad
    assert hands.send(form, event="arrive").status == 403
    after = contents()
    assert {table for table in before if before[table] != after[table]} <= NOTED
    assert Suspect.select().where(Suspect.study == study, Suspect.times == 2).count() == 1
    assert not re.search(r"signature|nonce|altered|expired", hands.page.text)


def refused(place, link: str, status: int, kind: str):
    """Looked at and pressed, it changes nothing, and is kept as a suspect of this kind."""
    before = contents()
    hands = place.nobody()
    assert hands.open(link).status == status
    hands.see("This link does not open")
    after = contents()
    assert {table for table in before if before[table] != after[table]} == {"suspect"}
    assert Suspect.select().order_by(Suspect.id.desc()).first().kind == kind


def test_a_link_for_another_study_opens_nothing_here(place, study, recruiter):
    other = halves.open_study(place.world, title="Another")
    theirs = halves.recruiter(place.world, other)
    refused(place, halves.link(other, theirs).replace(other.link, study.link), 403, "swapped")
    refused(place, halves.link(study, theirs), 403, "swapped")
    refused(place, halves.link(study, recruiter, secret=theirs.secret), 403, "altered")


def test_a_link_that_is_over_or_was_used_opens_nothing(place, study, recruiter):
    link = halves.link(study, recruiter)
    arrive(place.nobody(), link)
    refused(place, link, 409, "replayed")
    fresh = halves.link(study, recruiter, "pp_another")
    place.clock.at = NOW + DAY
    refused(place, fresh, 409, "expired")
    place.clock.at = NOW + DAY - HOUR
    assert place.nobody().open(fresh).status == 200


def test_a_page_that_was_open_while_another_used_the_link_does_not_open(place, study, recruiter):
    link = halves.link(study, recruiter)
    slow = place.nobody().open(link)
    arrive(place.nobody(), link)
    assert slow.press("arrive").status == 409
    assert Participant.select().count() == 1
    assert Suspect.get().kind == "replayed"


@pytest.mark.parametrize("pid", ["i9exh736", "pp_9exh73", "pp_9EXH736", "", "pp_9exh736 ", "pp_９exh736", "../../etc"])
def test_a_signed_link_with_no_id_of_ours_opens_nothing(place, study, recruiter, pid):
    refused(place, halves.link(study, recruiter, pid), 403, "unknown_id")


def test_links_of_a_revoked_connection_open_nothing(place, study, recruiter):
    link = halves.link(study, recruiter)
    connections.revoke(recruiter, story.customer(place.world.ada), NOW)
    refused(place, link, 403, "unknown_key")


def test_a_changed_secret_leaves_the_old_links_for_a_week(place, study, recruiter):
    link = halves.link(study, recruiter, lasts=10 * DAY)
    connections.rotate(recruiter, story.customer(place.world.ada), NOW)
    assert place.nobody().open(link).status == 200
    assert place.nobody().open(halves.link(study, Connection.get_by_id(recruiter.id))).status == 200
    place.clock.at = NOW + 7 * DAY
    refused(place, link, 403, "altered")
    connections.rotate(recruiter, story.customer(place.world.ada), NOW + 7 * DAY, overlap=False)
    assert len(Connection.get_by_id(recruiter.id).secrets(NOW + 7 * DAY)) == 1


def test_a_million_bad_links_are_few_rows(place, study, recruiter):
    hands = place.nobody()
    for number in range(230):
        hands.open(f"/r/{study.link}?pid=pp_{number:07}")
    assert Suspect.select().count() == 200


@pytest.fixture
def tool(place):
    """A project that sends people to an outside tool, with Cleo on her way there."""
    project, connection = halves.tool(place.world)
    return connection, halves.sent(project, place.world.cleo)


def test_coming_back_says_thanks_and_changes_nobodys_state(place, tool):
    connection, cleo = tool
    before = contents()
    hands = place.as_(place.world.cleo).open(halves.back(connection, f"i{cleo.tail}"))
    hands.see("Thank you, that was it").follow("Go to my page")
    assert hands.url == f"/candidates/{cleo.code}"
    after = contents()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"heard", "nonce", "sign_in"}
    assert not Payout.select().exists()


@pytest.mark.parametrize("outcome", ["quality", "error"])
def test_an_outcome_that_somebody_has_to_look_at_is_a_suspect(place, tool, outcome):
    connection, cleo = tool
    place.nobody().open(halves.back(connection, f"i{cleo.tail}", outcome))
    assert (Suspect.get().kind, Suspect.get().outside_id) == (outcome, f"pp_{cleo.tail}")
    assert type(cleo).get_by_id(cleo.id).state == "incomplete"


BAD_WAYS = {
    "replayed": (409, lambda link: link),
    "unsigned": (403, lambda link: link.partition("?")[0]),
    "altered": (403, lambda link: link.replace("complete", "quality")),
    "malformed": (403, lambda link: f"{link}&a=1"),
    "expired": (409, lambda link: link),
}


@pytest.mark.parametrize("kind", BAD_WAYS)
def test_a_way_back_that_can_not_be_believed_is_a_suspect(place, tool, kind):
    connection, cleo = tool
    link = halves.back(connection, f"i{cleo.tail}")
    status, change = BAD_WAYS[kind]
    if kind == "replayed":
        place.nobody().open(link)
    if kind == "expired":
        place.clock.at = NOW + DAY
    refused(place, change(link), status, kind)


def test_a_way_back_with_the_recruiters_own_form_of_the_id_is_a_suspect(place, tool):
    connection, cleo = tool
    refused(place, halves.back(connection, f"pp_{cleo.tail}"), 403, "unknown_id")
    assert place.nobody().open("/back/nobody?a=b").status == 403


def test_nothing_is_said_of_money_that_is_paid_elsewhere(place, study, recruiter):
    hands = place.nobody().open(halves.link(study, recruiter))
    assert "What is owed and paid to you" not in hands.page.text
    hands.press("arrive")
    row = halves.only(study)
    for event in ("start", "submit"):
        row = fire(row, event, story.themselves(row.person), NOW)
    hands.open(f"/participants/{row.code}").see("once a person there has marked you as Completed")
