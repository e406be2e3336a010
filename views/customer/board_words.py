"""The board in words: what the two sides say together, how long somebody waits, and what could be done; and its rows,
drawn fast."""

from functools import lru_cache

from markupsafe import Markup

from lifecycle.candidate import CandidateLifecycle
from lifecycle.participant import ParticipantLifecycle
from lifecycle.words import Text, _, reader, reading
from models.board import Line
from rules import board_csv, money, reconcile, times
from rules.identifiers import other_side

TABS: dict[str, Text] = {
    "open": _("Not settled"),
    "disagreeing": _("Disagree"),
    "only_there": _("Only there"),
    "only_here": _("Only here"),
    "submitted": _("Wait for Completed"),
    "overdue": _("Overdue"),
    "owed": _("Owed"),
    "suspect": _("Suspect"),
    "telling": _("Being told"),
    "matched": _("Match, under way"),
    "settled": _("Settled"),
}
CLASSES: dict[str, Text] = {
    "matched": _("Match"),
    "disagreeing": _("Disagree"),
    "only_here": _("Only here"),
    "only_there": _("Only there"),
    "telling": _("Being told"),
}
WAITS: dict[str, Text] = {"submitted": _("Not yet due"), "due": _("Due"), "overdue": _("Overdue")}
# What is said of a row, one sentence.
SAYS: dict[tuple[str, str], Text] = {
    ("matched", ""): _("Both sides say the same."),
    ("disagreeing", ""): _("The two sides do not say the same."),
    ("only_recruiting", "local"): _("They were sent on, and never arrived in the study."),
    ("only_recruiting", "recruiter"): _("The recruiter says that they were sent; they never arrived here."),
    ("only_recruiting", "tool"): _("They were sent on; the tool has not said a word of them."),
    ("only_study", "local"): _("They are in the study, and the recruiting side does not know them."),
    ("only_study", "recruiter"): _("They are in the study; the recruiter does not know them."),
    ("only_study", "tool"): _("The tool has somebody whom we never sent."),
}
STEPS: dict[str, Text] = {
    "complete": _("Complete"),
    "complete_here": _("Complete here too"),
    "exclude_here": _("Exclude here too"),
    "tell": _("Tell them again"),
    "link": _("Send the link again"),
    "read": _("Read again"),
    "state": _("I completed them there"),
    "pay": _("Send payout"),
    "look": _("Look"),
    "suspect": _("Look at the link"),
}
# How a class is drawn, where it is no state of its own.
MARKS = {"only_here": "one_sided", "only_there": "one_sided", "telling": "sending"}
NOT_HERE, NOT_THERE = _("Never arrived here"), _("Not known there")
# What a cell is headed by where the table unfolds; each side with what it does not know.
HEADS = (_("ID"), _("Compare"), _("ID"), _("Reward"), _("Owner"))
SIDES = {
    CandidateLifecycle: (_("Recruiting side"), NOT_THERE),
    ParticipantLifecycle: (_("Study"), NOT_HERE),
}
HIDDEN = _("ID hidden")
NOBODY = _("Nobody yet")
PAID_THERE = _("Paid there")


def says(line: Line) -> Text:
    """What the two sides say together, as a sentence."""
    return SAYS.get((line.pairing, line.place)) or SAYS[line.pairing, ""]


def class_of(line: Line) -> str:
    """The class of a row as seen from our side; a difference that is just being told is none yet."""
    return "telling" if line.telling else reconcile.side_of(line.pairing, line.place)


def ids(line: Line) -> tuple[str, str]:
    """(how the recruiting side writes the ID, how the study does); nothing once it is hidden."""
    if not line.tail:
        return "", ""
    own = f"pp_{line.tail}"
    return own, other_side(own, line.kind)


def step_of(line: Line) -> str:
    """The next step of a row; a suspect is looked at first, and so is whoever the other side asks to remove."""
    step = reconcile.next_step(line.place, line.r, line.s, bool(line.owed), bool(line.telling))
    if step == "complete" and line.asked_at:
        return "look"
    return "suspect" if line.suspect and step in ("", "look") else step


def completable(line: Line) -> bool:
    """Whether Completed can be set from here; what only the recruiter decides can not."""
    ours = line.row_kind != "counterpart"
    return board_csv.fate(board_csv.COMPLETE, line.place, line.r, line.s, False, ours) == board_csv.WILL_COMPLETE


def label_of(lifecycle, state: str) -> Text | str:
    """A state of one side in words; what another side calls differently, as it says it."""
    if lifecycle is ParticipantLifecycle and state == "submitted":
        return lifecycle.finished
    return lifecycle.label(state) if state in lifecycle.states_map else state


ROW = Markup(
    '<tr>{tick}<td class="id" data-label="{words[0]}">{left_id}</td>{left}'
    '<td class="spine" data-label="{words[1]}"><span class="state" data-state="{mark}"{side}>{klass}</span></td>'
    '<td class="id" data-label="{words[2]}">{right_id}</td>{right}<td class="num" data-label="{words[3]}">{reward}</td>'
    '<td data-label="{words[4]}"><span dir="auto">{owner}</span></td><td>{next}</td></tr>\n'
)
TICK = Markup(
    '<td class="tick"><label class="pick"><span class="only-read">{words}</span><input type="checkbox" name="who" '
    'value="{value}"{checked}></label></td>'
)
STATE = Markup(
    '<td data-label="{side}"><span class="state" data-state="{state}">{label}</span><small>{since}</small></td>'
)
GAP = Markup('<td class="gap" data-label="{side}">{words}</td>')
LINK = Markup('<a class="link" href="{url}"{event}>{word}<span class="only-read"> {who}</span></a>')
PRESS = Markup(
    '<button class="button plain" type="submit" name="only" value="{value}" formaction="{url}" data-event="{event}">'
    '{word}<span class="only-read"> {who}</span></button>'
)
WORD = Markup('<small><span class="state" data-state="{state}">{label}</span></small>')


