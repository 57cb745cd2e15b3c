"""People in Russian: by given name, patronymic or role."""

from __future__ import annotations

import re

from portal.extraction.lexicon import words
from portal.extraction.names.declension import given_of, nominative_name
from portal.extraction.names.mentions import Found, OrganisationMention, PersonMention, PlaceIndex
from portal.extraction.names.vocabulary import list_matcher
from portal.extraction.places import Place
from portal.extraction.reading import Reading, Sentence

NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
PERSON = re.compile(rf"{NAME}(?:\s(?:(?:ван|фон|де|дер|аль|эль|ди|да|ден)\s)*{NAME}){{1,2}}|[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?{NAME}")
PATRONYMIC = re.compile(r" [А-ЯЁ][а-яё]+(?:ович|евич|ьич)(?:а|у|ем|е)?\b| [А-ЯЁ][а-яё]+(?:овн|евн|ичн)(?:а|ы|е|у|ой)\b")


class RussianPeople:
    """Finds the people of one article; keeps what is found of people and organisations."""

    def __init__(self, reading: Reading, places: tuple[Place, ...]) -> None:
        self.reading = reading
        lists = words("ru")
        self.lists, self.people_lists = lists["organisations"], lists["people"]
        self.stop = frozenset(self.people_lists["stop"])
        self.roles = list_matcher("ru", "people", "roles")
        self.speech = list_matcher("ru", "people", "speech")
        self.places = places
        self.index = PlaceIndex(places)
        self.organisations: Found[OrganisationMention] = Found(len(reading.text))
        self.people: Found[PersonMention] = Found(len(reading.text))

    def _taken(self, start: int, end: int) -> bool:
        return self.organisations.touch(start, end) or self.people.touch(start, end)

    def _persons(self, sentence: Sentence) -> None:
        text = self.reading.text
        at = sentence.start
        while match := PERSON.search(text, at, sentence.end):
            start, name, at = match.start(), match.group(), match.end()
            first = name.split()[0]
            if self._leads(start, first, len(name.split())):
                at = start + len(first)
                continue
            if (
                (len(name.split()) < 2 and "." not in name)
                or self._taken(start, match.end())
                or self._is_place(start, match.end())
            ):
                continue
            given = given_of(first)
            role = self._role_before(start)
            speaks = any(
                h.start <= 2 for h in self.speech.find(self.reading.folded[match.end() : match.end() + 22])
            ) or self._spoken(start)
            after = re.match(r",\s([а-яё][^,.;()]{3,80})", text[match.end() : match.end() + 84])
            after_role = after.group(1) if after and any(h.start <= 3 for h in self.roles.find(after.group(1))) else None
            if given or role or after_role or (speaks and "." in name) or PATRONYMIC.search(name):
                clean = nominative_name(name, given)
                self.people.append(PersonMention(start, match.end(), clean, role or after_role, None))

    def _leads(self, start: int, first: str, size: int) -> bool:
        """Whether the first of some capital words stands before a name: a role, or the town after one ("Мэр Вильнюса ...")."""
        if "." in first or given_of(first) is not None:
            return False
        if first.lower() in self.stop or any(h.end == len(first) for h in self.roles.find(first.lower()) if h.start == 0):
            return True
        return size > 2 and self._is_place(start, start + len(first)) and self._role_before(start) is not None

    def _spoken(self, start: int) -> bool:
        before = self.reading.folded[max(0, start - 20) : start]
        return any(h.end >= len(before) - 1 for h in self.speech.find(before))

    def _is_place(self, start: int, end: int) -> bool:
        return self.index.covers(start, end)

    def _role_before(self, start: int) -> str | None:
        begin = max(0, start - 90)
        before = self.reading.text[begin:start]
        cut = max(before.rfind(c) for c in ".,;:«»—()\n") + 1
        stretch = before[cut:]
        hits = [h for h in self.roles.find(stretch.lower()) if len(re.findall(r"[\w-]+", stretch[h.end :])) <= 6]
        titles = [t for t in self.people_lists["titles"] if stretch.rstrip().lower().endswith(t)]
        if hits and stretch.endswith(" ") and not re.search(r"\b(?:и|что|как|с|к)\s$", stretch):
            return stretch[hits[0].start :].strip()
        return titles[0] if titles else None
