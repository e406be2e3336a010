"""How it is asked and shown: parse, one command, and the fragment that changed."""

import importlib

from flask import Flask

# Every module with pages, in the order in which its routes are tried; the generic rows come last.
PAGES = (
    "front",
    "signin",
    "demo",
    "health",
    "outbox",
    "unsubscribe",
    "calendar",
    "rulebook",
    "customer.dashboard",
    "customer.screener_step",
    "customer.studies",
    "customer.build_steps",
    "customer.build_names",
    "customer.build_review",
    "customer.amended",
    "customer.availability",
    "customer.payouts",
    "customer.plan",
    "customer.search",
    "customer.people",
    "customer.pending",
    "customer.places",
    "customer.roster",
    "contributor.invitations",
    "contributor.consents",
    "contributor.screener",
    "contributor.slots",
    "contributor.newtime",
    "messages",
    "customer.notes",
    "room.join",
    "contributor.money", "index",
)
ROWS = ("customer.pages", "contributor.pages", "generic")


def register(app: Flask) -> None:
    """Every blueprint."""
    for name in PAGES:
        app.register_blueprint(importlib.import_module(f"views.{name}").views)
    for name in ROWS:
        importlib.import_module(f"views.{name}")
    app.register_blueprint(importlib.import_module("views.fire").rows)
