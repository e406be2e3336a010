"""A workspace's own looks for every page that shows them: its colour as a small style sheet, and its picture."""

from flask import Blueprint, Response, abort

from models.workspaces import Logo, Workspace
from rules import brand
from views.shown import STATIC

views = Blueprint("brand", __name__)
# The address says which save it is of, so that it can be kept for as long as browsers like.
KEPT = "public, max-age=31536000, immutable"


@views.get("/brand/<code>.css")
def sheet(code: str):
    """Our tokens, with the workspace's colour: one sheet in place of the other, so that no page asks for more."""
    row = Workspace.get_or_none(Workspace.code == code)
    if row is None or not brand.is_colour(row.brand):
        abort(404)
    ours = (STATIC / "css" / "tokens.css").read_text()
    return kept(ours + brand.sheet(row.brand), "text/css; charset=utf-8")


@views.get("/brand/<code>/logo")
def logo(code: str):
    """The workspace's picture; whatever it holds, browsers are told that it is a picture and nothing else."""
    row = Logo.select().join(Workspace).where(Workspace.code == code).first() or abort(404)
    return kept(bytes(row.data), row.kind)


def kept(body: str | bytes, kind: str) -> Response:
    """An answer that is the same for everybody and stays so."""
    response = Response(body, content_type=kind)
    response.headers["Cache-Control"] = KEPT
    response.headers["Content-Disposition"] = "inline"
    return response
