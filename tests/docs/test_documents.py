"""What the documentation names is there: files, commands, settings, roles."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from portal.news.roles import ROLES

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "demo" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
SETTING = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
SHELL_VARIABLE = re.compile(r"\$\{([A-Z_]+):-")


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_links_lead_to_files(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("#"):
            assert (document.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_commands_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


def test_every_variable_of_the_settings_is_explained_and_no_other() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "portal" / "settings").glob("*.py"))
    read = set(SETTING.findall(code)) | set(SHELL_VARIABLE.findall((ROOT / "Procfile").read_text(encoding="utf-8")))
    table = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))
    assert explained - {"DJANGO_SETTINGS_MODULE"} == read


def test_every_role_has_a_column() -> None:
    text = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
    assert f"| {' | '.join(ROLES)} |" in text


def test_both_copies_of_the_sectors_are_the_same() -> None:
    copies = [ROOT / "partnerships" / "vocabulary" / "sectors.csv", ROOT / "portal" / "extraction" / "lexicon" / "sectors.csv"]
    register, extraction = (
        # The register has their labels in other languages too.
        [(row["code"], row["parent"], row["label"]) for row in csv.DictReader(path.open(encoding="utf-8", newline=""))]
        for path in copies
    )
    assert register == extraction
