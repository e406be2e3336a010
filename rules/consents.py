"""What people agree to, in dated versions: the last of each kind holds now. Each has its text in
templates/consents/<kind>/<date>.html, which is never changed once somebody has agreed to it."""

TERMS, CAMERA, NETWORK, RECORDING = "terms", "camera", "network", "recording"
VERSIONS: dict[str, tuple[str, ...]] = {
    TERMS: ("2026-09-01", "2026-11-22"),
    CAMERA: ("2026-09-01",),
    NETWORK: ("2026-09-01",),
    RECORDING: ("2026-11-01",),
}


def current(kind: str) -> str:
    """The version that holds now."""
    return VERSIONS[kind][-1]


def known(kind: str, version: str) -> bool:
    """Whether there is, or was, such a version."""
    return version in VERSIONS.get(kind, ())


def newest(kind: str, versions) -> str | None:
    """The latest of these versions; None where there is none."""
    return max((version for version in versions if known(kind, version)), key=VERSIONS[kind].index, default=None)
