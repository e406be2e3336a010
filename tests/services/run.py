"""The folder that one test run shares among its processes, and the sign by which services see that the run is over."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "PARLOR_TEST_RUN"
ROOT = Path(__file__).parent.parent.parent
MEMORY = Path("/dev/shm")
ROOMY = 3 * 2**30  # a run takes less than one of these
_alive: list = []


def begin() -> None:
    """Makes the run's folder, unless a process above this one did, and holds its `alive` file locked until `end`."""
    if VARIABLE in os.environ:
        return
    in_memory()
    folder = Path(tempfile.mkdtemp(prefix="parlor-tests-"))
    folder.chmod(0o711)  # a database server that runs as another user has to pass through
    os.environ[VARIABLE] = str(folder)
    alive = (folder / "alive").open("w")
    fcntl.flock(alive, fcntl.LOCK_EX)
    _alive.append(alive)


def in_memory() -> None:
    """Temporary files go into memory where there is plenty: thousands of databases are made, and none has to outlive
    the machine."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return
    found = os.statvfs(MEMORY)
    if found.f_bavail * found.f_frsize >= ROOMY and not found.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # found again at the next use


def end(patience: float = 20.0) -> None:
    """Lets the services go, waits for them (seconds), removes the folder. Only in the process that made it."""
    if not owns():
        return
    place = folder()
    _alive.pop().close()
    until = time.monotonic() + patience
    while list(place.glob("*.service")) and time.monotonic() < until:
        time.sleep(0.05)
    shutil.rmtree(place, ignore_errors=True)
    os.environ.pop(VARIABLE, None)


def owns() -> bool:
    """Whether this process is the one that began the run."""
    return bool(_alive)


def wait_for_end(place: Path) -> None:
    """Blocks until the run that owns this folder is over, however it ended: the kernel drops a dead process's lock."""
    with (place / "alive").open() as alive:
        fcntl.flock(alive, fcntl.LOCK_SH)


def folder() -> Path:
    """The run's folder."""
    return Path(os.environ[VARIABLE])


def worker() -> str:
    """This process's name among the run's: gw0, gw1, … or main."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@contextmanager
def once(name: str) -> Iterator[Path]:
    """One process at a time; gives the path of a file that whoever comes first writes and the others find."""
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder() / name


def wait_until(met, seconds: float, what: str):
    """Calls `met` until it answers something true, and gives that; RuntimeError with `what` after so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := met():
            return answer
        time.sleep(0.03)
    raise RuntimeError(f"after {seconds:g} s still not: {what}")
