"""PostgreSQL and Valkey from their wheels, for a site that names no server of its own.

Any process may ask for them. They start when the first process needs them, every process that uses one holds a share in it,
and the last to end stops it. The shares are file locks, which the kernel takes back from a killed process: there is no list
of users that could be wrong after `kill -9`. A server that outlived all its users is found and used by the next one.
"""

from functools import cache
from pathlib import Path
from typing import Any

from .postgres import Postgres
from .server import EmbeddedServerError, Server
from .valkey import Valkey

__all__ = ["EmbeddedServerError", "Postgres", "Server", "Valkey", "broker_url", "database", "postgres_in", "valkey_in"]


@cache
def postgres_in(directory: Path, database: str, durable: bool = True) -> Postgres:
    """This process's one handle on the PostgreSQL whose data are in `directory`; nothing is started yet."""
    return Postgres(directory, database=database, durable=durable)


@cache
def valkey_in(directory: Path) -> Valkey:
    """This process's one handle on the Valkey that lives in `directory`; nothing is started yet."""
    return Valkey(directory)


def database(directory: Path, name: str = "liaison", durable: bool = True) -> dict[str, Any]:
    """An entry for Django's DATABASES; the server starts when the first connection is opened."""
    cluster = {"directory": directory, "database": name, "durable": durable}
    return {
        "ENGINE": "portal.embedded",
        "NAME": name,
        "USER": postgres_in(**cluster).superuser,
        "HOST": str(postgres_in(**cluster).socket_directory),
        "CLUSTER": cluster,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def broker_url(directory: Path) -> str:
    """The address of the Valkey in `directory`, for Celery; nothing is started yet."""
    return f"redis+socket://{valkey_in(directory).socket}"
