"""What is known of the Invite Network link of a recruiting project, in words."""

from typing import NamedTuple

from lifecycle.study import KINDS
from lifecycle.words import Moment, Text, _, ngettext
from models.outside import Connection
from models.recruiting import Project
from views.reply import address

NOT_YOURS = _("No study of your team is behind this link. Copy the link from the page of the study.")
STATES = {
    "paused": _("The study behind it is paused. Resume it, and test the link again."),
    "closed": _("The study behind it is over. Paste the link of another one."),
    "canceled": _("The study behind it is over. Paste the link of another one."),
}


class Result(NamedTuple):
    """What is known of the link, for customer/project/_tested.html."""

    tone: str
    title: Text
    lines: list[Text]
    url: str | None = None
    way: Text | None = None
    focus: bool = False


def known(row: Project, joined: Connection | None, typed: bool = False) -> Result | None:
    """What is known of the link that is kept; nothing, while there is none."""
    if not row.target_link or typed:
        return None
    if row.link_tested_at is None:
        return Result("wait", _("Not tested yet"), [_("The link is kept. Test it before you launch.")])
    if row.study_id is not None:
        return known_here(row)
    lines = [_("It answered at %(moment)s.", moment=Moment(row.link_tested_at)), heard(joined)]
    return Result("done", _("The link opens"), [*lines, kind_words(row)])


def known_here(row: Project) -> Result:
    """The study of this installation that it leads to."""
    study = row.study
    if study.state != "live":
        words = STATES.get(study.state, NOT_YOURS)
        return Result("wait", _("The link opens nothing now"), [words], address(study), _("See the study"))
    places = ngettext("%(number)s place is open.", "%(number)s places are open.", study.open_places)
    led = _("It leads to “%(title)s”, a study of your team.", title=study.title)
    lines = [led, places, kind_words(row)]
    if study.open_places < row.wanted:
        lines.append(_("That is fewer than you want to send on. Add places there, or the last ones find it full."))
    return Result("done", _("The link opens"), lines, address(study), _("See the study"))


def heard(joined: Connection | None) -> Text:
    """Whether both sides speak with each other."""
    if joined is None:
        return _("It has no Key ID, so people would be sent there unsigned.")
    if joined.greeted_at is not None:
        return _("Both sides know each other: what happens there is told here by itself.")
    if not joined.calls_url:
        return _("Links are signed. The other side can tell us what happens once it calls here.")
    return _("Links are signed. The other side has not answered our call yet; we try again every few minutes.")


def kind_words(row: Project) -> Text:
    """How the ID is written there."""
    spelled = "i9exh736" if row.kind in ("survey", "interaction") else "pp_9exh736"
    return _("%(kind)s: who is pp_9exh736 here is %(there)s there.", kind=KINDS[row.kind], there=spelled)
