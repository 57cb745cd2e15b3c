"""The test database: migrated once into a template, then copied, which takes a moment instead of half a minute.

A transactional test is followed by a fresh copy rather than by a flush: a flush would also take away what migrations and the
vocabulary have put in (Wagtail's root page, the countries), which every page of the site stands on.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).parents[1]
PREFIX = "liaison_test"
# Any number that no other user of the server takes for its own lock.
LOCK = 7_215_331


@cache
def digest() -> str:
    """Changes whenever the migrated database would: with migrations, vocabulary, packages or what is installed of them."""
    files = [ROOT / "requirements.txt", ROOT / "portal/settings/base.py", *ROOT.glob("partnerships/vocabulary/**/*")]
    # What is registered in the admin has permissions of its own.
    files += [*ROOT.glob("p*/**/migrations/*.py"), *ROOT.glob("p*/**/viewsets.py")]
    found = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file() and path.suffix != ".pyc"):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:10]


class TestDatabase:
    """The database of this test process; several processes and several runs side by side do not meet."""

    __test__ = False

    def __init__(self, part: str = "") -> None:
        """`part`, letters and digits, tells several databases of one process from each other."""
        self.template = f"{PREFIX}_template_{digest()}"
        self.name = f"{PREFIX}_{digest()}{part}_{os.getpid()}"

    def create(self) -> None:
        """Makes the template if it is missing, and this process's copy of it; the default connection then leads there."""
        with maintenance() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            self._sweep(cursor)
            if self.template not in databases(cursor):
                self._make_template(cursor)
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        self.use()

    def use(self) -> None:
        """From here on the default connection leads to it."""
        connection.close()
        connection.settings_dict["NAME"] = self.name

    def restore(self) -> None:
        """The state right after the migrations, whoever is still connected."""
        connections.close_all()
        with maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def drop(self) -> None:
        connections.close_all()
        with maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _make_template(self, cursor) -> None:
        unfinished = f"{self.template}_new"
        cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
        connection.close()
        connection.settings_dict["NAME"] = unfinished
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')

    def _sweep(self, cursor) -> None:
        """Drops what killed runs have left, and templates that no run uses."""
        names = databases(cursor)
        copies = {name: name.split("_") for name in names if name.removeprefix(f"{PREFIX}_").count("_") == 1}
        alive = {name for name, parts in copies.items() if parts[-1].isdigit() and _is_alive(int(parts[-1]))}
        used = {copies[name][-2] for name in alive} | {digest()}
        for name in names:
            is_template = name.startswith(f"{PREFIX}_template_")
            if name not in alive and not (is_template and name.rsplit("_", 1)[-1] in used):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def maintenance() -> Iterator:
    """A cursor on the server's own database, outside any transaction."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def databases(cursor) -> set[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{PREFIX}_"])
    return {name for (name,) in cursor.fetchall()}


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
