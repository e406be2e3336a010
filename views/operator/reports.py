"""An operator decides about a report: what was said, what the journal and the log show, what is known of both sides;
answers and messages only where the report is about them, and whoever opens them is noted."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, g, request

from commands import reports, trail
from commands.fire import fire
from commands.preview import preview
from lifecycle.words import Moment, Text, _, ngettext
from models import reporting
from models.sessions import Session
from models.standing import Report
from rules.presence import Spell
from views import reply, report_words, thread
from views.access import Reached
from views.customer import answers
from views.fire import refusal_of, version
from views.offers import offers
from views.operator import deciding
from views.reply import page_of
from views.timeline import called, items

APPEALABLE = _(
    "Whoever it goes against can appeal once, within 14 days. Another operator decides then, where there is one."
)
views = Blueprint("operator_reports", __name__)
HELD = ("due", "on_hold", "failed")
# What a report has to be about for its evidence to be opened.
ANSWERS = ("not_qualified", "dishonest")
MESSAGES = ("rude", "unsafe", "not_agreed", "disputed")
SEATS = {
    "contributor": _("The contributor"),
    "admitter": _("Somebody who holds it"),
    "observer": _("Somebody of the team who watches"),
}
PLACES = {"room": _("in the room"), "lobby": _("in the lobby")}
SAID = {
    "met": _("We talked"),
    "they_absent": _("They did not come"),
    "i_absent": _("We could not come"),
    "technical": _("Technical trouble"),
}


WORDS = {
    "file": _("What the author wrote"),
    "uphold": _("Why it was upheld"),
    "dismiss": _("Why it was dismissed"),
    "appeal": _("The appeal"),
    "withdraw_report": _("Why it was taken back"),
}


class Evidence(NamedTuple):
    """Something private that a decision may need: what it is, where it is opened, and what is in it once it is."""

    name: str
    label: Text
    why: Text
    url: str
    found: list | None


@page_of("operator", "report")
def report(reached: Reached) -> dict:
    """Everything a decision needs."""
    row: Report = reached.row
    talk: Session | None = row.session
    payouts = reports.payouts_of(row)
    around = reporting.around(row)
    return {
        "heading": report_words.reason(row),
        "facts": facts(row),
        "stands": report_words.stands(row, g.at) if row.state != "open" else [],
        "purse": report_words.purse(payouts),
        "offers": offers(reached),
        "words": in_words(row, around.words),
        "known": [(_("By the same author"), counted(around.author)), (_("About the same"), counted(around.concerned))],
        "talk": talk,
        "spoken": spoken(talk) if talk else [],
        "log": log(around.spells),
        "evidence": evidence(row),
        "timeline": items(reached, [row, *([talk] if talk else [])]),
        "due": due(row),
    }


def in_words(row: Report, words: list[tuple]) -> list[tuple]:
    """What was written so far: by the author, by whom it is about, by who decided and who appealed."""
    found = [(WORDS[event], at, text) for event, at, text in words if event in WORDS]
    side = [(_("The side of whom it is about"), row.replied_at, row.reply)] if row.reply else []
    return sorted([*found, *side], key=lambda one: one[1])


def facts(row: Report) -> list[tuple]:
    """Of which study, about whom, by whom, since when."""
    whom = row.person.shown if row.about == "contributor" and row.person_id else None
    if row.about == "customer" and row.person_id:
        whom = row.person.name
    by = row.author.shown if row.author_role == "contributor" else row.author.name
    return [
        (_("Study"), row.study.title),
        (_("Team"), row.study.workspace.name),
        (_("About"), whom or report_words.ABOUT[row.about]),
        (_("By"), by),
        (_("Reported"), Moment(row.created_at)),
    ]


def due(row: Report) -> Text | None:
    """Since when a decision is due."""
    if row.state != "open":
        return None
    day = report_words.day(row.created_at + report_words.REMINDED)
    late = g.at > row.created_at + report_words.REMINDED
    return _("Due since %(day)s.", day=day) if late else _("Due by %(day)s.", day=day)


def counted(known: reporting.Known) -> Text:
    """How many other reports, and what became of them."""
    if not known.all:
        return _("No other report")
    return ngettext(
        "%(number)s other report: %(upheld)s upheld, %(dismissed)s dismissed",
        "%(number)s other reports: %(upheld)s upheld, %(dismissed)s dismissed",
        known.all, upheld=known.upheld, dismissed=known.dismissed,
    )  # fmt: skip


def spoken(talk: Session) -> list[tuple]:
    """What both sides said became of the conversation."""
    sides = ((_("The customer said"), talk.customer_says), (_("The contributor said"), talk.contributor_says))
    return [(label, SAID.get(says, says) if says else _("Nothing")) for label, says in sides]


def log(spells: list[Spell]) -> list[tuple]:
    """Who was there, and when."""
    return [(SEATS.get(one.seat, one.seat), _spell(one)) for one in spells]


def _spell(one: Spell) -> Text:
    place = PLACES.get(one.place, one.place)
    if one.until is None:
        return _("%(place)s from %(since)s", place=place, since=Moment(one.since))
    return _("%(place)s from %(since)s to %(until)s", place=place, since=Moment(one.since), until=Moment(one.until))


def evidence(row: Report) -> list[Evidence]:
    """What may be opened for this reason; opened, it is noted that this operator looked."""
    if row.participant_id is None:
        return []
    kinds: tuple[tuple, ...] = (
        ("answers", ANSWERS, _("Their answers to the screener"), _("The report is about whether they qualified."),
         lambda: answers.pairs(row.participant)),
        ("messages", MESSAGES, _("What both sides wrote to each other"),
         _("They may say who was there.") if row.reason == "disputed" else _("The report is about behaviour."),
         lambda: messages(row)),
    )  # fmt: skip
    opened = request.args.get("open")
    return [
        Evidence(
            name, label, why, f"{reply.address(row)}?open={name}", looked(row, name, read) if opened == name else None
        )
        for name, reasons, label, why, read in kinds
        if row.reason in reasons and (name != "messages" or row.session_id)
    ]


def looked(row: Report, what: str, read: Callable[[], list]) -> list:
    """What is there; and that this operator looked is kept."""
    trail.looked(row.participant, g.me.id, what, g.at)
    return read()


def messages(row: Report) -> list[tuple]:
    """(who, when, the words) of the conversation's thread."""
    found = reversed(list(thread.last(row.session_id, 100)))
    return [(called(one.author.name, one.author.shown, one.role, "operator"), one.at, one.text) for one in found]


