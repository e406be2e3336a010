"""Tremendous as its documents say it: a real server on this machine plays it, with their messages."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from integrations import payers, tremendous
from integrations.payers import Forged, Said
from integrations.tremendous import LIVE, SANDBOX, Tremendous

PATH = "/api/v2"


class Played(ThreadingHTTPServer):
    """The service: its orders, and what it answers instead when it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.orders, self.calls, self.instead, self.delivery = {}, [], [], "SUCCEEDED"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{PATH}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self):
        """The orders with an external ID."""
        key = self.path.partition("external_id=")[2]
        self.server.calls.append(("GET", self.path))
        self.answer(200, {"orders": [one for one in self.server.orders.values() if one["external_id"] == key]})

    def do_POST(self):
        """A new order, or a reward that is sent again."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append(("POST", self.path, body, self.headers["Authorization"]))
        if self.path.endswith("/resend"):
            for one in self.server.orders.values():
                one["rewards"][0]["delivery"] = {"status": "SUCCEEDED"}
                one["rewards"][0]["recipient"] = {"email": body["updated_email"]}
            return self.answer(200, {})
        key = body["external_id"]
        if key not in self.server.orders:
            reward = {"id": f"RW{len(self.server.orders)}", **body["reward"]}
            reward["delivery"] = {"method": "EMAIL", "status": self.server.delivery}
            if self.server.delivery == "FAILED":
                reward["delivery"]["meta"] = {"failure_reason": "mailbox_unavailable", "retryable": True}
            self.server.orders[key] = {"id": "OR1", "external_id": key, "status": "EXECUTED", "rewards": [reward]}
        return self.answer(200, {"order": self.server.orders[key]})

    def answer(self, status: int, found: dict):
        """This, or what stands instead."""
        if self.server.instead:
            status, text = self.server.instead.pop(0)
        else:
            text = json.dumps(found)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_words):
        """Quiet."""


@pytest.fixture
def service():
    """The service, running."""
    played = Played()
    threading.Thread(target=played.serve_forever, daemon=True).start()
    yield played
    played.shutdown()
    played.server_close()


@pytest.fixture
def ours(service):
    """Our account there."""
    return Tremendous("TEST_key", "CAMP", "balance", service.url, frozenset({"127.0.0.1"}))


def _pay(ours, key="k-1", to="cleo@mail.example") -> Said:
    return ours.send(key, 6050, "EUR", to, "Halden")


def test_an_order_says_what_is_paid_to_whom_from_what(ours, service):
    assert _pay(ours) == Said("paid", "RW0", raw="EXECUTED SUCCEEDED")
    _method, path, body, key = service.calls[-1]
    assert (path, key) == (f"{PATH}/orders", "Bearer TEST_key")
    assert body == {
        "external_id": "k-1", "payment": {"funding_source_id": "balance"},
        "reward": {
            "value": {"denomination": 60.5, "currency_code": "EUR"}, "delivery": {"method": "EMAIL"},
            "recipient": {"email": "cleo@mail.example"}, "campaign_id": "CAMP",
        },
    }  # fmt: skip


def test_the_same_key_orders_once(ours, service):
    assert _pay(ours) == _pay(ours)
    assert len(service.orders) == 1
    assert [call[0] for call in service.calls] == ["GET", "POST", "GET"]


@pytest.mark.parametrize(("delivery", "kind"), [("SCHEDULED", "sent"), ("PENDING", "sent"), ("SUCCEEDED", "paid")])
def test_what_counts_is_the_delivery(ours, service, delivery, kind):
    service.delivery = delivery
    assert _pay(ours).kind == kind
    assert ours.look_up("k-1").kind == kind


def test_what_could_not_be_delivered_is_sent_again_and_not_ordered_anew(ours, service):
    service.delivery = "FAILED"
    said = _pay(ours)
    assert (said.kind, said.reason, said.retryable) == ("failed", "mailbox_unavailable", True)
    assert _pay(ours, to="cleo@elsewhere.example").kind == "sent"
    assert (len(service.orders), service.calls[-1][1]) == (1, f"{PATH}/rewards/RW0/resend")
    assert ours.look_up("k-1").kind == "paid"


@pytest.mark.parametrize(("status", "text", "said"), [
    (500, "", Said("unknown", reason="server_error", raw="HTTP 500")),
    (503, "<html>", Said("unknown", reason="server_error", raw="HTTP 503")),
    (429, "{}", Said("unknown", reason="timeout", raw="HTTP 429")),
    (200, "<html>", Said("unknown", reason="unread", raw="HTTP 200")),
    (200, "[]", Said("unknown", reason="unread", raw="HTTP 200")),
    (200, '{"orders": 5}', Said("unknown", reason="unread", raw="no orders")),
])  # fmt: skip
def test_an_answer_that_says_nothing_orders_nothing(ours, service, status, text, said):
    service.instead = [(status, text)]
    assert _pay(ours) == said
    assert not service.orders


@pytest.mark.parametrize(("status", "reason"), [(401, "provider_settings"), (402, "no_funds"), (422, "order_refused")])
def test_a_refused_order_says_why_and_may_be_tried_again(ours, service, status, reason):
    service.instead = [(200, '{"orders": []}'), (status, '{"errors": {"message": "No"}}')]
    said = _pay(ours)
    assert (said.kind, said.reason, said.retryable, said.raw) == ("failed", reason, True, f"HTTP {status} No")


def test_that_we_may_not_ask_says_nothing_of_the_payment(ours, service):
    service.instead = [(401, "{}")]
    assert ours.look_up("k-1").kind == "unknown"


def test_an_order_that_is_not_there_is_not_known(ours):
    assert ours.look_up("k-9") is None


def test_another_ones_order_is_not_taken_for_ours(ours, service):
    service.instead = [(200, '{"orders": [{"id": "X", "external_id": "other", "status": "EXECUTED"}]}')]
    assert ours.look_up("k-1") is None


def test_nobody_there_is_not_known():
    said = Tremendous("k", url="http://127.0.0.1:9", allowed={"127.0.0.1"}).look_up("k-1")
    assert (said.kind, said.reason) == ("unknown", "unreachable")


@pytest.mark.parametrize(("order", "kind", "reason", "retryable"), [
    ({"id": "O", "status": "FAILED"}, "failed", "order_failed", False),
    ({"id": "O", "status": "CANCELED"}, "failed", "canceled", False),
    ({"id": "O", "status": "PENDING APPROVAL"}, "sent", "", True),
    ({"id": "O", "status": "PENDING SETTLEMENT"}, "sent", "", True),
    ({"id": "O", "status": "FROZEN"}, "unknown", "unread", True),
    ({"id": "O", "status": "EXECUTED", "rewards": [{"id": "R", "delivery": {"status": "TELEPORTED"}}]},
     "unknown", "unread", True),
    ({}, "unknown", "unread", True),
    (None, "unknown", "unread", True),
    ({"status": "EXECUTED", "rewards": "none"}, "sent", "", True),
])  # fmt: skip
def test_every_state_of_an_order(order, kind, reason, retryable):
    said = tremendous.of_order(order)
    assert (said.kind, said.reason, said.retryable) == (kind, reason, retryable)


def test_a_word_that_we_do_not_know_is_kept():
    order = {"status": "EXECUTED", "rewards": [{"id": "R", "delivery": {"status": "TELEPORTED"}}]}
    assert tremendous.of_order(order).raw == "EXECUTED TELEPORTED"


def test_yen_have_no_cents(ours, service):
    ours.send("k-1", 6000, "JPY", "a@b.example", "")
    assert service.calls[-1][2]["reward"]["value"]["denomination"] == 6000


def test_the_sandbox_is_asked_unless_somebody_says_otherwise():
    assert Tremendous("k").url == SANDBOX
    assert SANDBOX != LIVE


def _event(name: str, **more) -> bytes:
    return json.dumps({
        "event": name, "uuid": "u-1", "created_utc": "2026-11-26T14:00:00.000Z",
        "payload": {"resource": {"id": "RW0", "type": "rewards"}, **more},
    }).encode()  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), [
    ("REWARDS.DELIVERY.SUCCEEDED", "paid"), ("REWARDS.DELIVERY.FAILED", "failed"), ("REWARDS.CANCELED", "failed"),
    ("ORDERS.APPROVED", "sent"), ("ORDERS.FAILED", "failed"), ("REWARDS.FLAGGED", "unknown"), ("NEW.ONE", "unknown"),
])  # fmt: skip
def test_what_it_tells_by_itself(name, kind):
    told = tremendous.read(_event(name, meta={"failure_reason": "invalid_domain"}))
    assert (told.event, told.about, told.said.kind, told.order) == ("u-1", "RW0", kind, 1795701600000)
    assert told.said.reason == {"REWARDS.DELIVERY.FAILED": "invalid_domain"}.get(name, told.said.reason)


def test_a_message_has_to_be_signed_by_them():
    body = _event("REWARDS.DELIVERY.SUCCEEDED")
    tremendous.verify({tremendous.HEADER: payers.signature(body, "s")}, body, "s")
    with pytest.raises(Forged):
        tremendous.verify({tremendous.HEADER: payers.signature(body, "s")}, body + b" ", "s")


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"nothing", b'{"event": 1}', b"\xff"])
def test_a_message_that_says_nothing_is_no_message(body):
    with pytest.raises(ValueError):
        tremendous.read(body)
