"""Short passages in which every name is marked, and nothing else is one.

A line of `named.txt` is a passage after its language: organisations stand in square brackets, people in curly ones, what may be listed or left out
in angle ones; `|` parts the name as the text has it from others under which it is right too.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.extraction.names import find_names
from portal.imports.scoring import same_name
from tests.extraction.made import made

PASSAGES = (Path(__file__).parent / "named.txt").read_text(encoding="utf-8").splitlines()
MARK = re.compile(r"([\[{<])([^\]}>]+)[\]}>]")


@pytest.mark.parametrize("language", sorted({line.partition(": ")[0] for line in PASSAGES}))
def test_names_of_passages(language: str) -> None:
    wrong = [line for line in PASSAGES if line.startswith(f"{language}: ") and not _is_read(line.partition(": ")[2], language)]
    assert wrong == []


def _is_read(marked: str, language: str) -> bool:
    """Whether all names of a passage are found, each once, and nothing else."""
    gold: dict[str, list[list[str]]] = {"[": [], "{": [], "<": []}

    def plain(match: re.Match[str]) -> str:
        forms = match[2].split("|")
        gold[match[1]].append(forms)
        return forms[0]

    organisations, people = find_names(*made(MARK.sub(plain, marked)), language)
    return all(
        _are_those([fact.name for fact in found], gold[mark], gold["<"]) for mark, found in (("[", organisations), ("{", people))
    )


def _are_those(names: list[str], wanted: list[list[str]], optional: list[list[str]]) -> bool:
    left = list(wanted)
    for name in names:
        hit = next((forms for forms in left if any(same_name(name, form) for form in forms)), None)
        if hit is not None:
            left.remove(hit)
        elif not any(same_name(name, form) for forms in optional for form in forms):
            return False
    return not left
