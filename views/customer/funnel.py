"""How people got into a study: each step counts everybody who came at least that far, and says where the others are."""

from lifecycle.words import Count, Text, _, ngettext
from models.studies import Study

OVER = ("closed", "canceled")
NOBODY_ASKED = _("Nobody has been asked yet")
# A launched study into which nobody came yet, by how people get into it.
NOBODY = {
    "invite": (
        _("Nobody has come yet"),
        _("Share the link of this study, or give it to whoever finds people for you. Who comes by it stands here."),
    ),
    "network": (
        NOBODY_ASKED,
        _("Whoever matches is asked within minutes. If nobody does by now, whoever matches later is asked then."),
    ),
    "specific": (NOBODY_ASKED, _("Nobody of those whom this study names could be asked.")),
}


def nobody(row: Study) -> tuple[Text, Text]:
    """Why nobody is in a study, and what brings somebody into it."""
    if row.state in OVER:
        return _("Nobody took part"), _("The study is over, and nobody gets into it any more.")
    if row.launched_at is None:
        return NOBODY_ASKED, _(
            "People are asked when you launch: whoever matches, by username, or by the link that you send them."
        )
    return NOBODY[row.audience]


def came(row: Study, people: dict[str, int]) -> list[dict]:
    """The steps of a study of this kind."""
    return steps(people, may_choose(row)) if row.kind == "live_conversation" else alone(people)


def steps(people: dict[str, int], open_now: bool = True) -> list[dict]:
    """The steps to a conversation; those who fit may choose a time where a place is open now."""

    def several(*states):
        return sum(people.get(state, 0) for state in states)

    done = several("submitted", "completed")
    booked = several("booked", "no_show") + done
    fit = several("qualified", "waitlisted", "started") + booked
    begun = several("screening", "screened_out") + fit
    out = several("withdrawn", "excluded", "over_quota")
    drops = (
        _drop(
            ngettext("%(number)s has not opened it", "%(number)s have not opened it", several("invited")),
            ngettext("%(number)s is out", "%(number)s are out", out),
        ),
        _drop(
            ngettext("%(number)s did not fit", "%(number)s did not fit", several("screened_out")),
            ngettext("%(number)s is answering", "%(number)s are answering", several("screening")),
        ),
        _drop(
            _able(several("qualified", "started"), open_now),
            ngettext("%(number)s waits", "%(number)s wait", several("waitlisted")),
        ),
        _drop(
            ngettext("%(number)s to come", "%(number)s to come", several("booked")),
            ngettext("%(number)s missed", "%(number)s missed", several("no_show")),
        ),
        _drop(ngettext("%(number)s waits for you", "%(number)s wait for you", several("submitted"))),
    )
    counted = (
        (sum(people.values()), _("Asked"), ""),
        (begun, _("Began the questions"), drops[0]),
        (fit, _("Fit"), drops[1]),
        (booked, _("Booked a time"), drops[2]),
        (done, _("Talked"), drops[3]),
        (several("completed"), _("Completed"), drops[4]),
    )
    return [{"n": number, "step": step, "drop": drop} for number, step, drop in counted]


def alone(people: dict[str, int]) -> list[dict]:
    """The same of a study that is done alone."""

    def several(*states):
        return sum(people.get(state, 0) for state in states)

    done = several("submitted", "completed")
    begun = several("started") + done
    fit = several("qualified") + begun
    counted = (
        (sum(people.values()), _("Asked"), ""),
        (fit, _("Fit"), _drop(
            ngettext("%(number)s has not opened it", "%(number)s have not opened it", several("invited")),
            ngettext("%(number)s did not fit", "%(number)s did not fit", several("screened_out")),
            ngettext("%(number)s is out", "%(number)s are out", several("withdrawn", "excluded", "over_quota")),
        )),
        (begun, _("Began"), _drop(
            ngettext("%(number)s may begin", "%(number)s may begin", several("qualified")),
        )),
        (done, _("Sent it"), _drop(
            ngettext("%(number)s is in the middle of it", "%(number)s are in the middle of it", several("started")),
        )),
        (several("completed"), _("Completed"), _drop(
            ngettext("%(number)s waits for you", "%(number)s wait for you", several("submitted")),
        )),
    )  # fmt: skip
    return [{"n": number, "step": step, "drop": drop} for number, step, drop in counted]


def may_choose(row: Study) -> bool:
    """Whether those who fit can take a place now."""
    return row.kind != "live_conversation" or (row.open_places > 0 and row.state not in OVER)


def _able(number: int, open_now: bool) -> Count:
    """Those who fit and have no time yet."""
    if open_now:
        return ngettext("%(number)s may choose a time", "%(number)s may choose a time", number)
    return ngettext("%(number)s fits, with no place left", "%(number)s fit, with no place left", number)


def _drop(*counted: Count) -> str:
    """Those of the sentences that count somebody."""
    return ", ".join(str(words) for words in counted if words.number)
