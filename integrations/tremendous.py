"""Tremendous, which sends rewards by letter: written from its documented messages, NOT YET PROVED AGAINST THE REAL
SERVICE.

The key of an instruction is the order's `external_id`, by which a repeated order returns the first one. An order has
one reward; what counts is the reward's delivery. It is looked up before it is ordered, so that nothing is ever ordered
blindly, and a reward that could not be delivered is sent again, to the address of now, instead of being ordered anew.
Words that we do not know are kept as they are, and lead nowhere.
"""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from urllib.parse import quote

from integrations import payers, wire
from integrations.payers import Said, Told

SANDBOX, LIVE = "https://testflight.tremendous.com/api/v2", "https://api.tremendous.com/api/v2"
HEADER = "Tremendous-Webhook-Signature"
TIMEOUTS = (408, 425, 429)
# Currencies that do not have two decimals.
PLACES = {"CLP": 0, "ISK": 0, "JPY": 0, "KRW": 0, "VND": 0, "KWD": 3, "TND": 3}
# An order that nothing will come of: only a new one, by another key, can still pay.
ORDER_OVER = ("FAILED", "CANCELED")
ORDER_GOING = ("OPEN", "PENDING APPROVAL", "PENDING INTERNAL PAYMENT APPROVAL", "PENDING SETTLEMENT", "EXECUTED")
DELIVERY = {"SCHEDULED": "sent", "PENDING": "sent", "SUCCEEDED": "paid", "FAILED": "failed"}
# The reasons of a failed delivery as they are documented; any other one is kept as it came.
REASONS = (
    "invalid_email", "invalid_domain", "mailbox_unavailable", "domain_block", "email_delivery_failed",
    "smtp_delivery_failed", "sms_delivery_failed", "spam_report", "apple_private_relay",
)  # fmt: skip
EVENTS = {
    "ORDERS.CREATED": ("sent", "", True),
    "ORDERS.APPROVED": ("sent", "", True),
    "ORDERS.CANCELED": ("failed", "canceled", False),
    "ORDERS.FAILED": ("failed", "order_failed", False),
    "REWARDS.DELIVERY.SUCCEEDED": ("paid", "", True),
    "REWARDS.DELIVERY.FAILED": ("failed", "email_delivery_failed", True),
    "REWARDS.CANCELED": ("failed", "canceled", False),
}


class Tremendous:
    """The provider, as an account of ours: its key, and what orders are paid from (`campaign`, `funding`)."""

    def __init__(
        self, key: str, campaign: str = "", funding: str = "balance", url: str = SANDBOX,
        allowed: Collection[str] = frozenset(), ask: Callable[..., wire.Answered] = wire.send,
    ):  # fmt: skip
        self.key, self.campaign, self.funding = key, campaign, funding
        self.url, self.allowed, self.ask = url.rstrip("/"), allowed, ask

    def send(self, key: str, amount: int, currency: str, to: str, note: str) -> Said:
        """Order a reward, or send the one that could not be delivered again."""
        found = self._order_of(key)
        if isinstance(found, Said):
            return found
        if found is None:
            return self._said(self._call("POST", "/orders", self._order(key, amount, currency, to)))
        now = of_order(found)
        if now.kind == "failed" and now.retryable and now.reference:
            return self._again(now.reference, to)
        return now

    def look_up(self, key: str) -> Said | None:
        """How the order with this key stands; None where there is none."""
        found = self._order_of(key)
        if isinstance(found, Said):
            # That we may not ask says nothing of the payment.
            return found._replace(kind="unknown")
        return found and of_order(found)

    def _order(self, key: str, amount: int, currency: str, to: str) -> dict:
        reward = {
            "value": {"denomination": amount / 10 ** PLACES.get(currency, 2), "currency_code": currency},
            "delivery": {"method": "EMAIL"},
            "recipient": {"email": to},
        }
        if self.campaign:
            reward["campaign_id"] = self.campaign
        return {"external_id": key, "payment": {"funding_source_id": self.funding}, "reward": reward}

    def _again(self, reward: str, to: str) -> Said:
        answer = self._call("POST", f"/rewards/{quote(reward, safe='')}/resend", {"updated_email": to})
        if isinstance(answer, Said):
            return answer._replace(reference=reward)
        return Said("sent", reward, raw="RESENT")

    def _order_of(self, key: str) -> dict | Said | None:
        """The order with this key; None where there is none; what is said instead where that can not be told."""
        answer = self._call("GET", f"/orders?external_id={quote(key, safe='')}")
        if isinstance(answer, Said):
            # Whoever may not even ask has ordered nothing.
            return answer
        orders = answer.get("orders")
        if not isinstance(orders, list):
            return Said("unknown", reason="unread", raw="no orders")
        # An older service that ignores the filter must not make us take another's order for ours.
        return next((one for one in orders if isinstance(one, dict) and one.get("external_id") == key), None)

    def _said(self, answer: dict | Said) -> Said:
        return answer if isinstance(answer, Said) else of_order(answer.get("order"))

    def _call(self, method: str, path: str, given: dict | None = None) -> dict | Said:
        """What it answers, or what follows from the answer that it did not give."""
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}
        body = b""
        if given is not None:
            headers["Content-Type"], body = "application/json", json.dumps(given).encode()
        try:
            answer = self.ask(method, self.url + path, body, headers, self.allowed)
        except wire.Fault as problem:
            return Said("unknown", reason="unreachable", raw=problem.code)
        return _answered(answer.status, answer.body)


