"""Whether it runs, for machines."""

from flask import Blueprint

from models.database import db
from models.migrate import pending

views = Blueprint("health", __name__)


@views.get("/health")
def health():
    """200 while the process answers."""
    return {"status": "ok"}


@views.get("/ready")
def ready():
    """200 when the database answers and is up to date, else 503."""
    db.execute_sql("SELECT 1")
    waiting = pending()
    return {"status": "waiting" if waiting else "ok", "migrations": waiting}, 503 if waiting else 200