def drawn(lines: list[Line], prefix: str, may: bool, checked: bool, now: int, signs=None) -> Markup:
    """The rows of the table, for the reader of now; `may` where they can be decided here, `signs` the words of what
    deserves a look, by row."""
    who = reader()
    found = signs or {}
    day = now // 86400
    return Markup("").join(
        _row(line, who.language, who.zone, prefix, may, checked, day, found.get(line.number, "")) for line in lines
    )


@lru_cache(maxsize=4096)
def _row(line: Line, language: str, zone: str, prefix: str, may: bool, checked: bool, day: int, sign: str) -> Markup:
    with reading(language, zone):
        own, there = ids(line)
        name = own or str(HIDDEN)
        seen = class_of(line)
        return ROW.format(
            tick=_tick(line, name, checked) if may else "",
            words=tuple(str(word) for word in HEADS),
            left_id=_id(own, "candidates", line.candidate, prefix) if line.r else "",
            left=_side(CandidateLifecycle, line.r, line.r_since, line, zone, day),
            mark=MARKS.get(seen, seen),
            side=Markup(' data-side="{}"').format(seen.removeprefix("only_")) if seen.startswith("only") else "",
            klass=str(CLASSES[seen]),
            right_id=_id(there, "participants", line.participant, prefix) if line.s else "",
            right=_side(ParticipantLifecycle, line.s, line.s_since, line, zone, day),
            reward=_reward(line), owner=line.owner_name or str(NOBODY),
            next=_next(line, name, prefix, may) + _remarks(line, sign),
        )  # fmt: skip


def _tick(line: Line, name: str, checked: bool) -> Markup:
    words = str(_("Choose %(who)s", who=name))
    return TICK.format(words=words, value=line.value, checked=Markup(" checked") if checked else "")


def _id(text: str, plural: str, code: str | None, prefix: str) -> Markup | str:
    if code is None:
        return text
    return LINK.format(url=f"{prefix}/{plural}/{code}", event="", word=text or str(HIDDEN), who="")


def _side(lifecycle, state: str | None, since: int | None, line: Line, zone: str, day: int) -> Markup:
    side, missing = SIDES[lifecycle]
    if state is None:
        return GAP.format(side=str(side), words="–" if line.pairing == "matched" else str(missing))
    label = str(label_of(lifecycle, state))
    return STATE.format(side=str(side), state=state, label=label, since=since_words(since, zone, day))


def since_words(since: int | None, zone: str, day: int) -> str:
    """The day, and how many days ago that was."""
    if since is None:
        return ""
    shown = times.show_short(since, zone, reader().language)
    days = day - since // 86400
    return str(_("%(day)s, %(days)s days", day=shown, days=days)) if days > 1 else shown


def _reward(line: Line) -> Markup:
    amount = money.show(line.amount, line.currency, reader().language) if line.amount and line.currency else "–"
    found = [Markup("{}").format(amount if line.place != "recruiter" else str(PAID_THERE))]
    if line.owed:
        found.append(WORD.format(state="due", label=str(_("Owed"))))
    elif line.waits == "submitted":
        found.append(Markup("<small>{}</small>").format(str(WAITS["submitted"])))
    elif line.waits:
        found.append(WORD.format(state=line.waits, label=str(WAITS[line.waits])))
    return Markup("").join(found)


def _remarks(line: Line, sign: str) -> Markup:
    """What to know before the next step: that a call is on its way or an exclusion waits, a suspect, what the team
    noted, and signs."""
    found = [str(_("The other side is just being told."))] if line.telling else []
    found += [str(_("Exclusion asked for"))] if line.asked_at else []
    found += [str(_("Suspect"))] if line.suspect else []
    found += [one for one in (line.note, sign) if one]
    return Markup("").join(Markup("<small><bdi>{}</bdi></small>").format(one) for one in found)


# Steps that are done by a button of the board, and where it sends.
PRESSED = {"complete": "look?go=complete", "complete_here": "look?go=complete", "tell": "tell", "link": "link",
           "read": "read"}  # fmt: skip


def _next(line: Line, name: str, prefix: str, may: bool) -> Markup:
    step = step_of(line)
    if not step:
        return Markup("")
    if step in PRESSED:
        if not may:
            return Markup("")
        url, word = f"{prefix}/board/{PRESSED[step]}", str(STEPS[step])
        return PRESS.format(value=line.value, url=url, event=step, word=word, who=name)
    url = _way(line, step)
    return LINK.format(url=f"{prefix}{url}", event=_event(step), word=str(STEPS[step]), who=name) if url else Markup("")


def _event(step: str) -> Markup:
    return Markup(' data-event="{}"').format(step) if step in ("exclude_here", "state", "pay") else Markup("")


def _way(line: Line, step: str) -> str:
    if step == "pay" and line.payout:
        return f"/payouts/{line.payout}"
    if step == "exclude_here" and line.participant:
        return f"/participants/{line.participant}/exclude"
    if step == "state" and line.participant:
        return f"/participants/{line.participant}/completed_there"
    if step == "suspect":
        return f"/board/suspects?q={line.pair}"
    if line.participant:
        return f"/participants/{line.participant}"
    return f"/candidates/{line.candidate}" if line.candidate else ""
