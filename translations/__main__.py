"""Brings the catalogues up to date with the texts in code and templates, or says that they are not.

python -m translations            # add new texts to each catalogue, drop the ones that are gone
python -m translations --check    # exit 1 where a text has no translation, or one that does not fit
"""

import pathlib
import re
import sys
import tomllib

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = pathlib.Path(__file__).parent.parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
LANGUAGES = ("de",)
PLACE = re.compile(r"%\((\w+)\)s")
AS_IT_IS = re.compile(r"^\W*$")


def extracted() -> Catalog:
    """Every text of the files that pyproject.toml maps, with where it stands."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(pattern, mapping["method"]) for mapping in mappings for pattern in mapping["pattern"]]
    options = {
        pattern: {name: value for name, value in mapping.items() if name not in ("method", "pattern")}
        for mapping in mappings
        for pattern in mapping["pattern"]
    }
    found = Catalog(project="Parlor", copyright_holder="The Parlor founders", charset="utf-8")
    for file, _line, text, _comments, context in extract_from_dir(ROOT, methods, options, KEYWORDS):
        if text and not AS_IT_IS.match(text if isinstance(text, str) else text[0]):
            found.add(text, locations=[(file, 0)], context=context)
    return found


def path_of(language: str) -> pathlib.Path:
    """Where a language's catalogue lies."""
    return ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"


def load(language: str) -> Catalog:
    """The catalogue as it is."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Parlor", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> None:
    """New texts in, gone texts out; nothing is guessed from similar ones."""
    catalogue = load(language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as file:
        write_po(file, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=110)


def faults(language: str) -> list[str]:
    """Texts without a translation, translations whose placeholders differ, and texts that are gone."""
    catalogue, wanted = load(language), extracted()
    found = []
    for message in wanted:
        if not message.id:
            continue
        there = catalogue.get(message.id)
        forms = there.string if there and isinstance(there.string, tuple) else (there.string if there else "",)
        if not all(forms):
            found.append(f"{language}: not translated: {message.id!r}")
        elif any(places(form) - places(message.id) for form in forms) or places(forms[-1]) != places(message.id):
            found.append(f"{language}: other placeholders: {message.id!r}")
    gone = [message.id for message in catalogue if message.id and wanted.get(message.id) is None]
    return found + [f"{language}: no longer used: {text!r}" for text in gone]


def places(text) -> set[str]:
    """The placeholders of a text or of all its plural forms."""
    return set(PLACE.findall(text if isinstance(text, str) else " ".join(text)))


def main() -> int:
    """Update, or check."""
    if "--check" not in sys.argv:
        for language in LANGUAGES:
            update(language)
        return 0
    found = [fault for language in LANGUAGES for fault in faults(language)]
    sys.stdout.write("\n".join([*found[:40], f"{len(found)} faults in the catalogues\n"]))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
