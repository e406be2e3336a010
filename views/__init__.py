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
    "help",
    "practice",
    "customer.dashboard",
    "customer.team",
    "customer.team_invite",
    "customer.settings",
    "customer.brand",
    "customer.review",
    "customer.screener_step",
    "customer.studies",
    "customer.build_steps",
    "customer.build_names",
    "customer.build_network",
    "customer.build_review",
    "customer.amended",
    "customer.availability",
    "customer.payouts",
    "customer.plan",
    "customer.search",
    "customer.people",
    "customer.known",
    "customer.enrolling",
    "customer.lists",
    "customer.face",
    "customer.pending",
    "customer.replan",
    "customer.places",
    "customer.budget",
    "customer.moving",
    "customer.roster",
    "customer.waitlist",
    "contributor.joining",
    "contributor.profile",
    "contributor.account",
    "contributor.rights",
    "customer.audit",
    "contributor.invitations",
    "contributor.consents",
    "contributor.screener",
    "contributor.slots",
    "contributor.newtime",
    "messages",
    "customer.notes",
    "room.join",
    "contributor.money",
    "contributor.standing",
    "reporting",
    "customer.reporting",
    "operator.reports",
    "operator.standings",
    "index",
    "operator.desk",
    "operator.workspaces",
    "operator.members",
    "operator.failed",
    "operator.health",
    "operator.audit",
)
ROWS = ("customer.pages", "contributor.pages", "generic")


def register(app: Flask) -> None:
    """Every blueprint."""
    for name in PAGES:
        app.register_blueprint(importlib.import_module(f"views.{name}").views)
    for name in ROWS:
        importlib.import_module(f"views.{name}")
    app.register_blueprint(importlib.import_module("views.fire").rows)
