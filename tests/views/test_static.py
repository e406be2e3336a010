"""What is served as it is: light, of this house only, and running no text as code."""

import gzip
import re

from tests.views.markup import elements
from tests.views.samples import ROOT, render

STATIC = ROOT / "static"


def weight(*patterns: str) -> int:
    """Bytes on the wire of the files that match."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for pattern in patterns for file in STATIC.glob(pattern))


def test_sheets_and_scripts_stay_light():
    assert 0 < weight("css/*.css") <= 20_000
    assert 0 < weight("js/app.js", "vendor/*.js") <= 40_000
    assert len((STATIC / "js/app.js").read_text().splitlines()) <= 150


def test_a_page_asks_for_eight_files_at_most_all_of_this_house():
    page = render("desk.html")
    asked = [one.attrs.get("src") or one.attrs.get("href") for one in elements(page) if one.tag in ("script", "link")]
    assert len([path for path in asked if "apple-touch" not in path]) + 1 <= 8
    for path in asked:
        assert path.startswith("/static/")
        assert (STATIC / path.removeprefix("/static/").split("?")[0]).is_file()


def test_the_script_runs_no_text_as_code():
    script = (STATIC / "js/app.js").read_text()
    assert not re.search(r"\beval\b|new Function|(inner|outer|Adjacent)HTML|document\.write|\.style\b", script)


def test_the_sheets_ask_for_nothing_from_elsewhere():
    for sheet in (STATIC / "css").glob("*.css"):
        assert not re.search(r"@import|url\(|@font-face|expression\(", sheet.read_text()), sheet.name


def test_every_class_of_the_sheets_stands_in_a_page_or_a_script():
    sheets = "".join(file.read_text() for file in (STATIC / "css").glob("*.css"))
    named = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/|content:[^;}]*", "", sheets, flags=re.DOTALL)))
    places = ("templates/**/*.html", "views/**/*.py", "lifecycle/**/*.py", "static/js/*.js")
    words = "".join(file.read_text() for place in places for file in ROOT.glob(place))
    assert named - set(re.findall(r"[\w-]+", words)) == set()
