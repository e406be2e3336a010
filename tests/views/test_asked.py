"""The one character that no PostgreSQL text can hold is no fault of the server, wherever it stands."""

import pytest

from tests import world as story


@pytest.mark.parametrize(
    "path", ["/i/%00", "/participants/%00", "/sessions/a%00/join", "/sign-in/%00", "/studies/%00/edit", "/%00"]
)
def test_an_address_with_it_leads_nowhere(place, path):
    for person in (place.world.ada, place.world.cleo):
        assert place.as_(person).open(path).status == 404


def test_a_query_with_it_is_read_without(place):
    hands = place.as_(place.world.olga)
    assert hands.open("/outbox?to=%00&before=%00").status == 200
    assert hands.open("/sign-in?next=%00//evil.example").status == 200


def test_a_form_with_it_is_taken_without(place):
    row = story.qualified(place.world)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}/times")
    hands.send(hands.form(holds="starts_at"), event="book", starts_at="none", note="After\x00 six.")
    assert story.again(row).slot_note == "After six."
    session = story.booked(place.world, story.live_study(place.world))
    hands.open(f"/sessions/{session.code}").press("cancel", reason="other", note="\x00").see("Canceled")


@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_a_header_that_is_no_address_is_nobodys(place, header):
    hands = place.as_(place.world.ada).open("/sign-in/again")
    token = dict(hands.form(holds="form_token").fields)["form_token"]
    own = {} if header == "Origin" else {"Sec-Fetch-Site": "same-origin"}
    answer = hands.client.post(
        "/language", data={"form_token": token, "language": "de"}, headers={header: "https://[::1", **own}
    )
    assert answer.status_code == (403 if header == "Origin" else 303)
