"""The `parlor` command: how Parlor is asked on a terminal."""

import pathlib
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable

import click
import peewee

from commands import beats, erasure, letters, opening
from commands import demo as demo_story
from commands import desk as doing
from commands.people import make_operator
from commands.sweep import sweep as run_sweep
from integrations import bounces
from lifecycle.attempt import By, Invalid, Refused
from models import database, desk
from models.migrate import migrate as run_migrations
from models.migrate import pending
from models.people import Person
from views import doctor as examination
from views.clock import Clock, instant
from views.server import Server
from views.settings import Settings, read
from views.worker import Worker

TRY_AGAIN = 75  # EX_TEMPFAIL: a mail server keeps the message and comes back


@click.group()
def cli() -> None:
    """Parlor: live conversations with the people who use your product."""


def opened() -> tuple[Settings, Clock]:
    """The settings and the clock, with the database connected."""
    settings = read()
    database.connect(settings.database_url)
    return settings, Clock(settings.shown_time)


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    opened()
    ran = run_migrations()
    click.echo(f"Applied {', '.join(ran)}." if ran else "The database is up to date.")


@cli.command()
def demo() -> None:
    """Fill an empty database with people and studies to play with."""
    settings, clock = opened()
    if not settings.demo:
        raise click.ClickException("The demo is for a database of its own. Set PARLOR_DEMO=1 to say that you want it.")
    run_migrations()
    if Person.select().exists():
        click.echo("The demo is there already.")
        return
    demo_story.play(clock.now())
    click.echo("The demo people and studies are there.")


@cli.command()
@click.option("--at", "at", help="Do what time does as of this instant (ISO), for instance 2026-11-24T10:00Z.")
def sweep(at: str | None) -> None:
    """Do what time itself does: absences, lapses, completions."""
    _settings, clock = opened()
    fired = run_sweep(instant(at) if at else clock.now())
    beats.mark("sweep", clock.now())
    click.echo(", ".join(f"{event} {count}" for event, count in sorted(fired.items())) or "Nothing was due.")


@cli.command()
def worker() -> None:
    """Only the quiet half: sweep and send, until it is stopped."""
    settings, clock = opened()
    running = Worker(settings, clock.now)
    running.start()
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    stop.wait()
    running.stop()
    running.join(15)


@cli.command()
@click.pass_obj
def serve(make_app: Callable) -> None:
    """Serve Parlor, with everything embedded."""
    settings, _clock = opened()
    if pending():
        run_migrations()
    database.close()
    click.echo(welcome(settings))
    sys.argv = sys.argv[:1]
    Server(settings, make_app).run()


def welcome(settings: Settings) -> str:
    """Where it is and how to get in."""
    lines = ["", f"  Parlor   {settings.base_url}", ""]
    if settings.demo:
        lines += [
            f"  Sign in  {settings.base_url}/sign-in   choose a person: Ada is a customer, Cleo a contributor",
            f"  Letters  {settings.base_url}/outbox    everything that would have been mailed",
            f"  A tour   {settings.base_url}/demo      play both sides of a conversation, and move the clock",
        ]
    else:
        lines += [f"  Sign in  {settings.base_url}/sign-in   the first operator: parlor admin you@example.org"]
    return "\n".join([*lines, "", "  Ctrl-C ends it.", ""])


@cli.command()
@click.argument("email")
@click.option("--name", default="")
def admin(email: str, name: str) -> None:
    """Make this address an operator of the installation."""
    settings, clock = opened()
    person = make_operator(email, name or email.split("@")[0], clock.now())
    click.echo(f"{person.email} runs this installation now. Sign in at {settings.base_url}/sign-in.")


def acting() -> By:
    """The first operator, in whose name the terminal acts."""
    person = Person.select().where(Person.operator).order_by(Person.id).first()
    if person is None:
        raise click.ClickException("Nobody runs this installation yet. First: parlor admin you@example.org")
    return By("operator", person.id)


def done(command: Callable):
    """What a command gives back; what it can not use or do is said in its own words."""
    try:
        return command()
    except Invalid as problem:
        raise click.ClickException(" ".join(str(words) for words in problem.errors.values())) from problem
    except Refused as problem:
        raise click.ClickException(str(problem.refusal.sentence)) from problem


