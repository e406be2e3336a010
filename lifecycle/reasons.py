"""Why a conversation was canceled: the codes of the law in words, as who chooses one reads it and as the other side
is told."""

from lifecycle.words import Text, _

# What stands beside the choice, in the words of who chooses.
CHOICES: dict[str, dict[str, Text]] = {
    "customer": {
        "editing_study": _("We are changing the study"),
        "no_longer_needed": _("The conversation is no longer needed"),
        "audience_not_available": _("The people we want to talk with are not available"),
        "scheduling_conflict": _("Something else came up at that time"),
        "someone_else": _("We will talk with someone else at another time"),
        "technical": _("Technical trouble"),
        "other": _("Another reason"),
    },
    "contributor": {
        "not_available": _("I am not available any more"),
        "not_qualified": _("I do not qualify after all"),
        "uncomfortable": _("I would rather not use the camera or share my screen"),
        "technical": _("Technical trouble"),
        "other": _("Another reason"),
    },
}

# What the other side is told, as a sentence. Nobody is blamed.
TOLD: dict[str, dict[str, Text]] = {
    "customer": {
        "editing_study": _("The study is being changed."),
        "no_longer_needed": _("The conversation is no longer needed."),
        "audience_not_available": _("The study does not go on with this group of people for now."),
        "scheduling_conflict": _("Something else came up for them at that time."),
        "someone_else": _("They will talk with someone else at another time."),
        "technical": _("They have technical trouble."),
        "other": _("They gave a reason of their own."),
    },
    "contributor": {
        "not_available": _("They are not available any more."),
        "not_qualified": _("They found that they do not qualify after all."),
        "uncomfortable": _("They would rather not use the camera or share their screen."),
        "technical": _("They have technical trouble."),
        "other": _("They gave a reason of their own."),
    },
}


def choices(side: str) -> list[tuple[str, Text]]:
    """(code, label) of each reason that this side may choose, in the order of the law."""
    return list(CHOICES[side].items())


def told(side: str, code: str | None) -> Text | None:
    """The sentence that the other side reads when this side gave this code; None for a code that is not theirs."""
    return TOLD.get(side, {}).get(code or "")
