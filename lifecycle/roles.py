"""The roles in a workspace, in words. What each of them may do is decided in views/access.py."""

from lifecycle.words import Text, _

ROLES: dict[str, Text] = {
    "admin": _("Administrator"),
    "creator": _("Creator"),
    "reviewer": _("Reviewer"),
    "viewer": _("Viewer"),
}

MAY_SAY: dict[str, Text] = {
    "admin": _("May do everything, also decide who is in the team, and change its settings."),
    "creator": _("Writes, launches and holds studies, decides on people and pays them."),
    "reviewer": _("Reads everything, approves the studies of others or sends them back, and keeps notes."),
    "viewer": _("Reads everything and changes nothing."),
}
