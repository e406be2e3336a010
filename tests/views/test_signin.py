"""Signing in by a letter: what is consumed when, by whom, and how often; and that no other page acts in somebody's
name."""

import re

import pytest

from models import Asking, Entry, Member, Outgoing, Person, SignIn, Workspace
from outbox.secrets import sign_in_code, sign_in_token
from tests import world as story
from tests.views.app import SECRET

OWN = {"Sec-Fetch-Site": "same-origin"}


def asked(place, email="ada@halden.example", hands=None):
    """A browser that asked for a letter."""
    hands = hands or place.nobody()
    hands.open("/sign-in")
    return hands.send(hands.form(holds="email"), email=email)


def code() -> str:
    """The eight digits of the newest letter."""
    return sign_in_code(SECRET.encode(), Asking.select().order_by(Asking.id.desc()).get().code)


def test_the_code_typed_into_the_tab_that_asked_signs_in(place):
    hands = asked(place)
    hands.send(hands.form(holds="code"), code=code())
    assert hands.url == "/today"
    assert SignIn.select().count() == 1


@pytest.mark.promise("P12")
def test_looking_at_the_link_consumes_nothing(place):
    hands = asked(place)
    asking = Asking.get()
    link = f"/sign-in/{asking.code}/{sign_in_token(SECRET.encode(), asking.code)}"
    scanner = place.nobody()
    for _again in range(3):
        assert scanner.open(link).status == 200
        assert scanner.client.head(link).status_code == 200
    assert not SignIn.select().exists()
    hands.open(link)
    hands.send(hands.form(holds="token"))
    assert hands.url == "/today"


@pytest.mark.promise("P12")
def test_the_link_in_another_browser_shows_digits_and_signs_in_nobody(place):
    asked(place)
    asking = Asking.get()
    link = f"/sign-in/{asking.code}/{sign_in_token(SECRET.encode(), asking.code)}"
    other = place.nobody().open(link)
    other.see(code()[:4])
    assert not any("token" in form.names() for form in other.page.forms)
    other.open("/sign-in")
    form = other.form(holds="email")
    form.action, form.fields = f"/sign-in/{asking.code}", [*form.fields, ("code", code())]
    other.send(form)
    assert other.status == 409
    assert not SignIn.select().exists()


def test_a_code_is_good_once(place):
    hands = asked(place)
    form, digits = hands.form(holds="code"), code()
    hands.send(form, code=digits)
    again = asked(place)
    old = again.form(holds="code")
    old.action = form.action
    assert again.send(old, code=digits).status == 409
    assert SignIn.select().count() == 1


def test_a_code_is_over_after_ten_minutes(place):
    hands = asked(place)
    place.clock.at += 11 * story.MINUTE
    assert hands.send(hands.form(holds="code"), code=code()).status == 409
    assert not SignIn.select().exists()


@pytest.mark.promise("P13")
def test_the_sixth_guess_is_refused_even_if_it_is_right(place):
    hands = asked(place)
    right = code()
    wrong = "00000000" if right != "00000000" else "00000001"
    form = hands.form(holds="code")
    for _guess in range(5):
        assert hands.send(form, code=wrong).status == 422
    assert hands.send(form, code=right).status == 409
    assert not SignIn.select().exists()


@pytest.mark.parametrize("shape", ["{0}{1}", " {0} {1} ", "{0}-{1}\n", "Your code: {0} {1}"])
def test_a_code_can_be_pasted_as_it_stands_in_the_letter(place, shape):
    hands = asked(place)
    digits = code()
    assert hands.send(hands.form(holds="code"), code=shape.format(digits[:4], digits[4:])).url == "/today"


@pytest.mark.promise("P13")
def test_a_guess_for_an_unknown_address_gets_the_same_answer(place):
    def answers(email):
        hands = asked(place, email)
        form, found = hands.form(holds="code"), []
        for _guess in range(6):
            hands.send(form, code="123")
            text = re.sub(r'(value|content)="[0-9a-f]{64}"|[a-z2-9]{13}', "", hands.html)
            found.append((hands.status, text.replace(email, "somebody")))
        return found

    known = answers("ada@halden.example")
    assert [status for status, _text in known] == [422] * 5 + [409]
    assert known == answers("nobody@halden.example")


def test_an_older_code_dies_with_a_new_letter(place):
    hands = asked(place)
    form, old = hands.form(holds="code"), code()
    asked(place, hands=hands)
    assert hands.send(form, code=old).status == 409


@pytest.mark.promise("P13")
def test_an_unknown_address_gets_the_same_answer_and_no_letter(place):
    def answer(email):
        hands = asked(place, email)
        text = re.sub(r'value="[0-9a-f]{64}"|content="[0-9a-f]{64}"|[a-z2-9]{13}', "", hands.html)
        return hands.status, text.replace(email, "somebody")

    assert answer("ada@halden.example") == answer("nobody@halden.example")
    assert [one.letter for one in Outgoing.select()] == ["sign_in"]


