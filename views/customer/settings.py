"""The settings of a workspace: read by everybody in it, changed by its administrators."""

from flask import Blueprint, g, request

from commands import settings as commands
from lifecycle.attempt import By, Invalid, Refused
from lifecycle.words import LANGUAGES
from models.workspaces import Workspace
from rules import money, pictures
from views import reply
from views.access import TOO_LOW, may, membership
from views.contributor.cities import cities
from views.customer import settings_form
from views.fire import counted
from views.forms import worded
from views.shown import url

views = Blueprint("house_settings", __name__)


@views.get("/settings")
def look():
    """The page of the settings."""
    return page()


def page(status: int = 200, typed=None, errors=None, stale=None):
    """The settings as they are now, with what was typed into the form."""
    house = Workspace.get_by_id(membership().workspace_id) if status != 200 else membership().workspace
    saved = settings_form.typed(house)
    return reply.page(
        "customer/settings/page.html",
        status,
        workspace=house,
        admin=may("settings"),
        saved=saved,
        typed=typed or saved,
        labels=settings_form.LABELS,
        shown=settings_form.shown,
        numbers=settings_form.numbers(),
        kept=settings_form.kept(),
        languages_of=list(LANGUAGES.items()),
        currencies=[(code, code) for code in money.CURRENCIES],
        groups=cities(),
        most=pictures.MOST // 1024,
        errors=worded(errors),
        stale=stale,
    )


@views.post("/settings")
def save():
    """Save the settings; where somebody else did meanwhile, nothing is written."""
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    house, by = membership().workspace, By("customer", g.me.id)
    try:
        commands.change(house, by, g.at, counted("edited"), settings_form.parsed(request.form))
    except Invalid as problem:
        return page(422, request.form, problem.errors)
    except Refused:
        changed = settings_form.differences(Workspace.get_by_id(house.id), request.form)
        return page(409, request.form, stale=changed)
    return reply.lead(url("/settings"), "saved")


@views.post("/settings/logo")
def picture():
    """Another picture, or none."""
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    house, by = membership().workspace, By("customer", g.me.id)
    try:
        if "drop" in request.form:
            commands.drop_logo(house, by, g.at)
        else:
            sent = request.files.get("logo")
            commands.set_logo(house, sent.stream.read(pictures.MOST + 1) if sent else b"", by, g.at)
    except Invalid as problem:
        return page(422, errors=problem.errors)
    return reply.lead(url("/settings") + "#looks", "saved")
