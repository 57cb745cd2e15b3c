"""What the readers of names hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class OrganisationMention:
    """A stretch of the running text that names an organisation."""

    start: int
    end: int
    name: str
    kind: str = "other"
    aliases: list[str] = field(default_factory=list)
    sure: bool = True
    """Whether the words themselves show an organisation; an unsure mention counts only beside a sure one."""


@dataclass(slots=True)
class PersonMention:
    """A stretch of the running text that names a person."""

    start: int
    end: int
    name: str
    role: str | None = None
    organisation: str | None = None
