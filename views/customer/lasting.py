"""Short stretches of time, as results say them."""

from lifecycle.words import Text, _


def lasted(seconds: int) -> Text:
    """45 s, 3 min 10 s, 2 h 5 min."""
    if seconds < 60:
        return _("%(seconds)s s", seconds=seconds)
    if seconds < 3600:
        minutes, rest = divmod(seconds, 60)
        return _("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=rest) if rest else _("%(n)s min", n=minutes)
    return _("%(hours)s h %(minutes)s min", hours=seconds // 3600, minutes=seconds % 3600 // 60)
