"""What canceling does to the plan, which is nothing: said wherever somebody is about to cancel."""

from lifecycle.words import Text, _
from models.studies import Study

OF_CANCELING: dict[str, Text] = {
    "flex": _("Nothing about canceling uses a unit."),
    "seat": _("Canceling changes nothing about your seat, nor about how many studies are left in it."),
}


def of_canceling(study: Study) -> Text:
    """The sentence for the plan of this study's team."""
    return OF_CANCELING[study.plan]
