"""Notifications of letters that came back, read as the big mail servers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations import bounces
from integrations.bounces import refused_address
from tests.integrations.notices import SERVERS, notice

OURS, CLEO = "<c0ffee@parlor.example>", "cleo@mail.example"


@pytest.mark.parametrize(("server", "status", "begins"), [
    ("postfix", "5.1.1", "550 5.1.1 <cleo@mail.example>: Recipient address rejected"),
    ("exchange", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
    ("gmail", "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist."),
])  # fmt: skip
def test_which_letter_to_whom_and_why(server, status, begins):
    [found] = bounces.read(notice(server, OURS, CLEO, status=status))
    assert (found.message_id, found.recipients, found.status) == (OURS, (CLEO,), status)
    assert (found.final, found.permanent, found.about_address) == (True, True, True)
    assert found.text.startswith(begins)
    assert len(found.text) <= bounces.LONGEST


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(("action", "status", "final", "permanent", "address"), [
    ("failed", "5.2.1", True, True, True),
    ("failed", "5.0.0", True, True, True),
    ("failed", "5.2.2", True, True, False),
    ("failed", "5.7.1", True, True, False),
    ("failed", "5.3.4", True, True, False),
    ("failed", "4.4.7", True, False, False),
    ("delayed", "4.2.2", False, False, False),
])  # fmt: skip
def test_for_good_for_now_and_whose_fault(server, action, status, final, permanent, address):
    [found] = bounces.read(notice(server, OURS, CLEO, action, status, said=f"{status[0]}50 {status} no"))
    assert (found.final, found.permanent, found.about_address) == (final, permanent, address)


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "nonsense"])
def test_good_news_and_no_news_are_none(server, action):
    assert bounces.read(notice(server, OURS, CLEO, action)) == []


@pytest.mark.parametrize("server", ["postfix", "exchange"])
def test_a_letter_that_was_passed_on_names_both_addresses(server):
    [found] = bounces.read(notice(server, OURS, "cleo@new.example", first=CLEO))
    assert set(found.recipients) == {CLEO, "cleo@new.example"}


@pytest.mark.parametrize("odd", [
    b"", b"\xff\xfe\x00", b"Subject: Out of office\r\n\r\nI am away until Monday.",
    b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n",
    notice("postfix", "no message id", CLEO), notice("postfix", OURS, CLEO, status="none", said="unknown"),
    notice("postfix", OURS, CLEO).replace(b"rfc822; cleo", b"x400; cleo").replace(b"rfc822;cleo", b"x400;cleo"),
    notice("gmail", OURS, CLEO).replace(b"Content-Type: message/rfc822", b"Content-Type: text/plain"),
    notice("gmail", OURS, CLEO) + b"x" * bounces.MOST,
])  # fmt: skip
def test_what_is_no_notification_says_nothing_about_a_letter(odd):
    assert [one for one in bounces.read(odd) if one.recipients] == []


def test_hostile_words_of_a_server_become_one_short_line():
    nasty = "550 5.1.1 <script>\x1b[31m\u202e" + "x" * 5000
    [found] = bounces.read(notice("gmail", OURS, CLEO, said=nasty))
    assert found.text.isprintable()
    assert len(found.text) == bounces.LONGEST


def test_a_notification_about_several_addresses_says_so_of_each():
    text = notice("exchange", OURS, CLEO).decode()
    more = "\r\nFinal-Recipient: rfc822;bo@mail.example\r\nAction: delayed\r\nStatus: 4.2.2\r\n"
    both = text.replace("X-Display-Name: Cleo\r\n", f"X-Display-Name: Cleo\r\n{more}")
    found = bounces.read(both.encode())
    assert [(one.recipients, one.final) for one in found] == [((CLEO,), True), (("bo@mail.example",), False)]


@given(st.binary(max_size=400), st.integers(0, 2400), st.sampled_from(sorted(SERVERS)))
def test_no_bytes_from_outside_break_the_reader(noise, place, server):
    raw = notice(server, OURS, CLEO)
    for one in bounces.read(raw[:place] + noise + raw[place:]):
        assert one.text.isprintable()


@pytest.mark.parametrize(("answer", "refused"), [
    ("550 5.1.1 No such person", True), ("550 5.2.1 Mailbox disabled", True), ("550 No such user here", False),
    ("554 5.7.1 Not this letter", False), ("552 5.2.2 Mailbox full", False), ("451 4.1.1 Later", False), ("", False),
    ("shown in Parlor", False),
])  # fmt: skip
def test_an_answer_at_the_door_is_about_the_address_only_where_it_says_so(answer, refused):
    assert refused_address(answer) is refused
