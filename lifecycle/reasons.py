"""Why: the codes of reasons in words, as who chooses one reads it and, for a canceled conversation, as the other side
is told."""

from lifecycle import paywords
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


# Reasons of other moves, in the words of who chooses.
OVERTURN = {
    "was_there": _("They were there after all"),
    "talked_elsewhere": _("We talked in another way"),
    "mistake": _("It was marked by mistake"),
}
EXCLUSION = {
    "quality": _("The answers are of poor quality"),
    "not_qualified": _("They do not fit the study"),
    "duplicate": _("They took part already"),
    "other": _("Another reason"),
}
STUDY = {
    "no_longer_needed": _("It is no longer needed"),
    "wrong_audience": _("The audience is wrong"),
    "starting_again": _("We start again in another way"),
    "other": _("Another reason"),
}
PAYOUT = {
    "wrong_completed": _("It was marked as Completed by mistake"),
    "bonus_withdrawn": _("The bonus was promised by mistake"),
    "settled_elsewhere": _("It was settled in another way"),
    "other": _("Another reason"),
}
# Reasons that nobody chooses: they come with what a command does.
QUIET = {
    "dispute_dismissed": _("The dispute was decided for the contributor"),
    "overturned": _("The absence was put right"),
    "disputed": _("Both sides remember it differently"),
}
REPORTED = {
    "not_qualified": _("Did not seem qualified"),
    "dishonest": _("Dishonest answers"),
    "rude": _("Rude or unkind"),
    "disputed": QUIET["disputed"],
    "other": _("Another reason"),
}
# What a contributor can say of a customer or of a study.
COMPLAINED = {
    "not_paid": _("Not paid"),
    "rude": REPORTED["rude"],
    "not_agreed": _("Asked for something that was not agreed"),
    "unsafe": _("Did not feel safe"),
    "misleading": _("It was not what the invitation said"),
    "wrong_mark": _("Something wrong was recorded about me"),
    "other": REPORTED["other"],
}
BY_MOVE = {
    ("session", "overturn"): OVERTURN,
    ("participant", "exclude"): EXCLUSION,
    ("candidate", "remove"): EXCLUSION,
    ("study", "cancel"): STUDY,
    ("project", "cancel"): STUDY,
    ("payout", "write_off"): PAYOUT,
    ("payout", "fail"): paywords.WHY,
    ("report", "file"): COMPLAINED | REPORTED,
}


def in_words(noun: str, event: str, role: str, code: str | None) -> Text | None:
    """The reason of a move as its label; None where there is none, or where it was typed."""
    chosen = CHOICES.get(role, {}) if (noun, event) == ("session", "cancel") else BY_MOVE.get((noun, event), {})
    return chosen.get(code or "") or QUIET.get(code or "")
