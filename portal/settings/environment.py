"""Reads settings from the environment; a wrong one is one clear line."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


EXAMPLE_DATABASE = "postgres://user:password@host:5432/liaison"


def database(url: str) -> dict[str, Any]:
    """An entry for DATABASES from a postgres:// address; raises ImproperlyConfigured for any other kind."""
    found = {}
    if url.startswith(("postgres://", "postgresql://")):
        try:
            found = environ.Env.db_url_config(url)
        except ValueError as error:
            raise ImproperlyConfigured(f"DATABASE_URL cannot be read ({error}); it looks like {EXAMPLE_DATABASE}.") from error
    if not found.get("NAME"):
        raise ImproperlyConfigured(f"DATABASE_URL must name a PostgreSQL database, like {EXAMPLE_DATABASE}.")
    # A socket's folder is written as %2Ffolder, as for every PostgreSQL client.
    return {**found, "HOST": unquote(found["HOST"] or ""), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


EXAMPLES = {
    "SECRET_KEY": "50 random characters, kept secret",
    "ALLOWED_HOSTS": "liaison.example.org,www.liaison.example.org",
    "SITE_URL": "https://liaison.example.org",
    "DATABASE_URL": EXAMPLE_DATABASE,
    "BROKER_URL": "redis://host:6379/0 or amqp://user:password@host:5672//",
}


def demand(*names: str) -> None:
    """Raises ImproperlyConfigured, naming every variable of `names` that is not set, in one line."""
    missing = [f"{name} ({EXAMPLES[name]})" for name in names if not os.environ.get(name, "").strip()]
    if missing:
        raise ImproperlyConfigured(f"These settings are missing from the environment: {'; '.join(missing)}.")


def kept_secret(path: Path) -> str:
    """The secret stored in the file `path`; made at the first call, the same for every process afterwards."""
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read: {error.strerror}.") from error
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            # A link fails when another process was quicker, and the file is never seen half written.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(f"{path.parent} cannot be written to: {error.strerror}.") from error