@cli.command()
@click.argument("name")
@click.argument("email")
@click.option("--zone", default="UTC", show_default=True, help="The team's IANA zone, such as Europe/Oslo.")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--plan", default="flex", show_default=True, help="flex (units) or seat.")
@click.option("--language", default="en", show_default=True)
def workspace(name: str, email: str, **typed: str) -> None:
    """Open a workspace; this address gets a letter and becomes its administrator by accepting."""
    _settings, clock = opened()
    by = acting()
    house = done(lambda: opening.open_workspace({"name": name, "email": email, **typed}, by, clock.now()))
    click.echo(f"{house.name} is there: {house.code}. A letter asks {email} in.")


@cli.command()
def workspaces() -> None:
    """The workspaces: code, plan, units left, name."""
    opened()
    before = None
    while found := desk.teams("", before):
        for team in found[: desk.SHOWN]:
            left = team.available if team.plan == "flex" else "-"
            click.echo(f"{team.code}  {team.plan}  {left:>7}  {team.name}")
        before = found[desk.SHOWN - 1].id if len(found) > desk.SHOWN else 0
        if not before:
            break


@cli.command()
@click.argument("code")
@click.argument("number")
@click.argument("reference")
def units(code: str, number: str, reference: str) -> None:
    """Add units that were paid for to the workspace with this code; the reference says where."""
    _settings, clock = opened()
    house, by = desk.team(code), acting()
    if house is None:
        raise click.ClickException("There is no workspace with this code. They are listed by: parlor workspaces")
    done(lambda: doing.buy_units(house, number, reference, by, clock.now()))
    click.echo(f"{house.name} has {desk.team(code).available} units available now.")


@cli.command()
def bounce() -> None:
    """Read one message on standard input: a notification that a letter came back."""
    _settings, clock = opened()
    found = bounces.read(sys.stdin.buffer.read(bounces.MOST + 1))
    try:
        known = sum(letters.bounce(one, clock.now()) for one in found)
    except peewee.OperationalError as problem:
        click.echo("The database is not there. The mail server should try again later.", err=True)
        raise SystemExit(TRY_AGAIN) from problem
    click.echo(f"Letters that came back: {known}." if known else "Nothing in it is about a letter of ours.")


@cli.command()
def doctor() -> None:
    """Say in words what is wrong, and what was not proved."""
    settings, clock = opened()
    findings = examination.examine(settings, clock.now())
    for finding in findings:
        click.echo(f"{finding.mark} {finding.text}")
    if any(finding.bad for finding in findings):
        raise SystemExit(1)


@cli.command()
@click.argument("file", type=click.Path(path_type=pathlib.Path))
def backup(file: pathlib.Path) -> None:
    """Copy the database into a file while it is in use (SQLite)."""
    opened()
    if database.is_postgres():
        raise click.ClickException("Use pg_dump for PostgreSQL; docs/operations.md has the line.")
    with sqlite3.connect(database.db.database) as source, sqlite3.connect(file) as copy:
        source.backup(copy)
    click.echo(f"Saved to {file}.")


@cli.command()
@click.argument("file", type=click.Path(exists=True, path_type=pathlib.Path))
def restore(file: pathlib.Path) -> None:
    """Put a backup in the place of the database (SQLite); whoever was erased since is erased from it again."""
    _settings, clock = opened()
    if database.is_postgres():
        raise click.ClickException("Use pg_restore for PostgreSQL; docs/operations.md has the line.")
    gone = known_as_erased()
    with database.writer_gate(), sqlite3.connect(file) as source, sqlite3.connect(database.db.database) as target:
        source.backup(target)
    run_migrations()
    again = erasure.reapply(gone, clock.now())
    click.echo(f"Restored from {file}." + (f" Erased again: {again}." if again else ""))


def known_as_erased() -> list[str]:
    """The codes of everybody whom the present database knows as erased; nobody where it can not be read."""
    try:
        return [one.code for one in erasure.remembered()]
    except peewee.DatabaseError:
        return []


@cli.command()
@click.argument("file", type=click.File(), required=False)
def erased(file) -> None:
    """Name everybody who was erased, one code a line; with a file of such lines, erase them again."""
    _settings, clock = opened()
    if file is None:
        for code in known_as_erased():
            click.echo(code)
        return
    again = erasure.reapply([line.strip() for line in file if line.strip()], clock.now())
    click.echo(f"Erased again: {again}.")
