"""The signs that what somebody sent deserves a look, in words; none of them decides anything."""

from lifecycle.words import Count, Text, _, ngettext
from rules.signs import Sign

WORDS = {
    "short": _("Everything they wrote is very short."),
    "copied": _("A text of theirs stands in the same words with somebody else."),
}
# Said once beside any of them.
NEVER_DECISIVE = _("A sign is a reason to look, and never a verdict: each of them can have a good explanation.")


def sentence(sign: Sign) -> Text | Count:
    """What was noticed."""
    if sign.code == "fast":
        return ngettext(
            "Done in %(number)s second, which is less than a third of the middle of all.",
            "Done in %(number)s seconds, which is less than a third of the middle of all.",
            sign.number,
        )
    if sign.code == "same_scale":
        return ngettext(
            "The same step on %(number)s scale.", "The same step on all %(number)s scales.", sign.number
        )
    if sign.code == "same_place":
        return ngettext(
            "The answer in the same place in %(number)s question.",
            "The answer in the same place in all %(number)s questions.",
            sign.number,
        )
    return WORDS[sign.code]
