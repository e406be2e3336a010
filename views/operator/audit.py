"""The audit log of the whole installation, for operators."""

from flask import Blueprint, g, render_template

from commands import trail
from models import audit
from views import audit_words, auditing, filters
from views.fresh import not_fresh
from views.operator.asked import acting, operator
from views.shown import url

views = Blueprint("operator_audit", __name__)
HERE = "/operator/audit"


@views.get(HERE)
def log():
    """Everything that was done anywhere, newest first."""
    operator()
    wanted, typed = auditing.wanted(None)
    before = filters.number("before")
    found = audit.lines(wanted, before)
    shown = found[: audit.SHOWN]
    return render_template(
        "operator/audit.html",
        rows=auditing.drawn(shown, operator=True),
        filters=typed,
        filtered=any(typed.values()),
        kinds=audit_words.kinds(every=True),
        file_url=filters.same(url(f"{HERE}/file.csv"), before=None),
        older=filters.same(url(HERE), before=shown[-1].id) if len(found) > audit.SHOWN else None,
        newest=filters.same(url(HERE), before=None) if before else None,
    )


@views.post(f"{HERE}/file.csv")
def file():
    """The same as a file."""
    by = acting()
    if instead := not_fresh(HERE):
        return instead
    wanted, _typed = auditing.wanted(None)
    trail.keep(None, "audit_exported", by, g.at)
    return auditing.file(wanted, "audit-log.csv")