# ---- Deciding


def act(reached: Reached, event: str, note: str) -> None:
    """Decide; the words stand for both sides to read."""
    fire(reached.row, event, reached.by, g.at, seen_version=version(), note=note)


def page(reached: Reached, event: str) -> dict:
    """What the form shows: which report, and what would follow."""
    row: Report = reached.row
    return {
        "here": "reports",
        "label": row.lifecycle.labels[event],
        "heading": report_words.reason(row),
        "lead": row.study.title,
        "crumbs": [(_("Reports"), "/reports"), (report_words.reason(row), f"/reports/{row.code}")],
        "hint": _("Both sides read this."),
        "follows": foreseen(reached, event),
    }


deciding.serve(views, deciding.Kind("report", ("uphold", "dismiss"), refusal_of, act, page, "report_decided"))


def foreseen(reached: Reached, event: str) -> list[Text]:
    """What would follow, worked out by doing it and taking it back."""
    row: Report = reached.row
    seen = preview(fire, row, event, reached.by, g.at, note="–")
    found = report_words.moved(seen)
    found += later(row, event)
    written = report_words.written_to([person for _l, person, at in seen.letters if at <= g.at], g.me.id)
    return [*found, written] if written else found


def later(row: Report, event: str) -> list[Text]:
    """What follows beside the moves of a preview."""
    final = row.state == "appealed"
    found = [] if final else [APPEALABLE]
    if final:
        found.append(_("This decides the appeal, and stands."))
    if row.about == "contributor" and event == "uphold":
        if row.reason == "disputed":
            found.append(_("It stays a no show: nobody is paid for it, and no unit is used."))
        if row.reason == "dishonest":
            found.append(_("The mark is severe: it leads to a review of their standing at once."))
        found += written_off(row, final)
    if row.about == "contributor" and event == "dismiss" and final:
        found.append(_("The mark that it left is struck."))
    if row.reason == "wrong_mark" and event == "uphold":
        found.append(_("What was recorded about them at that conversation is struck. An absence itself is put right on "
                       "the page of the conversation."))  # fmt: skip
    if row.about == "study" and event == "uphold":
        found.append(_("With a second person's report the study takes in nobody new."))
    return found


def written_off(row: Report, final: bool) -> list[Text]:
    """What becomes of the money that it holds; after a no show there is mostly none."""
    if not any(one.state in HELD for one in reports.payouts_of(row)):
        return [] if row.reason == "disputed" else [_("No money is on hold.")]
    if final:
        return [_("Money on hold is written off with the next round of the clock.")]
    return [_("Money on hold is written off once nobody can appeal any more.")]
