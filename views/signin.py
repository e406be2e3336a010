"""Signing in and out: an address, a letter, eight digits; and the browsers where one is signed in."""

from flask import Blueprint, abort, current_app, g, redirect, render_template, request

from commands import signin
from commands.people import set_reading
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import _, reader, translate
from models.people import Asking, Person, SignIn
from outbox.secrets import sign_in_code, sign_in_token
from views import asker, reply
from views.access import signed_in
from views.forms import worded

views = Blueprint("signin", __name__)
LONGEST_WAY = 300
E_MAIL = _("Please type your e-mail address, for instance ada@example.org.")


def is_address(email: str) -> bool:
    """Whether this may be an e-mail address; whether it is one, its letter says."""
    return "@" in email.strip("@") and len(email) <= 254 and email.isprintable() and " " not in email


def onward(wanted: str | None) -> str:
    """A way on within this app, and nowhere else: a path, and nothing that a browser could read as another host."""
    wanted = wanted or ""
    plain = wanted.isprintable() and "\\" not in wanted and len(wanted) <= LONGEST_WAY
    return wanted if plain and wanted.startswith("/") and not wanted.startswith("//") else f"{request.script_root}/"


@views.get("/sign-in")
def ask():
    """The page that asks for an address; the demo offers its people too."""
    return form()


def people_of_the_demo() -> list[Person]:
    """Everybody whom one click signs in; `does` says in the reader's language what they are there for."""
    people = list(Person.select().where(Person.demo != "").order_by(Person.id))
    for person in people:
        person.does = translate(person.demo, reader().language).split(". ", 1)[-1]
    return people


def form(errors=None, typed: str = "", status: int = 200):
    """The form, with what was typed."""
    demo = people_of_the_demo() if current_app.config["SETTINGS"].demo else []
    way = onward(request.values.get("next"))
    return render_template(
        "signin/ask.html",
        next=way,
        invited=way.startswith(f"{request.script_root}/team-invites/"),
        errors=errors or {},
        typed=typed,
        demo=demo,
    ), status


@views.post("/sign-in")
def send():
    """Send the letter; the answer is the same whether the address is known or not."""
    email = request.form.get("email", "").strip()
    if not is_address(email):
        return form({"email": str(E_MAIL)}, email, 422)
    asking = signin.ask(email, g.browser, request.remote_addr or "", g.at, onward(request.form.get("next")))
    return redirect(f"{request.script_root}/sign-in/{asking.code}", 303)


@views.post("/sign-in/again")
def send_again():
    """A fresh sign-in before money, for who is signed in already."""
    me = signed_in()
    asking = signin.ask(me.email, g.browser, request.remote_addr or "", g.at, onward(request.form.get("next")))
    return redirect(f"{request.script_root}/sign-in/{asking.code}", 303)


@views.get("/sign-in/again")
def again():
    """Why a fresh sign-in is asked for."""
    me = signed_in()
    return render_template(
        "signin/again.html",
        next=onward(request.args.get("next")),
        person=me,
        demo=current_app.config["SETTINGS"].demo and bool(me.demo),
    )


@views.get("/sign-in/<code>")
def code_page(code: str):
    """Where the code of the letter is typed."""
    return code_form(asking_of(code))


def asking_of(code: str) -> Asking:
    """The request for a letter behind an address."""
    return Asking.get_or_none(Asking.code == code, Asking.purpose.in_(signin.LEADS_IN)) or abort(404)


def code_form(asking: Asking, errors=None, status: int = 200, over: bool = False):
    """The field for the eight digits; the address stands there only for the browser that asked."""
    own = signin.digest(g.browser) == asking.browser
    settings = current_app.config["SETTINGS"]
    return render_template(
        "signin/code.html",
        asking=asking,
        own=own,
        errors=errors or {},
        over=over,
        outbox=settings.demo and not settings.smtp_url,
    ), status


