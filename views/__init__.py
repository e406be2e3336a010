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
        try:
            app.register_blueprint(importlib.import_module(f"views.{name}").views)
        except ModuleNotFoundError as e:
            print("TEMP missing", e)
    for name in ROWS:
        try:
            importlib.import_module(f"views.{name}")
        except ModuleNotFoundError as e:
            print("TEMP missing", e)
    from views.fire import rows

    app.register_blueprint(rows)
