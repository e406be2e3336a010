"""What is owed for a late cancel, and what an honest reward looks like. All amounts are integer minor units."""

from datetime import datetime, timedelta

# Per started half hour, in minor units. Only the dollar figure has a source (30 for 30 minutes and 60 for 60 in 2022,
# reference usertesting.md section 3); the others are round amounts of about the same worth, and a start to think from.
_PER_HALF_HOUR = {
    "USD": 3000, "EUR": 3000, "GBP": 2500, "CHF": 3000, "CAD": 4000, "AUD": 4500, "NZD": 5000, "SGD": 4000,
    "SEK": 30000, "NOK": 30000, "DKK": 20000, "PLN": 12000, "CZK": 70000, "JPY": 4500,
}


def late_cancel(reward_minor: int, percent: int) -> int:
    """The part of a reward that a customer's late cancel owes, half a minor unit rounded up."""
    if reward_minor < 0 or not 0 <= percent <= 100:
        raise ValueError("a reward is not negative and a part of it is 0 to 100 percent")
    return (reward_minor * percent * 2 + 100) // 200


def is_late(starts_at: datetime, at: datetime, notice: timedelta) -> bool:
    """Whether less than the notice is left before the start: exactly the notice is in time."""
    return starts_at - at < notice


def suggested_reward(minutes: int, currency: str) -> int | None:
    """A fair reward for that length; None for a currency without a figure we can stand behind."""
    if minutes <= 0:
        raise ValueError("a session has a length")
    rate = _PER_HALF_HOUR.get(currency)
    return None if rate is None else rate * -(-minutes // 30)