def test_the_sixth_letter_in_an_hour_is_refused(place):
    hands = place.nobody()
    for _letter in range(5):
        assert asked(place, hands=hands).status == 200
    refused = asked(place, hands=hands)
    assert refused.status == 429
    place.clock.at += story.HOUR
    assert asked(place, hands=hands).status == 200


@pytest.mark.promise("P58")
def test_no_code_is_kept_anywhere(place):
    asked(place)
    digits = code()
    rows = [*Asking.select().dicts(), *Entry.select().dicts(), *Outgoing.select().dicts()]
    assert digits not in str(rows)


def test_signing_in_gives_a_new_secret_and_an_old_one_is_worth_nothing(place):
    hands = place.nobody()
    hands.client.set_cookie("signin", "planted-by-somebody")
    asked(place, hands=hands)
    hands.send(hands.form(holds="code"), code=code())
    assert hands.client.get_cookie("signin").value != "planted-by-somebody"


@pytest.mark.promise("P14")
def test_signing_out_elsewhere_ends_it_there(place):
    here, there = place.as_(place.world.ada), place.as_(place.world.ada)
    assert there.open("/today").url == "/today"
    here.open("/sign-ins")
    here.send(here.form(action="/sign-ins/end-others"))
    assert there.open("/today").url == "/sign-in"
    assert here.open("/today").url == "/today"


def test_a_customer_is_signed_out_after_half_a_day_of_silence_and_a_contributor_is_not(place):
    ada, cleo = place.as_(place.world.ada), place.as_(place.world.cleo)
    place.clock.at += 13 * story.HOUR
    assert ada.open("/today").url == "/sign-in"
    assert cleo.open("/me").url == "/me"


WAYS_OUT = [
    "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "/x\r\nSet-Cookie: a=b",
    "javascript:alert(1)", "\\\\evil.example", "/\u2028evil", "@evil.example", "http:/evil.example", "///evil.example",
    "/%0d%0a//evil", "//[evil.example", "/\\[", "/" + "a" * 300, "/\x00", "/\x00/evil.example",
]  # fmt: skip


@pytest.mark.promise("P6")
@pytest.mark.parametrize("wanted", WAYS_OUT)
def test_no_link_leads_out_of_parlor_after_signing_in(place, wanted):
    hands = place.nobody().open("/sign-in")
    form = hands.form(holds="email")
    hands.send(form, email="ada@halden.example", next=wanted)
    answer = hands.client.post(
        f"/sign-in/{Asking.get().code}", data={**dict(hands.form(holds="code").fields), "code": code()}, headers=OWN
    )
    there = answer.headers["Location"]
    assert answer.status_code == 303
    assert there.startswith("/")
    assert not re.match(r"^/[/\\]|.*evil\.example$", there) or there == "/"


@pytest.mark.promise("P4")
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://intranet.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    ],
)
def test_no_other_page_acts_in_somebodys_name(place, headers):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/cancel")
    data = {**dict(hands.form(event="cancel").fields), "reason": "other"}
    assert hands.client.post(f"/sessions/{session.code}/cancel", data=data, headers=headers).status_code == 403
    assert story.again(session).state == "scheduled"


@pytest.mark.promise("P4")
@pytest.mark.parametrize("token", ["", "0" * 64, "ä" * 64])
def test_a_form_without_its_token_does_nothing(place, token):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada).open(f"/sessions/{session.code}/cancel")
    data = {**dict(hands.form(event="cancel").fields), "reason": "other", "form_token": token}
    assert hands.client.post(f"/sessions/{session.code}/cancel", data=data, headers=OWN).status_code == 403
    assert story.again(session).state == "scheduled"


def test_the_demo_signs_nobody_in_outside_the_demo(place):
    Person.update(demo="Customer").execute()
    hands = place.nobody().open("/sign-in")
    assert "This is a demo" not in hands.page.text
    form = hands.form(holds="email")
    form.action, form.fields = "/sign-in/demo", [*form.fields, ("person", place.world.ada.code)]
    assert hands.send(form).status == 404
    assert hands.open("/outbox").url == "/sign-in"


def test_an_operator_reads_the_letters_without_their_codes(place):
    asked(place)
    assert place.as_(place.world.ada).open("/outbox").status == 404
    assert place.as_(place.world.olga).open("/outbox").status == 200


def test_a_page_carries_its_locks(place):
    answer = place.nobody().client.get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


def test_who_is_in_no_workspace_has_no_desk(place):
    Member.delete().where(Member.person == place.world.ada).execute()
    assert place.as_(place.world.ada).open("/today").status == 404
    assert Workspace.select().count() == 2
