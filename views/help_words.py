"""What the help says of the rules is read off the rules: numbers from the policy, names of states and moves from the
machines, what follows from them, and what each role may. So a page of help can not say another thing than the code."""

from types import SimpleNamespace

from flask import current_app

from commands.claims import HELD_FOR
from commands.endpoints import GIVEN_UP, OVERLAP
from commands.signin import FRESH
from lifecycle import standing
from lifecycle.follows import sentences
from lifecycle.reasons import choices
from lifecycle.report import APPEAL_WINDOW
from lifecycle.roles import ROLES
from lifecycle.rulebook import MACHINES
from lifecycle.words import Names, Span, Text, _, ngettext
from models.lacking import LENGTHS
from outbox.letters import DAY_BEFORE, SOON
from rules.policy import Policy
from rules.units import DEFAULT, FIRST_MINUTES, FURTHER_MINUTES, LIVE, session_units
from rules.waiting import OFFER
from views.access import MAY
from views.help_topics import TOPICS

# What a role may, by the move that stands for it.
ABILITIES = (
    ("launch", _("writes and launches studies")),
    ("reschedule", _("reschedules and cancels conversations")),
    ("complete", _("marks as Completed, and pays")),
    ("message", _("writes to people")),
    ("approve", _("reviews studies")),
    ("remark", _("keeps notes")),
    ("members", _("invites colleagues and changes their roles")),
    ("settings", _("changes the settings")),
)
LOOKS = _("looks at everything of the workspace")
NETWORKS = {
    "network": _("somebody of the network, or named by username"),
    "enrolled": _("somebody of your own enrolled people"),
    "invite": _("somebody who comes by a link"),
}


def numbers() -> SimpleNamespace:
    """The policy numbers of a workspace that has set no others, and the other lengths of time, in words."""
    own = Policy()
    spans = {name: Span(getattr(own, name)) for name in ("notice", "join", "absence", "correct", "remind", "lapse")}
    return SimpleNamespace(
        **spans,
        due=Span(own.due),
        overdue=Span(own.overdue),
        moves=ngettext("%(number)s time", "%(number)s times", own.moves),
        late=f"{own.late_percent} %",
        appeal=Span(APPEAL_WINDOW),
        fresh=Span(FRESH),
        overlap=Span(OVERLAP),
        given_up=Span(GIVEN_UP),
        offer=Span(OFFER),
        held=Span(HELD_FOR),
        day_before=Span(DAY_BEFORE),
        soon=Span(SOON),
        lengths=Names(tuple(map(str, LENGTHS)), one_of=True),
        first=FIRST_MINUTES,
        further=FURTHER_MINUTES,
    )


def state(noun: str, name: str) -> Text:
    """What the screens call a state."""
    return MACHINES[noun].label(name)


def move(noun: str, event: str) -> Text:
    """What the screens call a move."""
    return MACHINES[noun].labels[event]


def follows(noun: str, event: str) -> list:
    """What follows from a move, sentence by sentence."""
    return list(sentences(noun, event))


def never(noun: str, state_name: str, event: str, role: str) -> Text:
    """Why people look for this move in vain."""
    return MACHINES[noun].dead_ends[event, state_name][role].sentence


def reasons(side: str) -> list[Text]:
    """What may be chosen as the reason to cancel."""
    return [label for _code, label in choices(side)]


def roles() -> list[tuple[Text, list[Text]]]:
    """Each role and what it may."""
    return [
        (name, [LOOKS, *(words for event, words in ABILITIES if event in MAY[role])]) for role, name in ROLES.items()
    ]


def prices() -> list[tuple[Text, list[tuple[int, int]]]]:
    """What a place of a conversation costs, for each way of asking and each length."""
    ways = (one for kind, one in DEFAULT if kind == LIVE)
    return [(NETWORKS[way], [(length, session_units(LIVE, way, length)) for length in LENGTHS]) for way in ways]


def everything() -> dict:
    """What the pages of help may say."""
    return {
        "n": numbers(),
        "state": state,
        "move": move,
        "follows": follows,
        "never": never,
        "reasons": reasons,
        "roles": roles(),
        "prices": prices(),
        "marked": standing.marked.sentence,
    }


def body(topic: str) -> str:
    """What a topic says, in the reader's language; every value in it is escaped where it is put in."""
    template = current_app.jinja_env.get_template(f"help/{TOPICS[topic].side}/{topic}.html")
    return template.render(everything())
