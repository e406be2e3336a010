"""The whole database as plain data, to see that nothing changed."""

from models import ROWS
from models.database import db


def everything() -> dict[str, list[tuple]]:
    """Table -> its rows, in one order."""
    tables = [kind._meta.table_name for kind in ROWS]
    return {table: sorted(db.execute_sql(f'SELECT * FROM "{table}"').fetchall(), key=repr) for table in tables}
