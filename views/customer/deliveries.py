"""One message to a team's own machine: what it says, every try, and sending it again."""

import json

from flask import Blueprint, abort, current_app, g

from commands import endpoints as commands
from lifecycle.attempt import Refused
from models import deliveries
from models.outgoing import Outgoing, Try
from models.outside import Endpoint
from outbox.delivery import number_of
from outbox.events import body_of, hides
from views import reply
from views.access import TOO_LOW, may
from views.customer.delivery_words import STATES, kind_of, words_of
from views.customer.webhooks import PLACE, by, host_of, own
from views.shown import url

views = Blueprint("deliveries", __name__)
LARGEST = 2**62
IDS = ("recruiter_id", "study_id")


def told(row: Endpoint, number: int) -> Outgoing:
    """The message to this address with this number."""
    return (deliveries.one(row.id, number) if number < LARGEST else None) or abort(404)


@views.get(f"{PLACE}/<code>/<int:number>")
def one(code: str, number: int):
    """What it says and what came of it."""
    row = own(code)
    return shown(row, told(row, number)) if may("settings") else reply.forbidden(TOO_LOW)


def shown(row: Endpoint, found: Outgoing, status: int = 200, refusal=None):
    """The page of a message."""
    return reply.page(
        "customer/webhook/delivery.html",
        status,
        row=row,
        place=url(f"{PLACE}/{row.code}"),
        host=host_of(row),
        found=found,
        waits=found.state == "waiting",
        kind=kind_of(found),
        number=number_of(found.id, current_app.config["SETTINGS"]),
        body=body(found),
        tries=list(Try.select().where(Try.outgoing == found.id).order_by(Try.id)),
        states=STATES,
        words_of=words_of,
        refusal=refusal,
    )


def body(found: Outgoing) -> str:
    """What it says, to read; the IDs of whoever was removed or excluded are hidden here as they are everywhere."""
    said = json.loads(body_of(found.entry))
    if hides(found.entry):
        said["data"] |= dict.fromkeys(IDS)
    return json.dumps(said, indent=2, ensure_ascii=False)


@views.post(f"{PLACE}/<code>/<int:number>/again")
def again(code: str, number: int):
    """Send it once more."""
    row = own(code)
    found = told(row, number)
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    try:
        commands.send_again(row, found, by(), g.at)
    except Refused as problem:
        return shown(row, told(row, number), 409, problem.refusal)
    return reply.lead(url(f"{PLACE}/{code}/{number}"), "sent_again")
