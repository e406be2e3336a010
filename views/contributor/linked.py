"""The study behind a link, for everybody who comes by one."""

from flask import g

from lifecycle.words import _
from models import loaded
from models.studies import Study
from views.access import memberships

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


def owns(study: Study) -> bool:
    """Whether the reader belongs to the team that asks."""
    return g.me is not None and any(member.workspace_id == study.workspace_id for member in memberships())
