"""The study behind a link, for everybody who comes by one, and the letter to who may be new here."""

from flask import g, redirect, request

from commands import signin
from lifecycle.words import Text, _, reader
from models import loaded
from models.studies import Study
from rules.times import known_zone
from views.access import memberships
from views.shown import url
from views.signin import E_MAIL, is_address

NOT_NOW = {
    "paused": (_("This is paused at the moment"), _("Please look in again in a few days. The link stays the same.")),
    "closed": (_("This one is over"), _("Thank you for wanting to take part. Everybody has been found.")),
    "canceled": (_("This one was called off"), _("Thank you for wanting to take part. It does not take place.")),
}
TERMS = _("Please say that you agree to how this goes.")


def behind(link: str) -> Study | None:
    """The study with this link, if it was ever launched."""
    study = loaded.by_link(link)
    return study if study is not None and study.launched_at is not None else None


def faults(email: str) -> dict[str, Text]:
    """What lacks before a letter can go there: an address, and the tick that one agrees to how this goes."""
    found = {} if is_address(email) else {"email": E_MAIL}
    return found if "terms" in request.form else {**found, "terms": TERMS}


def letter(email: str, onward: str, purpose: str = "signin"):
    """A letter with a code to somebody who may be new here, in the language and for the zone of this page; the code
    leads `onward`."""
    told = request.form.get("zone", "")
    asking = signin.ask(
        email,
        g.browser,
        request.remote_addr or "",
        g.at,
        next_page=onward,
        guest=True,
        language=reader().language,
        zone=told if known_zone(told) else reader().zone,
        purpose=purpose,
    )
    return redirect(url(f"/sign-in/{asking.code}"), 303)


def owns(study: Study) -> bool:
    """Whether the reader belongs to the team that asks."""
    return g.me is not None and any(member.workspace_id == study.workspace_id for member in memberships())
