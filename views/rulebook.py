"""The rule book: what may happen to each noun, drawn and told from the machines themselves. For anybody, without
signing in."""

import functools
from types import SimpleNamespace

from flask import Blueprint, abort, render_template
from markupsafe import Markup

from lifecycle.drawing import drawing
from lifecycle.rulebook import ACTORS, MACHINES, book
from lifecycle.rulewords import NOUNS
from lifecycle.words import reader
from views.shown import url

views = Blueprint("rulebook", __name__)


@views.get("/rules")
def first():
    """The rule book opens with the session."""
    return show("session")


@views.get("/rules/<noun>")
def show(noun: str):
    """The rules of one noun."""
    if noun not in MACHINES:
        abort(404)
    tabs = [
        SimpleNamespace(label=words[0], url=url(f"/rules/{name}"), here=name == noun, count=None)
        for name, words in NOUNS.items()
    ]
    picture = drawn(noun, reader().language)
    return render_template("rulebook/show.html", about=book(noun), tabs_of=tabs, picture=picture, actors=ACTORS)


@functools.cache
def drawn(noun: str, language: str) -> Markup:
    """The drawing in this language, which is the reader's; every text in it is escaped where it is drawn."""
    return Markup(drawing(book(noun)))
