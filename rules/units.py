"""What a session costs in Flex units: the first half hour, and each further quarter hour that is started. The figures
are LIFECYCLES "Units and seats"; those of think-out-loud stand in the published rate card only."""

from collections.abc import Mapping
from typing import NamedTuple

FIRST_MINUTES = 30
FURTHER_MINUTES = 15
LIVE = "live_conversation"


class Tariff(NamedTuple):
    """Units for the first 30 minutes and for each further started 15; unmoderated kinds cost the first only."""

    first: int
    further: int = 0


DEFAULT: Mapping[tuple[str, str], Tariff] = {
    (LIVE, "network"): Tariff(20, 5), (LIVE, "enrolled"): Tariff(10, 2), (LIVE, "invite"): Tariff(5, 1),
    ("survey", "network"): Tariff(2), ("survey", "enrolled"): Tariff(0), ("survey", "invite"): Tariff(0),
    ("interaction", "network"): Tariff(5), ("interaction", "enrolled"): Tariff(1), ("interaction", "invite"): Tariff(0),
    ("think_out_loud", "network"): Tariff(10), ("think_out_loud", "enrolled"): Tariff(5),
    ("think_out_loud", "invite"): Tariff(2),
}


def session_units(kind: str, audience: str, minutes: int, tariff: Mapping[tuple[str, str], Tariff] = DEFAULT) -> int:
    """Units for one place of so many booked minutes; people asked by username count as network. Unknown: ValueError."""
    price = tariff.get((kind, "network" if audience == "specific" else audience))
    if price is None:
        raise ValueError("unknown kind or audience")
    if kind != LIVE:
        return price.first
    if minutes <= 0:
        raise ValueError("a session has a length")
    return price.first + price.further * -(-max(minutes - FIRST_MINUTES, 0) // FURTHER_MINUTES)


def estimate(kind: str, audience: str, minutes: int, places: int,
             tariff: Mapping[tuple[str, str], Tariff] = DEFAULT) -> int:
    """Units that a study of so many places reserves at launch."""
    if places < 0:
        raise ValueError("places can not be negative")
    return places * session_units(kind, audience, minutes, tariff)
