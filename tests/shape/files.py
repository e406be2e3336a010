"""What the house forbids in any file: a changed vendored file, a path of one machine, a package registry's host."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

SKIPPED = {".git", ".venv", "var", "build", "node_modules", "__pycache__"}
SKIPPED |= {".ruff_cache", ".pytest_cache", ".hypothesis"}
TEXT = {"", ".py", ".html", ".txt", ".md", ".toml", ".css", ".js", ".svg", ".json", ".po", ".sh", ".ics", ".csv"}
# Put together from pieces, so that this file does not find itself.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js", "npm" + "js.com", "deb.deb" + "ian.org"]
FOLDERS = "|".join(["wo" + "rk", "ro" + "ot", r"home/[a-z]\w*", r"Users/\w+", "t" + "mp"])
MACHINE = re.compile(rf"(?<![\w./}}:-])/(?:{FOLDERS})/[\w.-]")


def changed_vendored_files(vendor: Path) -> list[str]:
    """Files under `vendor` that differ from its HASHES (lines of sha256 and name), are not in it, or are missing."""
    lines = (vendor / "HASHES").read_text().splitlines()
    rows = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    listed = {name.lstrip("*"): digest for digest, name in rows}
    paths = (path for path in vendor.rglob("*") if path.is_file() and path.name != "HASHES")
    present = {path.relative_to(vendor).as_posix(): path for path in paths}
    found = [f"{name}: listed, but not there" for name in listed.keys() - present.keys()]
    for name, path in present.items():
        if hashlib.sha256(path.read_bytes()).hexdigest() != listed.get(name):
            found.append(f"{name}: " + ("changed" if name in listed else "not listed"))
    return sorted(found)


def machine_traces(path: str, text: str) -> list[str]:
    """Lines that name a path of one machine or the host of a package registry."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line) or any(host in line for host in HOSTS):
            found.append(f"{path}:{number}: {line.strip()[:120]}")
    return found


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Path below `root` and content of every text file of the checkout, but for the vendored ones."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED and not name.endswith(".egg-info"))
        for name in sorted(names):
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if path.suffix in TEXT and not relative.startswith("static/vendor/"):
                yield relative, path.read_text(encoding="utf-8")
