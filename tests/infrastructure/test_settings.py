"""Settings come from the environment; what is wrong or missing there is said in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k9" * 40,
    "ALLOWED_HOSTS": "liaison.example.org",
    "SITE_URL": "https://liaison.example.org",
    "DATABASE_URL": "postgres://user:password@db.example.org/liaison",
    "BROKER_URL": "redis://broker.example.org:6379/0",
}


def run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *code.split(maxsplit=1)], cwd=ROOT, env=clean | environment, capture_output=True, text=True, timeout=60
    )


def test_production_names_everything_that_is_missing_in_one_line() -> None:
    done = run("manage.py check", {"DJANGO_SETTINGS_MODULE": "portal.settings.production"})
    assert done.returncode
    assert len(done.stderr.strip().splitlines()) == 1
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "BROKER_URL"):
        assert name in done.stderr


@pytest.mark.parametrize(
    "url", ["mysql://user@host/liaison", "sqlite:///liaison.db", "liaison", "postgres://host", "postgres://host:port/liaison"]
)
def test_only_a_postgresql_will_do(url: str) -> None:
    done = run("manage.py check", PRODUCTION | {"DATABASE_URL": url})
    assert done.returncode
    assert len(done.stderr.strip().splitlines()) == 1
    assert "DATABASE_URL" in done.stderr
    assert "postgres://user:password@host:5432/liaison" in done.stderr


def test_named_servers_replace_the_embedded_ones(tmp_path: Path) -> None:
    show = "-c import django.conf;s=django.conf.settings;d=s.DATABASES['default'];print(d['ENGINE'],d['HOST'],s.CELERY_BROKER_URL,s.EMBEDDED_BROKER_DIR)"
    done = run(show, PRODUCTION)
    assert done.stdout.split() == ["django.db.backends.postgresql", "db.example.org", "redis://broker.example.org:6379/0", "None"]
    local = run(show, {"DJANGO_SETTINGS_MODULE": "portal.settings.local", "VAR_DIR": str(tmp_path)})
    folder = str(tmp_path)
    assert local.stdout.split()[0] == "portal.embedded"
    assert folder in local.stdout or "/tmp/liaison-" in local.stdout


def test_the_local_secret_is_made_once(tmp_path: Path) -> None:
    show = "-c import django.conf;print(django.conf.settings.SECRET_KEY)"
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.local", "VAR_DIR": str(tmp_path)}
    first, second = run(show, environment).stdout, run(show, environment).stdout
    assert len(first) > 50
    assert first == second
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_to_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file is in the way")
    done = run("manage.py check", {"VAR_DIR": str(tmp_path / "var")})
    assert done.returncode
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(tmp_path / "var") in done.stderr
