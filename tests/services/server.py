"""The real server as a process of its own, as a person would run it."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.services import run
from tests.services.postgres import free_port

PARLOR = (sys.executable, "-c", "from app import main; main()")


class Server(NamedTuple):
    """A running server: `url` without a slash at the end, the process, its PARLOR_HOME, its environment."""

    url: str
    process: subprocess.Popen
    home: Path
    environment: dict[str, str]

    @property
    def log(self) -> str:
        """What the server printed so far."""
        return (self.home / "server.log").read_text(errors="replace")

    def now(self, instant: str) -> None:
        """Sets the shown time (ISO with zone); it runs on from there."""
        _write_clock(self.home, instant)


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The variables of a Parlor process that lives in `home`: none that a developer has set, but `settings`."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PARLOR_")}
    ours = {"PARLOR_HOME": str(home), "PARLOR_TESTING": "1", "PARLOR_SECRET": "a secret that only the tests know"}
    return plain | ours | {"PYTHONUNBUFFERED": "1"} | settings


def parlor(*arguments: str, env: dict[str, str]) -> str:
    """Runs one `parlor` command to its end and gives what it printed; RuntimeError when it fails."""
    done = subprocess.run([*PARLOR, *arguments], cwd=run.ROOT, env=env, capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise RuntimeError(f"parlor {' '.join(arguments)} failed:\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def start(home: Path, now: str | None = None, host: str = "127.0.0.1", **settings: str) -> Server:
    """Starts `parlor serve` on a free port and waits until /health answers. `now` is the instant it shows at first;
    `host` what this machine is called by (browsers keep cookies by host, whatever the port)."""
    port = free_port()
    url = f"http://{host}:{port}"
    if now:
        settings["PARLOR_NOW"] = str(_write_clock(home, now))
    env = environment(home, **{"PARLOR_PORT": str(port), "PARLOR_BASE_URL": url} | settings)
    with (home / "server.log").open("a") as log:
        process = subprocess.Popen(
            [*PARLOR, "serve"],
            cwd=run.ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    server = Server(url, process, home, env)
    try:
        run.wait_until(lambda: process.poll() is not None or is_healthy(url), 30, f"{url}/health answers")
        if process.poll() is not None:
            raise RuntimeError(f"parlor serve ended with {process.returncode}")
    except RuntimeError as error:
        kill(server)
        raise RuntimeError(f"{error}\n{server.log[-3000:]}") from None
    return server


def stop(server: Server) -> None:
    """Ends the server as Ctrl-C would, with everything it started."""
    server.process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        server.process.wait(10)
    kill(server)


def kill(server: Server) -> None:
    """Kills the server and everything it started, at once (kill -9), which is also how a crash is tested."""
    with suppress(ProcessLookupError):
        os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()


def is_healthy(url: str) -> bool:
    """Whether the server at this address says so of itself."""
    try:
        with urllib.request.urlopen(url + "/health", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _write_clock(home: Path, instant: str) -> Path:
    # Renamed into place, so that the server never reads half an instant.
    draft = home / "now.draft"
    draft.write_text(instant)
    return draft.rename(home / "now")
