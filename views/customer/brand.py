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
    """Our tokens and the base, with the workspace's colour: one sheet in place of two, so that the picture is no file
    more than other pages ask for."""
    row = Workspace.get_or_none(Workspace.code == code)
    coloured = row is not None and brand.is_colour(row.brand)
    if row is None or not (coloured or row.logo_at):
        abort(404)
    ours = "".join((STATIC / "css" / f"{name}.css").read_text() for name in ("tokens", "base"))
    return kept(ours + (brand.sheet(row.brand) if coloured else ""), "text/css; charset=utf-8")


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
