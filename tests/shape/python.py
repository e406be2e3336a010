"""What the house forbids in Python: checks over syntax trees. Each gives findings, one line each; none is good."""

import ast
from collections.abc import Iterator

# Each may import itself, what stands here, and packages that are not ours.
MAY_IMPORT = {
    "lifecycle": {"rules"},
    "rules": set(),
    "integrations": set(),
    "models": {"lifecycle", "rules"},
    "outbox": {"models", "lifecycle", "rules", "integrations"},
    "commands": {"outbox", "models", "lifecycle", "rules", "integrations"},
    "views": {"commands", "outbox", "models", "lifecycle", "rules", "integrations"},
    "app": {"views", "commands", "outbox", "models", "lifecycle", "rules", "integrations"},
}
PURE = {"lifecycle", "rules"}
IMPURE = {"flask", "flask_mail", "flask_wtf", "htmx_flask", "werkzeug", "peewee", "playhouse", "sqlite3", "psycopg"}

CLOCK_READERS = {"views/clock.py", "commands/sweep.py", "views/terminal.py"}
CLOCKS = {
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.strftime",
}  # fmt: skip

ROW_WRITES = {
    "save", "create", "get_or_create", "delete_instance", "insert_many", "insert_from", "bulk_create", "bulk_update",
    "replace_many", "set_by_id", "delete_by_id",
}  # fmt: skip
QUERY_WRITES = {"insert", "update", "delete", "replace"}
READS = ("select", "with", "explain")

# Babel does not look into formatted strings where Python is older than 3.12: such a text is never translated.
TEXT_CALLS = {"_", "gettext", "ngettext"}


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and full name of everything that this module imports, also inside functions; `.` for one of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." if node.level else node.module


def wrong_imports(path: str, source: str) -> list[str]:
    """Imports against the direction `lifecycle, rules <- models <- outbox <- commands <- views <- app`."""
    home = _top(path)
    found = []
    for line, name in imports(ast.parse(source)):
        top = name.split(".")[0]
        if top in MAY_IMPORT and top != home and top not in MAY_IMPORT[home]:
            found.append(f"{path}:{line}: {home} imports {name}")
        if home in PURE and top in IMPURE:
            found.append(f"{path}:{line}: {home} imports {name}, but it is pure")
    return found


def writes_in_views(path: str, source: str) -> list[str]:
    """Calls that write rows, in a view: commands do that."""
    if _top(path) != "views":
        return []
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [f"{path}:{call.lineno}: a view writes: {ast.unparse(call)[:60]}" for call in calls if _is_write(call)]


def clock_reads(path: str, source: str) -> list[str]:
    """Calls that ask what time it is, outside the three modules that may."""
    if path in CLOCK_READERS:
        return []
    tree = ast.parse(source)
    names = _names(tree)
    found = []
    for node in ast.walk(tree):
        # A mention is enough, since `default=datetime.now` reads the clock without a call of ours.
        if isinstance(node, ast.Attribute | ast.Name) and _full_name(node, names) in CLOCKS:
            found.append(f"{path}:{node.lineno}: reads the clock: {ast.unparse(node)}")
    return found


def hidden_texts(path: str, source: str) -> list[str]:
    """Texts that are marked for translation inside a formatted string, where their extraction misses them."""
    formatted = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    calls = (node for whole in formatted for node in ast.walk(whole) if isinstance(node, ast.Call))
    return [
        f"{path}:{call.lineno}: a text inside a formatted string: {ast.unparse(call)[:60]}"
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in TEXT_CALLS
    ]


def _top(path: str) -> str:
    return path.split("/")[0].removesuffix(".py")


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, receiver = call.func.attr, call.func.value
    if name == "execute_sql":
        text = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
        return not str(text).lstrip().lower().startswith(READS)
    return name in ROW_WRITES or (name in QUERY_WRITES and _is_class(receiver))


def _is_class(node: ast.AST) -> bool:
    """Whether this names a model, as `Session` or `models.Session` does; `a_dict.update()` is no write."""
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return last[:1].isupper() and not last.isupper()


def _names(tree: ast.AST) -> dict[str, str]:
    """What each imported name of the module stands for, in full."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                known[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and not node.level:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return known


def _full_name(node: ast.AST, names: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_full_name(node.value, names)}.{node.attr}"
    return names.get(node.id, "") if isinstance(node, ast.Name) else ""
