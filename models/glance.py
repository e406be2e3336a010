"""What is known of somebody at a glance, for their own home: money that is owed, standing, terms, and how many facts
they told. One statement."""

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from models.lists import ask
from models.network import NETWORK
from models.standing import MARK_WINDOW
from models.study_facts import FACTS
from models.waitlist import KEPT
from rules import profile
from rules.consents import NETWORK as TERMS
from rules.times import to_epoch

HOW = ("owed", "held")
OPEN = ("due", "on_hold", "sending", "unknown", "sent", "failed")
MONEY = f"""
SELECT CASE WHEN state = 'on_hold' THEN 'held' ELSE 'owed' END AS how, currency, SUM(amount) FROM payout
WHERE person_id = ? AND state IN ({", ".join(f"'{state}'" for state in OPEN)}) GROUP BY 1, currency
"""
# About the places for which they may choose a time: what decides whether there is one for them.
PLACES = ("kept", "limited")
OF_PLACES = f"""
UNION ALL SELECT 'kept', participant.code, COUNT(*) FROM participant JOIN participant AS other
    ON other.study_id = participant.study_id AND other.id <> participant.id
    WHERE participant.person_id = ? AND participant.state = 'qualified' AND {KEPT.format(row="other")}
    GROUP BY participant.code
UNION ALL SELECT 'limited', participant.code, 1 FROM participant
    WHERE participant.person_id = ? AND participant.state = 'qualified'
    AND EXISTS (SELECT 1 FROM study WHERE study.id = participant.study_id AND {FACTS["limits"].format(row="study")})
"""


class Known(NamedTuple):
    """(amount, currency) of what is owed, and of what is on hold; the state of their standing and the marks that count
    (None where they are no member); the newest terms of the network that they accepted; how many facts they told; and
    code of a place of theirs that has no time yet -> how many places of that study are kept for others; and the codes
    of those in whose study only so many people with an answer get a place."""

    owed: list[tuple[int, str]]
    held: list[tuple[int, str]]
    standing: str | None
    marks: int
    accepted: str | None
    told: int
    kept: dict[str, int]
    limited: frozenset[str]


@cache
def _text() -> str:
    told = " + ".join(
        f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" if fact.kind == profile.YEAR
        else f"CASE WHEN {name} = '' THEN 0 ELSE 1 END"
        for name, fact in profile.FACTS.items()
    )  # fmt: skip
    return f"""{MONEY}
UNION ALL SELECT 'standing', state, (SELECT COUNT(*) FROM mark WHERE mark.person_id = standing.person_id
    AND mark.struck_at IS NULL AND mark.at > ? AND (standing.cleared_at IS NULL OR mark.at > standing.cleared_at))
    FROM standing WHERE person_id = ?
UNION ALL SELECT 'accepted', MAX(version), 0 FROM accepted WHERE person_id = ? AND kind = '{TERMS}'
UNION ALL SELECT 'told', '', {told} FROM profile WHERE person_id = ? AND scope = {NETWORK}
{OF_PLACES}
"""


def known(person: int, at: datetime, window: timedelta = MARK_WINDOW) -> Known:
    """What is known of them now."""
    rows = ask(_text(), person, to_epoch(at - window), *[person] * 5)
    found = {what: (word, int(number)) for what, word, number in rows if what not in (*HOW, *PLACES)}
    kept, limited = ({code: int(number) for what, code, number in rows if what == which} for which in PLACES)
    standing, marks = found.get("standing", (None, 0))
    accepted = found["accepted"][0]
    told = found.get("told", ("", 0))[1]
    return Known(*_sums(rows), standing, marks, accepted, told, kept, frozenset(limited))


def money(person: int) -> list[list[tuple[int, str]]]:
    """(amount, currency) of what is owed to them, then of what is on hold; by currency."""
    return _sums(ask(MONEY, person))


def _sums(rows: list[tuple]) -> list[list[tuple[int, str]]]:
    return [
        [(int(amount), currency) for currency, amount in sorted(rest for what, *rest in rows if what == how)]
        for how in HOW
    ]
