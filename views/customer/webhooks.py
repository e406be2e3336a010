"""Webhook addresses of a team: which machines of its own hear of recruiting events. For its administrators only."""

from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, g, request

from commands import endpoints as commands
from commands import targets
from lifecycle.attempt import By, Invalid, Refusal, Refused
from models import deliveries
from models.outside import Endpoint
from outbox.events import GROUPS
from rules.times import from_epoch
from views import filters, reply
from views.access import TOO_LOW, may, membership
from views.customer.delivery_words import STATES, kind_of, words_of
from views.forms import worded
from views.fresh import fresh, not_fresh
from views.shown import url

views = Blueprint("webhooks", __name__)
PLACE = "/settings/webhooks"
SHOWN = 25


def by() -> By:
    """Who acts."""
    return By("customer", g.me.id)


def allowed() -> frozenset:
    """The hosts that may be called without https and inside the own network."""
    return current_app.config["SETTINGS"].target_hosts


def own(code: str) -> Endpoint:
    """The address of one's own team with this code."""
    house = membership().workspace_id
    found = Endpoint.get_or_none(Endpoint.code == code, Endpoint.workspace == house, Endpoint.removed_at.is_null())
    return found or abort(404)


def host_of(row: Endpoint) -> str:
    """The machine by its name."""
    return urlsplit(row.url).hostname or row.url


def typed() -> tuple[str, list[str]]:
    """The address and the kinds of events of a form."""
    return targets.tidy(request.form.get("url", "")), request.form.getlist("events")


@views.get(PLACE)
def look():
    """All of them, and a form for another one."""
    return page() if may("settings") else reply.forbidden(TOO_LOW)


def page(status: int = 200, given=None, errors=None, refusal: Refusal | None = None):
    """The list as it is now, with what was typed."""
    house = membership().workspace_id
    return reply.page(
        "customer/webhook/list.html",
        status,
        rows=list(commands.of(house)),
        groups=GROUPS,
        given=given or {"url": "", "events": list(GROUPS)},
        errors=worded(errors),
        refusal=refusal,
    )


@views.post(PLACE)
def create():
    """Another address."""
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    address, asked = typed()
    given = {"url": request.form.get("url", ""), "events": asked}
    if words := targets.unsuited(address, allowed()):
        return page(422, given, {"url": words})
    try:
        row = commands.add(membership().workspace, address, asked, by(), g.at, allowed())
    except Invalid as problem:
        return page(422, given, problem.errors)
    except Refused as problem:
        return page(409, given, refusal=problem.refusal)
    return reply.lead(url(f"{PLACE}/{row.code}"), "endpoint_added")


@views.get(f"{PLACE}/<code>")
def one(code: str):
    """One address: what it hears of, its secret, and what it was told."""
    row = own(code)
    return one_page(row) if may("settings") else reply.forbidden(TOO_LOW)


def one_page(row: Endpoint, status: int = 200, given=None, errors=None, refusal=None, secret: bool = False):
    """The page of one address, with what was typed into its form."""
    rows, older = deliveries.log(row.id, filters.number("before"), SHOWN)
    place, lost = f"{PLACE}/{row.code}", deliveries.lost(row.id)
    response = reply.page(
        "customer/webhook/one.html",
        status,
        row=row,
        place=url(place),
        host=host_of(row),
        groups=GROUPS,
        given=given or {"url": row.url, "events": row.events},
        errors=worded(errors),
        refusal=refusal,
        secret=row.secret if secret else "",
        mark=commands.mark(row),
        fresh=fresh(),
        told=rows,
        states=STATES,
        kind_of=kind_of,
        words_of=words_of,
        lost=lost,
        since=lost.due_at.astimezone(ZoneInfo(g.reader.zone)).date().isoformat() if lost else "",
        older=filters.same(url(place), before=older) if older else None,
        newest=url(place) if filters.number("before") else None,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@views.get(f"{PLACE}/<code>/secret")
def secret(code: str):
    """Its secret, after a fresh sign-in."""
    row = own(code)
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    return not_fresh(f"{PLACE}/{code}/secret") or one_page(row, secret=True)


@views.post(f"{PLACE}/<code>")
def edit(code: str):
    """Another address, or other kinds of events."""
    row = own(code)
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    address, asked = typed()
    given = {"url": request.form.get("url", ""), "events": asked}
    if address != row.url and (words := targets.unsuited(address, allowed())):
        return one_page(row, 422, given, {"url": words})
    try:
        commands.edit(row, address, asked, by(), g.at, allowed())
    except Invalid as problem:
        return one_page(row, 422, given, problem.errors)
    except Refused as problem:
        return one_page(row, 409, given, refusal=problem.refusal)
    return reply.lead(url(f"{PLACE}/{code}"), "saved")


def on_one(code: str, command, said: str, to: str = ""):
    """Do this with an address, or show it as it is now."""
    row = own(code)
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    try:
        command(row)
    except Refused as problem:
        again = Endpoint.get_by_id(row.id)
        return one_page(again, 409, refusal=problem.refusal) if again.removed_at is None else abort(404)
    return reply.lead(url(to or f"{PLACE}/{code}"), said)


@views.post(f"{PLACE}/<code>/off")
def off(code: str):
    """It hears of nothing from now on."""
    return on_one(code, lambda row: commands.turn_off(row, by(), g.at), "endpoint_off")


@views.post(f"{PLACE}/<code>/on")
def on(code: str):
    """It hears of what happens from now on."""
    return on_one(code, lambda row: commands.turn_on(row, by(), g.at), "endpoint_on")


@views.post(f"{PLACE}/<code>/remove")
def remove(code: str):
    """Off the list."""
    return on_one(code, lambda row: commands.remove(row, by(), g.at), "endpoint_removed", PLACE)


@views.post(f"{PLACE}/<code>/rotate")
def rotate(code: str):
    """Another secret, after a fresh sign-in."""
    own(code)
    if may("settings") and (instead := not_fresh(f"{PLACE}/{code}")):
        return instead
    seen = request.form.get("seen", "")
    return on_one(code, lambda row: commands.rotate(row, seen, by(), g.at), "endpoint_secret",
                  f"{PLACE}/{code}/secret")  # fmt: skip


@views.post(f"{PLACE}/<code>/test")
def test(code: str):
    """A message that says nothing."""
    return on_one(code, lambda row: commands.test(row, by(), g.at), "endpoint_tried")


def since() -> datetime | None:
    """The beginning of the day that was typed."""
    try:
        return from_epoch(filters.midnight(date.fromisoformat(request.form.get("since", ""))))
    except (ValueError, OverflowError):
        return None


@views.post(f"{PLACE}/<code>/again")
def again(code: str):
    """Everything that did not arrive, once more."""

    def send(row: Endpoint) -> None:
        if (first := deliveries.lost(row.id)) is None:
            raise Refused(commands.NOTHING)
        commands.send_failed_again(row, since() or first.due_at, by(), g.at)

    return on_one(code, send, "messages_again")