def _answered(status: int, body: bytes) -> dict | Said:
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        found = None
    if status in TIMEOUTS or status >= 500:
        return Said("unknown", reason="timeout" if status in TIMEOUTS else "server_error", raw=f"HTTP {status}")
    if 200 <= status < 300:
        return found if isinstance(found, dict) else Said("unknown", reason="unread", raw=f"HTTP {status}")
    # It was refused, and nothing was ordered: the same key may go again once that is put right.
    return Said("failed", reason=_refused(status), raw=f"HTTP {status} {_words(found)}"[:160])


def _refused(status: int) -> str:
    """Why an order was not taken."""
    return {401: "provider_settings", 403: "provider_settings", 402: "no_funds"}.get(status, "order_refused")


def _words(found) -> str:
    errors = found.get("errors") if isinstance(found, dict) else None
    return str(errors.get("message", "")) if isinstance(errors, dict) else ""


def of_order(order) -> Said:
    """How an order stands: what its delivery says, unless the order itself is over."""
    if not isinstance(order, dict):
        return Said("unknown", reason="unread", raw="no order")
    status, reward = str(order.get("status") or ""), _reward(order)
    reference = str(reward.get("id") or order.get("id") or "")[:80]
    delivery = reward.get("delivery") if isinstance(reward.get("delivery"), dict) else {}
    said = str(delivery.get("status") or "")
    raw = f"{status} {said}".strip()[:160]
    if status in ORDER_OVER:
        return Said("failed", reference, "canceled" if status == "CANCELED" else "order_failed", False, raw)
    if status not in ORDER_GOING or (said and said not in DELIVERY):
        return Said("unknown", reference, "unread", raw=raw)
    if DELIVERY.get(said) != "failed":
        return Said(DELIVERY.get(said, "sent"), reference, raw=raw)
    return _failed(delivery, reference, raw)


def _reward(order: dict) -> dict:
    rewards = order.get("rewards")
    first = rewards[0] if isinstance(rewards, list) and rewards else order.get("reward")
    return first if isinstance(first, dict) else {}


def _failed(delivery: dict, reference: str, raw: str) -> Said:
    """A delivery failed. The order and its reward stand, so that the same key goes again, to another address where this
    one is hopeless; their own word on that is kept in `raw`."""
    meta = delivery.get("meta") if isinstance(delivery.get("meta"), dict) else {}
    reason = str(meta.get("failure_reason") or meta.get("error_message") or "email_delivery_failed")[:80]
    return Said("failed", reference, reason, True, f"{raw} {reason} retryable={meta.get('retryable')}"[:160])


def read(body: bytes) -> Told:
    """What a message of theirs says. ValueError where it says nothing that can be read."""
    try:
        found = json.loads(body)
        name, payload = str(found["event"]), found["payload"]
        order = datetime.fromisoformat(str(found["created_utc"]).replace("Z", "+00:00")).timestamp()
        about = str(payload["resource"]["id"])[:80]
        meta = payload.get("meta") if isinstance(payload.get("meta"), dict) else {}
        kind, reason, retryable = EVENTS.get(name, ("unknown", "unread", True))
        if name == "REWARDS.DELIVERY.FAILED":
            reason = str(meta.get("failure_reason") or reason)[:80]
        return Told(str(found["uuid"])[:80], about, Said(kind, about, reason, retryable, name[:80]), int(order * 1000))
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as problem:
        raise ValueError("nothing that can be read") from problem


def verify(headers: Mapping[str, str], body: bytes, secret: str) -> None:
    """Forged, unless this is theirs."""
    payers.check(headers, HEADER, body, secret)


Tremendous.read, Tremendous.verify = staticmethod(read), staticmethod(verify)
