"""What is kept for how long (rules/retention.py), in words: what each kind of thing is called, and what goes when its
days are over."""

from lifecycle.words import Text, _

LABELS: dict[str, Text] = {
    "letters": _("Letters"),
    "screened_out": _("Answers of people who did not fit"),
    "answers": _("Answers, notes and messages"),
    "recordings": _("Recordings"),
    "looks": _("Who looked at answers"),
    "suspects": _("What could not be trusted"),
}
SENTENCES: dict[str, Text] = {
    "letters": _("The words of a letter go, counted from when it was sent. That it was sent, and when, stays."),
    "screened_out": _("What somebody answered goes, counted from when it turned out that they do not fit."),
    "answers": _(
        "What people answered and wrote goes, counted from when the study was over. What was paid, and when, stays."
    ),
    "recordings": _(
        "What somebody said and showed during a task goes, counted from when it was recorded. That it was, stays."
    ),
    "looks": _("The record of who in your team read somebody’s answers goes, counted from that day."),
    "suspects": _(
        "What arrived from outside, could not be trusted and was settled by nobody goes, counted from when it last "
        "came. It changed nothing."
    ),
}