@views.post("/sign-in/<code>")
def confirm(code: str):
    """The eight digits, or the link's secret from this same browser."""
    asking = asking_of(code)
    typed = request.form.get("code", "")
    secret = current_app.config["SETTINGS"].secret
    if request.form.get("token") and request.form["token"] == sign_in_token(secret, asking.code):
        typed = sign_in_code(secret, asking.code)
    try:
        row, value = signin.confirm(asking, typed, g.browser, secret, g.at, request.user_agent.string)
    except Invalid as problem:
        return code_form(asking, worded(problem.errors), 422)
    except Refused as problem:
        return code_form(asking, {"code": str(problem.refusal.sentence)}, 409, problem.refusal.code == "over")
    if came_by_team(row, asking):
        set_reading(row.person, language=reader().language)
    return enter(value, onward(asking.next_page))


def came_by_team(row: SignIn, asking: Asking) -> bool:
    """Whether somebody whom a team asked is here for the first time: until then they had the team's language, and from
    now on the one in which they have read this page."""
    person = row.person
    new = person.guest and not person.name.strip() and (asking.next_page or "").startswith("/team-invites/")
    return new and not SignIn.select().where(SignIn.person == person.id, SignIn.id != row.id).exists()


@views.get("/sign-in/<code>/<token>")
def link(code: str, token: str):
    """The link of the letter. It signs in nobody by itself: a button in the browser that asked, the code to type
    elsewhere."""
    asking = asking_of(code)
    secret = current_app.config["SETTINGS"].secret
    if token != sign_in_token(secret, asking.code):
        abort(404)
    own = signin.digest(g.browser) == asking.browser
    over = asking.used_at is not None or g.at - asking.created_at > signin.LASTS
    return render_template(
        "signin/link.html", asking=asking, token=token, own=own, over=over, digits=sign_in_code(secret, asking.code)
    )


@views.post("/sign-in/demo")
def demo():
    """One click in the demo, and nowhere else."""
    if not current_app.config["SETTINGS"].demo:
        abort(404)
    person = Person.get_or_none(Person.code == request.form.get("person", ""), Person.demo != "") or abort(404)
    _row, value = signin.sign_in(person, g.at, request.user_agent.string)
    return enter(value, onward(request.form.get("next")))


def enter(value: str, there: str):
    """Signed in: a new secret in this browser, and what bound its forms before is gone."""
    if g.signin:
        signin.end(g.signin, g.at)
    response = reply.lead(there, "signed_in")
    asker.set_cookie(response, "signin", value, asker.YEAR // 4)
    response.delete_cookie(asker.cookie("browser"), path="/", secure=current_app.config["SETTINGS"].secure)
    return response


@views.post("/sign-out")
def leave():
    """Signed out here."""
    if g.signin:
        signin.end(g.signin, g.at)
    response = reply.lead(f"{request.script_root}/sign-in", "signed_out")
    response.delete_cookie(asker.cookie("signin"), path="/", secure=current_app.config["SETTINGS"].secure)
    return response


@views.get("/sign-ins")
def browsers():
    """Where one is signed in."""
    rows = (
        SignIn.select()
        .where(SignIn.person == signed_in().id, SignIn.ended_at.is_null(), SignIn.ends_at > g.at)
        .order_by(SignIn.seen_at.desc())
    )
    return render_template("signin/browsers.html", rows=list(rows), own=g.signin)


@views.post("/sign-ins/<code>/end")
def end(code: str):
    """Sign one browser out."""
    row = SignIn.get_or_none(SignIn.code == code, SignIn.person == signed_in().id) or abort(404)
    signin.end(row, g.at)
    return reply.lead(f"{request.script_root}/sign-ins", "saved")


@views.post("/sign-ins/end-others")
def end_others():
    """Sign every other browser out."""
    signed_in()
    signin.end_others(g.signin, g.at)
    return reply.lead(f"{request.script_root}/sign-ins", "saved")
