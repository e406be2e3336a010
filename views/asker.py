"""Who is asking: the sign-in behind the cookie, the language and zone to show things in, and the locks on unsafe
methods."""

import hashlib
import hmac
import secrets
from urllib.parse import urlparse

from flask import Flask, Response, abort, current_app, g, request

from commands import signin
from lifecycle import words
from models import practice
from models.people import Person
from rules.times import known_zone
from views.asked import NOTHING, asked

SAFE = ("GET", "HEAD", "OPTIONS")
# Mail programs post here from anywhere, without cookies (RFC 8058): the signed token in the address is the only lock.
# Payment providers and other halves do too: the signature of what they say is the lock.
OPEN = ("unsubscribe.one_click", "hooks.told", "calls.told")
# The same for everybody, and kept by browsers: nobody is looked up and no cookie is set.
FOR_ALL = ("static", "brand.sheet", "brand.logo")
OWN = ("same-origin", "none")
# What who plays a sample person can open: these pages, and everything below these.
PLAYED = ("/", "/me", "/me/history", "/favicon.ico")
PLAYABLE = {"participants", "sessions", "money", "payouts", "standing", "standings", "reports", "terms", "help",
            "rules", "practice", "sign-out", "language", "zone", "static", "demo", "outbox", "clips"}  # fmt: skip
YEAR = 365 * 24 * 3600
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; "
    "media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), display-capture=(), geolocation=()",
}


def install(app: Flask) -> None:
    """Ask these questions before every request, and answer with these headers."""
    app.request_class = asked(app.request_class)
    app.before_request(meet)
    app.before_request(guard)
    app.after_request(seal)
    app.teardown_request(part)


def cookie(name: str) -> str:
    """A cookie's name, bound to the host where the address is https."""
    return f"__Host-{name}" if current_app.config["SETTINGS"].secure else name


def meet() -> None:
    """Who is this, when is it, and how do they read."""
    g.at = current_app.config["CLOCK"].now()
    g.browser = request.cookies.get(cookie("browser")) or ""
    g.new_browser = not g.browser
    g.browser = g.browser or secrets.token_urlsafe(24)
    secret = request.cookies.get(cookie("signin"))
    g.signin = signin.current(secret, g.at) if secret and request.endpoint not in FOR_ALL else None
    g.me = g.own = g.signin.person if g.signin else None
    if g.signin and g.signin.playing:
        play()
    if g.signin and (g.at - g.signin.seen_at).total_seconds() > 300:
        signin.seen(g.signin, g.at)
    g.reading = words.reading(language(g.me), zone(g.me))
    g.reader = g.reading.__enter__()
    if NOTHING in request.path:
        abort(404)
    if g.me is not g.own and not for_players(request.path):
        abort(403, "playing")


def play() -> None:
    """Who plays a sample person of their own practice is that person on every page, and in no team."""
    if (them := practice.played(g.signin.playing, g.signin.person_id)) is not None:
        g.me = them
        g.signin.members.clear()


def for_players(path: str) -> bool:
    """Whether a page is there for who plays a sample person: a contributor's own, and nothing of an account."""
    return path in PLAYED or path.split("/")[1] in PLAYABLE


def part(_problem=None) -> None:
    """The reader leaves."""
    if reading := g.pop("reading", None):
        reading.__exit__(None, None, None)


def language(me: Person | None) -> str:
    """Theirs; else the one chosen in this browser; else the browser's own."""
    chosen = request.cookies.get("language", "")
    if me is not None:
        return me.language
    return chosen if chosen in words.LANGUAGES else request.accept_languages.best_match(list(words.LANGUAGES)) or "en"


def zone(me: Person | None) -> str:
    """Theirs; else the one this browser last told; else UTC."""
    told = request.cookies.get("zone", "")
    return me.zone if me is not None else told if known_zone(told) else "UTC"


def form_token() -> str:
    """The second lock: bound to this browser and to who is signed in here."""
    what = f"form:{g.browser}:{g.signin.id if g.signin else ''}"
    return hmac.new(current_app.config["SETTINGS"].secret, what.encode(), hashlib.sha256).hexdigest()


def guard() -> None:
    """Unsafe methods: the origin first (no other page acts in somebody's name), the form token second."""
    if request.method in SAFE or request.endpoint in OPEN:
        return
    if not own_origin():
        abort(403, "origin")
    given = request.form.get("form_token") or request.headers.get("X-Form-Token", "")
    if not hmac.compare_digest(given.encode(), form_token().encode()):
        abort(403, "token")


def own_origin() -> bool:
    """Whether the request comes from a page of ours: Sec-Fetch-Site, else Origin; neither is an old browser, for
    which the token decides."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in OWN
    if origin is None:
        return True
    try:
        there = urlparse(origin)
    except ValueError:
        return False
    return there.netloc in (request.host, urlparse(current_app.config["SETTINGS"].base_url).netloc)


def seal(response: Response) -> Response:
    """The headers of every answer, and the browser's cookie where it is new."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SETTINGS"].secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    if request.endpoint not in FOR_ALL:
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("HX-Request", "Cookie"))
        if g.get("new_browser"):
            set_cookie(response, "browser", g.browser, YEAR)
    return response


def set_cookie(response: Response, name: str, value: str, lasts: int | None) -> None:
    """A cookie for this host only, out of reach of scripts and of other sites' posts."""
    settings = current_app.config["SETTINGS"]
    response.set_cookie(
        cookie(name), value, max_age=lasts, secure=settings.secure, httponly=True, samesite="Lax", path="/"
    )
