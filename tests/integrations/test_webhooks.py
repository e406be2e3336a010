"""Signatures by the Standard Webhooks rules: what the stock library believes, and what we believe."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from integrations import webhooks
from integrations.webhooks import Forged

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
OLD, NEW, OTHER = (webhooks.new_secret() for _ in range(3))
BODY = '{"type":"candidate.submit","name":"Å"}'.encode()


def verified(secrets=(NEW,), body=BODY, at=NOW, **changed):
    """What comes of a message that was signed with NEW at NOW."""
    headers = webhooks.sign([NEW], "msg_1", NOW, BODY) | {name.replace("_", "-"): one for name, one in changed.items()}
    return webhooks.verify(secrets, headers, body, at)


def forged(**how):
    """Why it is not believed."""
    with pytest.raises(Forged) as problem:
        verified(**how)
    return str(problem.value)


def test_the_stock_library_believes_ours():
    now = datetime.now(UTC)
    for secrets in ([NEW], [NEW, OLD], [OLD, NEW]):
        headers = webhooks.sign(secrets, "msg_1", now, BODY)
        assert Webhook(NEW).verify(BODY, headers)["type"] == "candidate.submit"
        with pytest.raises(WebhookVerificationError):
            Webhook(OTHER).verify(BODY, headers)


def test_we_believe_the_stock_library_and_other_capital_letters():
    signature = Webhook(NEW).sign("msg_1", NOW, BODY.decode())
    headers = {"Webhook-Id": "msg_1", "WEBHOOK-TIMESTAMP": str(int(NOW.timestamp())), "Webhook-Signature": signature}
    assert webhooks.verify([NEW], headers, BODY, NOW) == "msg_1"


def test_either_secret_counts_while_it_is_changed():
    assert verified(secrets=(OTHER, NEW)) == "msg_1"
    both = webhooks.sign([NEW, OLD], "msg_1", NOW, BODY)
    assert webhooks.verify([OLD], both, BODY, NOW) == webhooks.verify([NEW], both, BODY, NOW) == "msg_1"


def test_whatever_was_altered_is_refused():
    assert forged(body=BODY + b" ") == "signature"
    assert forged(webhook_id="msg_2") == "signature"
    assert forged(webhook_timestamp=str(int(NOW.timestamp()) + 1)) == "signature"
    assert forged(secrets=(OTHER,)) == forged(secrets=()) == "signature"
    for given in ("v1,", "v1", ",", "v1,AAAA", "v1a,AAAA", "nonsense", "é", "v1,é"):
        assert forged(webhook_signature=given) == "signature"
    assert forged(body=b"\xff") == "body"


def test_what_lacks_a_header_or_has_a_strange_one_is_refused():
    for name in ("webhook_id", "webhook_timestamp"):
        for given in ("", "a b", "x" * 81, "1e3", "-1", "\n"):
            if name == "webhook_timestamp" or given in ("", "a b", "x" * 81, "\n"):
                assert forged(**{name: given}) == "headers"
    assert forged(webhook_signature="") == "signature"
    assert forged(webhook_timestamp="99999999999") == "time"


@pytest.mark.parametrize("seconds", [-300, -290, 0, 290, 300])
def test_five_minutes_either_way_are_now(seconds):
    assert verified(at=NOW + timedelta(seconds=seconds)) == "msg_1"


@pytest.mark.parametrize("seconds", [-86400, -301, 301, 86400])
def test_more_than_five_minutes_are_not(seconds):
    assert forged(at=NOW + timedelta(seconds=seconds)) == "time"


def test_a_secret_is_long_and_new():
    found = {webhooks.new_secret() for _ in range(100)}
    assert len(found) == 100
    assert all(webhooks.is_secret(one) for one in found)
    assert not any(webhooks.is_secret(one) for one in ("", "whsec_", "whsec_AAAA", "AAAA", "whsec_é", "whsec_***"))
