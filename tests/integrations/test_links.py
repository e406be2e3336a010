"""Signed links: what was signed opens, and nothing else does, however little of it is different."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations import links
from integrations.links import Doubt

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMhISE="
OTHER = "whsec_" + "YW5vdGhlciBzZWNyZXQgb2YgdGhlIHRlc3RzLCAzMmI="
KEY, NONCE, DAY = "rk_abc", "n" * 22, timedelta(days=1)
WHERE = "study.example/r/k7w3hmq2rrxyz"
NAMES = st.text(min_size=1, max_size=12).filter(lambda text: text not in links.OWN)
TEXTS = st.text(max_size=30)


def a_link(values=None, secret=SECRET, where=WHERE, **changes) -> str:
    """A good link, or one with these changes."""
    given = {"key": KEY, "at": NOW, "nonce": NONCE, "lasts": DAY} | changes
    return links.signed(f"https://{where}", values or {"pid": "pp_9exh736"}, secret=secret, **given)


def query_of(link: str) -> str:
    """What stands behind the question mark, letter by letter."""
    return link.partition("?")[2]


def check(query: str, where: str = WHERE, secrets=(SECRET,), at=NOW) -> dict:
    """What the other side makes of it."""
    return links.check(where, query, lambda key: secrets if key == KEY else (), at)


def kind_of(query: str, **given) -> str:
    """Which doubt it raises."""
    with pytest.raises(Doubt) as found:
        check(query, **given)
    return found.value.kind


@given(st.dictionaries(NAMES, TEXTS, max_size=5))
@settings(max_examples=200, deadline=None)
def test_what_was_signed_is_read_as_it_was(values):
    try:
        link = a_link(values or {"pid": "x"})
    except (ValueError, UnicodeEncodeError):
        return
    said = check(query_of(link))
    assert {name: value for name, value in said.items() if name not in links.OWN} == (values or {"pid": "x"})
    assert (said["key"], said["nonce"]) == (KEY, NONCE)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_letter_can_be_another_one(data):
    query = query_of(a_link({"pid": "pp_9exh736", "outcome": "complete", "words": "æ & ü"}))
    place = data.draw(st.integers(0, len(query) - 1))
    letter = data.draw(st.characters().filter(lambda one: one != query[place]))
    with pytest.raises(Doubt):
        check(query[:place] + letter + query[place + 1 :])


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_letter_can_be_missing_and_none_added(data):
    query = query_of(a_link())
    place = data.draw(st.integers(0, len(query)))
    more = data.draw(st.text(min_size=1, max_size=5))
    for changed in (query[:place] + query[place + 1 :], query[:place] + more + query[place:]):
        if changed != query:
            with pytest.raises(Doubt):
                check(changed)


def pairs_of(query: str) -> list[str]:
    return query.split("&")


QUERY = query_of(a_link({"pid": "pp_9exh736", "outcome": "complete"}))


@pytest.mark.parametrize("number", range(len(pairs_of(QUERY))))
def test_each_parameter_altered_dropped_doubled_or_moved_is_a_doubt(number):
    pairs = pairs_of(QUERY)
    name, _equals, value = pairs[number].partition("=")
    others = [*pairs[:number], *pairs[number + 1 :]]
    changed = {
        "altered": [*pairs[:number], f"{name}={value[:-1]}{'a' if value[-1] != 'a' else 'b'}", *pairs[number + 1 :]],
        "emptied": [*pairs[:number], f"{name}=", *pairs[number + 1 :]],
        "dropped": others,
        "doubled": [*pairs[: number + 1], *pairs[number:]],
        "doubled at the end": [*pairs, pairs[number]],
        "doubled with another value": [*pairs, f"{name}=x"],
        "in capitals": [*pairs[:number], f"{name.upper()}={value}", *pairs[number + 1 :]],
        "value in capitals": [*pairs[:number], f"{name}={value.upper()}x", *pairs[number + 1 :]],
        "moved": [*others, pairs[number]] if number != len(pairs) - 1 else [pairs[number], *others],
    }
    for found in changed.values():
        with pytest.raises(Doubt):
            check("&".join(found))


@pytest.mark.parametrize(
    "changed",
    [
        QUERY.replace("pid", "p%69d"),
        QUERY.replace("pp_9exh736", "pp%5F9exh736"),
        QUERY.replace("pp_9exh736", "pp%5f9exh736"),
        QUERY.replace("pp_9exh736", "PP_9EXH736"),
        QUERY.replace("pp_9exh736", "pp_9еxh736"),  # a Cyrillic letter
        QUERY.replace("pp_9exh736", "pp_９exh736"),  # a wide digit
        QUERY.replace("pp_9exh736", "pp_9exh736%20"),
        QUERY.replace("pp_9exh736", "pp_9exh736+"),
        QUERY.replace("pp_9exh736", "pp_9exh736%00"),
        QUERY.replace("&", ";"),
        QUERY.replace("&sig=", "&&sig="),
        f"{QUERY}&utm_source=mail",
        f"utm_source=mail&{QUERY}",
        f"{QUERY}&sig={'0' * 64}",
        f"{QUERY}#top",
        f"?{QUERY}",
        QUERY.upper(),
        re.sub("sig=.*", lambda found: found.group().upper().replace("SIG", "sig"), QUERY),
        QUERY.replace("=", "==", 1),
        QUERY.replace("outcome=complete", "outcome=quality"),
        QUERY.replace("outcome=complete", "outcome[]=complete"),
    ],
)
def test_the_same_in_another_writing_is_a_doubt(changed):
    assert changed != QUERY
    with pytest.raises(Doubt):
        check(changed)


@pytest.mark.parametrize(
    "body",
    [
        "pid=pp_9exh736&exp={exp}&key=rk_abc&nonce=nnnnnnnnnnnnnnnnnnnnnn",
        "exp={exp}&key=rk_abc&nonce=nnnnnnnnnnnnnnnnnnnnnn&pid=pp%5F9exh736",
        "a=%c3%a6&exp={exp}&key=rk_abc&nonce=nnnnnnnnnnnnnnnnnnnnnn&pid=pp_9exh736",
        "a=b+c&exp={exp}&key=rk_abc&nonce=nnnnnnnnnnnnnnnnnnnnnn&pid=pp_9exh736",
        "exp={exp}&key=rk_abc&nonce=nnnnnnnnnnnnnnnnnnnnnn&pid=pp_9exh736&pid=pp_9exh737",
        "exp={exp}&key=rk_abc&nonce=nnnnnnnnnnnnnnnnnnnnnn&pid=pp_9exh736&",
        "exp={exp}&key=rk_abc&nonce=nnnnnnnnnnnnnnnnnnnnnn&pid",
        "a=%FF&exp={exp}&key=rk_abc&nonce=nnnnnnnnnnnnnnnnnnnnnn&pid=pp_9exh736",
    ],
)
def test_another_writing_is_refused_even_where_it_is_signed(body):
    body = body.format(exp=int((NOW + DAY).timestamp()))
    assert kind_of(f"{body}&sig={links.signature(SECRET, WHERE, body)}") == "malformed"


def test_an_unsigned_link_is_called_so():
    assert kind_of("") == "unsigned"
    assert kind_of("pid=pp_9exh736") == "unsigned"
    assert kind_of(QUERY.partition("&sig=")[0]) == "unsigned"


def test_a_link_of_another_place_does_not_open_here():
    for where in ("study.example/r/another", "other.example/r/k7w3hmq2rrxyz", "study.example:8000/r/k7w3hmq2rrxyz",
                  "study.example/back/k7w3hmq2rrxyz", "study.example/r/k7w3hmq2rrxyz/"):  # fmt: skip
        assert kind_of(QUERY, where=where) == "altered"


def test_the_host_is_the_same_in_capitals():
    assert check(query_of(a_link(where="Study.Example/r/k7w3hmq2rrxyz")))["pid"] == "pp_9exh736"


def test_another_keys_secret_opens_nothing():
    assert kind_of(query_of(a_link(secret=OTHER))) == "altered"
    assert kind_of(QUERY.replace(KEY, "rk_abd")) == "unknown_key"


def test_while_a_secret_is_changed_both_open():
    both = (SECRET, OTHER)
    assert check(query_of(a_link(secret=OTHER)), secrets=both)
    assert check(QUERY, secrets=both)
    assert kind_of(QUERY, secrets=(OTHER,)) == "altered"


def test_a_link_opens_until_its_last_second_and_never_for_years():
    assert check(QUERY, at=NOW + DAY - timedelta(seconds=1))
    assert kind_of(QUERY, at=NOW + DAY) == "expired"
    assert kind_of(QUERY, at=NOW - timedelta(days=40)) == "malformed"
    with pytest.raises(ValueError, match="signed"):
        a_link(lasts=timedelta(days=32))


def test_an_altered_expiry_is_altered_before_it_is_over():
    later = re.sub(r"exp=\d+", f"exp={int((NOW + 2 * DAY).timestamp())}", QUERY)
    assert kind_of(later) == "altered"
    assert kind_of(later, at=NOW + DAY) == "altered"


@pytest.mark.parametrize("nonce", ["n" * 21, "", "n" * 65, "n n" * 8, "ñ" * 22])
def test_a_short_or_strange_number_is_refused_by_both_sides(nonce):
    with pytest.raises(ValueError, match="signed"):
        a_link(nonce=nonce)
    body = links.canonical({"exp": str(int((NOW + DAY).timestamp())), "key": KEY, "nonce": nonce, "pid": "x"})
    assert kind_of(f"{body}&sig={links.signature(SECRET, WHERE, body)}") == "malformed"


def test_what_the_address_asks_for_itself_is_signed_with_it():
    link = links.signed("https://tool.example/go?test=5", {"pid": "x"}, KEY, SECRET, NOW, NONCE, DAY)
    assert urlsplit(link).path == "/go"
    assert check(query_of(link), where="tool.example/go")["test"] == "5"
    assert kind_of(query_of(link).replace("test=5", "test=6"), where="tool.example/go") == "altered"


@pytest.mark.parametrize(
    "url", ["https://a.example/x#top", "https://u:p@a.example/", "/r/x", "https://a.example/?pid=1", "https://a.example/?a=1&a=2",
            "https://a.example/?a=b c", "https://a.example/?key=1", "https://a.example/?a=" + "b" * 2000],
)  # fmt: skip
def test_some_addresses_can_not_be_signed(url):
    with pytest.raises(ValueError, match=r"signed|written|long|twice|twice"):
        links.signed(url, {"pid": "x"}, KEY, SECRET, NOW, NONCE, DAY)


def test_a_secret_of_another_form_is_taken_as_it_stands():
    assert check(query_of(a_link(secret="plain words")), secrets=("plain words",))
    assert links.signature("plain words", WHERE, "a=b") != links.signature("plain wordz", WHERE, "a=b")
