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
    "rulebook",
    "customer.dashboard",
    "customer.studies",
    "customer.availability",
    "customer.payouts",
    "customer.plan",
    "customer.people",
    "contributor.invitations",
    "contributor.screener",
    "contributor.slots",
    "contributor.newtime",
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
