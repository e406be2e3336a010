"""The audit log of a workspace, for its administrators: what was done, who looked at answers, and both as a file."""

from flask import Blueprint, abort, g, render_template, request

from commands import trail
from lifecycle.attempt import By
from models import audit
from models.workspaces import Member
from views import audit_words, auditing, filters, reply
from views.access import TOO_LOW, may, membership
from views.fresh import not_fresh
from views.shown import url

views = Blueprint("audit", __name__)
HERE = "/audit"


def admin() -> Member:
    """The membership of an administrator."""
    member = membership()
    if not may("audit"):
        abort(reply.forbidden(TOO_LOW))
    return member


@views.get(HERE)
def log():
    """What was done, or who looked, newest first; filters live in the address."""
    member = admin()
    wanted, typed = auditing.wanted(member.workspace_id)
    before, show = filters.number("before"), request.args.get("show", "")
    looks = show == "looks"
    found = audit.looks(wanted, before) if looks else audit.lines(wanted, before)
    shown = found[: audit.SHOWN]
    here = url(HERE)
    return render_template(
        "customer/audit/log.html",
        rows=auditing.looks_drawn(shown) if looks else auditing.drawn(shown),
        looks=looks,
        filters=typed,
        filtered=any(typed.values()),
        kinds=audit_words.kinds(),
        file_url=filters.same(url(f"{HERE}/file.csv"), before=None, show=None),
        older=filters.same(here, before=shown[-1].id) if len(found) > audit.SHOWN else None,
        newest=filters.same(here, before=None) if before else None,
    )


@views.post(f"{HERE}/file.csv")
def file():
    """The same as a file; that it was taken out is an entry of its own."""
    member = admin()
    if instead := not_fresh(HERE):
        return instead
    wanted, _typed = auditing.wanted(member.workspace_id)
    trail.keep(member.workspace_id, "audit_exported", By("customer", g.me.id), g.at)
    return auditing.file(wanted, "audit-log.csv")
