"""Usernames, looked at as they are typed: who is found, who left, and whom one may have meant."""

from typing import NamedTuple

from flask import Blueprint, g, render_template, request

from commands.names import MATCHING_ONLY, look_up
from lifecycle.attempt import Refused
from lifecycle.words import Text, _
from models.candidates import ids_among
from models.people import beginning, by_username
from models.standing import removed
from rules.near import nearest
from views.customer import build, study_form
from views.shown import url

views = Blueprint("build_names", __name__)
SHOWN = 60
GUESSED = 8  # unknown names for which another is looked for: each is held against hundreds


class Name(NamedTuple):
    """One typed username and what is known of it: mark is found, wait or lacks."""

    name: str
    mark: str
    word: Text
    url: str = ""


@views.post("/studies/<code>/edit/usernames")
def look(code: str):
    """What the field holds now, name by name; asked in passing while somebody types."""
    reached, instead = build.draft_of(code)
    if instead:
        return instead
    try:
        look_up(g.me.id, g.at)
    except Refused as problem:
        return render_template("customer/study/build/_names.html", names=(), sentence=problem.refusal.sentence), 429
    names = study_form.usernames(request.form)
    known = checked(names[:SHOWN], reached.row.workspace_id)
    return render_template("customer/study/build/_names.html", names=known, sentence=over(names))


def over(names: list[str]) -> Text | None:
    """That not every name is looked at yet."""
    return _("The first %(n)s are looked at here, all of them when you save.", n=SHOWN) if len(names) > SHOWN else None


def checked(names: list[str], workspace: int = 0) -> list[Name]:
    """Each name with a word: only whether somebody is called so, which a team may know. IDs of the recruiting side are
    no names."""
    if not names:
        return []
    found = by_username(names)
    gone = removed(found.values())
    asked = [name for name in names if name not in found][:GUESSED]
    ids = ids_among([name for name in names if name not in found], workspace)
    return [an_id(name) if name in ids else _checked(name, found.get(name), gone, name in asked) for name in names]


def an_id(name: str) -> Name:
    """Somebody's ID, and the way to whose it is."""
    return Name(name, "lacks", Text(MATCHING_ONLY.text, {"names": name}), url("/search", q=name))


def errors(names: list[str], workspace: int = 0) -> dict[str, Text]:
    """What keeps these names from being saved."""
    wrong = [one for one in checked(names, workspace) if one.mark == "lacks"]
    if not wrong:
        return {}
    if len(wrong) > 1:
        said = ", ".join(one.name for one in wrong[:SHOWN])
        return {"usernames": _("These names need another look, see below: %(names)s.", names=said)}
    return {"usernames": wrong[0].word}


def _checked(name: str, person, gone: set[int], guess: bool) -> Name:
    if person is None:
        return Name(name, "lacks", unknown(name, guess))
    if person.id in gone:
        return Name(person.username, "lacks", _("%(name)s is no longer in the network.", name=person.username))
    if person.unsubscribed_at is not None:
        return Name(person.username, "wait", _("Found. Gets no invitations by mail, but sees yours when signed in."))
    return Name(person.username, "done", _("Found."))


def unknown(name: str, guess: bool) -> Text:
    """That nobody has this name, and the one it may have been."""
    near = nearest(name, beginning(name[:2].lower())) if guess and len(name) > 2 else None
    if near:
        return _("Nobody is called %(name)s. Did you mean %(near)s?", name=name, near=near)
    return _("Nobody is called %(name)s.", name=name)
