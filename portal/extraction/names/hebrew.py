"""Names in Hebrew: a head noun with what follows it, people after a title or a role."""

from __future__ import annotations

import re
from itertools import chain

from portal.extraction.lexicon import given_names, words
from portal.extraction.matching import HEBREW_PREFIXES, Hit, Matcher, fold, longest
from portal.extraction.names.latin import LatinReader
from portal.extraction.names.mentions import Found, OrganisationMention, PersonMention, PlaceIndex
from portal.extraction.names.vocabulary import list_matcher
from portal.extraction.places import Place
from portal.extraction.reading import BODY_PARTS, Reading, Sentence

WORD = re.compile(r"[\u05d0-\u05ea]+(?:[-־'׳\"״][\u05d0-\u05ea]+)*['׳]?")
FUTURE = re.compile(r"[תי][\u05d0-\u05ea]{3,4}|ה[\u05d0-\u05ea]{3,4}ה")
"""Verbs in the future or of a feminine subject, which follow a name."""
VERB = re.compile(r"[ית][\u05d0-\u05ea]{3,4}ו|ה[\u05d0-\u05ea]{3}[\u05d0-\u05ea]?ו")
"""Verbs in the plural: "יעבדו", "הסכימו"."""
MOST_WORDS = 4


class HebrewReader:
    """Reads the names of one article."""

    def __init__(self, reading: Reading, places: tuple[Place, ...]) -> None:
        self.reading, self.places = reading, places
        lists = words("he")
        self.lists, self.people_lists = lists["organisations"], lists["people"]
        self.heads = list_matcher("he", "organisations", "heads")
        self.introducers = list_matcher("he", "organisations", "introducers")
        self.titles = list_matcher("he", "people", "titles")
        self.roles = list_matcher("he", "people", "roles")
        self.speech = list_matcher("he", "people", "speech")
        told = chain.from_iterable(lists["status"].values())
        self.cuts = frozenset(self.lists["cuts"]) | {word for word in told if word.isalpha()}
        self.generic = frozenset(self.lists["generic"])
        self.particles = frozenset(self.people_lists["particles"])
        self.ordinary = frozenset(self.lists["ordinary"])
        self.units = frozenset(self.people_lists["units"])
        self.stop = frozenset(self.lists["stop"]["names"])
        self.given = given_names()
        self.organisations: Found[OrganisationMention] = Found(len(reading.text))
        self.people: Found[PersonMention] = Found(len(reading.text))
        self.index = PlaceIndex(places)

    def read(self) -> tuple[list[OrganisationMention], list[PersonMention]]:
        """Organisations and people in the order of the text."""
        latin, _ = LatinReader(self.reading, self.places, "en").read_latin_only()
        for sentence in self.reading.sentences:
            if sentence.kind in BODY_PARTS:
                self._persons(sentence)
                self._headed(sentence)
        self.organisations.extend(latin)
        self._repeat_people()
        return self.organisations, self.people

    def _found(self, matcher: Matcher[str], sentence: Sentence) -> list[Hit[str]]:
        hits = longest(matcher.find(self.reading.folded[sentence.start : sentence.end]))
        return [Hit(h.start + sentence.start, h.end + sentence.start, h.value) for h in hits]

    def _headed(self, sentence: Sentence) -> None:
        seen: set[int] = set()
        introducers = self._found(self.introducers, sentence)
        for number, hit in enumerate([*introducers, *self._found(self.heads, sentence)]):
            introducing = number < len(introducers)
            disposal = self.reading.text[hit.start : hit.end] == "רשות" and self.reading.text[hit.start - 1 : hit.start] == "ל"
            if disposal or hit.end in seen or self._taken(hit.start, hit.end) or self._is_where(hit):
                continue
            from_where = self._first(hit.end) if introducing else hit.end + 1
            skipped = from_where - 1 if from_where > hit.end + 2 else hit.end
            end, count = self._follow(skipped, sentence.end, " " in self.reading.text[hit.start : hit.end])
            if not count and not self._proper(hit):
                continue
            follows = self._first(hit.end)
            drops = (
                introducing
                and hit.value in ("company", "startup")
                and (hit.value == "startup" or not self._of_trade(hit, follows))
            )
            start = follows if drops else hit.start
            if drops and hit.value == "company" and (bare := self._after_trade(follows, sentence.end)) is not None:
                start = bare
                end, count = self._follow(bare - 1, sentence.end, False)
            name = self.reading.text[start:end]
            if count == 1 and hit.value in ("other", "technopark") and name.split()[-1] in self.generic:
                continue
            if name in self.stop or not name.strip():
                continue
            seen.add(hit.end)
            mention = OrganisationMention(start, end, name, hit.value)
            short = re.match(r"\s?\(([^()]{2,40})\)", self.reading.text[end : end + 44])
            if short:
                mention.aliases.append(short.group(1))
            self.organisations.append(mention)

    def _is_where(self, hit: Hit[str]) -> bool:
        """Whether a head noun begins the name of a country ("איחוד האמירויות") or tells on which grounds: "בקמפוס שדה בוקר"."""
        place = self.index.at(hit.start)
        country = place is not None and place.kind == "name" and place.start == hit.start and place.end > hit.end
        return country or (self.reading.text[max(0, hit.start - 1) : hit.end] == "בקמפוס")

    def _after_trade(self, position: int, stop: int) -> int | None:
        """Where the name begins after "חברת התרופות הגאורגית", the trade of the firm in two words."""
        words = list(WORD.finditer(self.reading.text, position, min(stop, position + 60)))[:3]
        definite = [w for w in words[:2] if w.group().startswith("ה") and len(w.group()) > 3]
        named = len(words) == 3 and len(definite) == 2 and self.reading.text[words[1].end() : words[2].start()] == " "
        if not named or words[2].group() in self.cuts or self._prefixed(words[2].group()) or VERB.fullmatch(words[2].group()):
            return None
        return None if FUTURE.fullmatch(words[2].group()) or words[2].group().startswith("ה") else words[2].start()

    def _of_trade(self, hit: Hit[str], position: int) -> bool:
        """Whether a cooperative is named by who are in it: "קואופרטיב החקלאים של קרפאס"."""
        return self.reading.text[hit.start : hit.end] == "קואופרטיב" and self.reading.text[position : position + 1] == "ה"

    def _proper(self, hit: Hit[str]) -> bool:
        return self.reading.text[hit.start : hit.end] in (
            "הטכניון",
            "מכון ויצמן",
            "רשות החדשנות",
            "התאחדות התעשיינים",
            "רשות המים",
        )

    def _first(self, position: int) -> int:
        match = re.compile(r"[\s\"“״]*").match(self.reading.text, position)
        begin = match.end() if match else position
        place = self.index.at(begin + 1)
        if place is not None and place.kind == "adjective" and self.reading.text[place.end : place.end + 1] == " ":
            return place.end + 1
        return begin

    def _follow(self, position: int, stop: int, full: bool) -> tuple[int, int]:
        """(end, number of words) of what belongs to a head noun; `full`: the head noun has its adjective already."""
        text = self.reading.text
        end, count = position, 0
        quoted = re.compile(r"\s\"([^\"\n]{2,40})\"").match(text, position)
        if quoted:
            return quoted.end() - 1, 1
        while count < MOST_WORDS:
            gap = re.compile(r" ").match(text, end)
            word = WORD.match(text, gap.end()) if gap else None
            if word is None or word.end() > stop:
                break
            place = self.index.at(word.end() - 1)
            place = place if place is not None and word.start() <= place.start <= word.start() + 1 else None
            if place is not None and place.start > word.start() and word.group()[0] in "במל":
                break
            if place is not None and place.kind != "adjective":
                return max(end, place.end), count + 1
            before = text[text.rfind(" ", 0, end) + 1 : end]
            if (count or full) and (closing := self._closing(word, before, stop, place is not None)) is not None:
                return closing, count + 1
            if word.group() in self.ordinary or (
                place is None and VERB.fullmatch(word.group()) and word.group() not in self.given
            ):
                break
            if count and self._belongs(word.group(), before):
                end, count = word.end(), count + 1
                continue
            if (
                word.group() in self.cuts
                or (count and self._prefixed(word.group()))
                or (not count and word.group()[0] in "ולש" and self._prefixed(word.group()) and len(word.group()) > 4)
            ):
                break
            if count and FUTURE.fullmatch(word.group()) and place is None:
                break
            if count >= 2 and word.group() not in self.generic and not word.group().startswith("ה"):
                break
            end = word.end()
            count += 1
        return end, count

    def _closing(self, word: re.Match[str], before: str, stop: int, placed: bool) -> int | None:
        """Where a name ends with whose it is or what it is for."""
        if word.group() == "של":
            return self._owner(word.end(), stop)
        return word.end() if not placed and self._for_what(word.group(), before) else None

    def _owner(self, position: int, stop: int) -> int | None:
        """Where the place ends that "של" joins to a name: "האוניברסיטה הטכנית של וינה"."""
        place = self.index.at(position + 1) if position + 1 < stop else None
        return place.end if place is not None and place.kind != "adjective" and place.start == position + 1 else None

    def _belongs(self, word: str, before: str) -> bool:
        """Whether a word joins the one before it to a name: a second field, or both stand beside each other elsewhere too."""
        repeated = word not in self.cuts and self.reading.text.count(f"{before} {word}") > 1
        return repeated or self._second(word, before)

    def _for_what(self, word: str, before: str) -> bool:
        """Whether a definite name says what for: "המכון הלאומי לאוקיינוגרפיה"."""
        return word.startswith("ל") and len(word) > 5 and before.startswith("ה") and len(before) > 4 and word not in self.cuts

    def _second(self, word: str, before: str) -> bool:
        """Whether "and" joins a second field to the name: "קרן המחקר והחדשנות"."""
        fields = word.startswith("וה") and before.startswith("ה") and len(word) > 4
        heads = (*self.heads.find(fold(word[1:])), *self.introducers.find(fold(word[1:])))
        return fields and not any(h.start == 0 and h.end == len(word) - 1 for h in heads)

    def _prefixed(self, word: str) -> bool:
        """Whether a word begins with a small one; with two vavs a foreign name begins: "וולקני"."""
        return (
            word[0] in "ובלשמ"
            and not word.startswith("וו")
            and word not in self.generic
            and word not in self.given
            and len(word) > 2
        )

    def _persons(self, sentence: Sentence) -> None:
        text = self.reading.text
        for hit in self._found(self.titles, sentence):
            self._name_at(self._first(hit.end), None)
        heads = {h.end: h.start for h in self._found(self.heads, sentence)}
        for hit in self._found(self.roles, sentence):
            if heads.get(hit.end, hit.start) < hit.start:
                continue
            begin = self._first(hit.end)
            place = self.index.at(begin)
            if place is not None and place.start == begin and text[place.end : place.end + 1] == " ":
                begin = place.end + 1
            if self._name_at(begin, text[hit.start : hit.end]):
                continue
            match = re.compile(r"[^,.;:()\n]{0,50}, ").match(text, hit.end)
            if match:
                self._name_at(match.end(), text[hit.start : match.end() - 2])
        for word in WORD.finditer(text, sentence.start, sentence.end):
            bare = word.group()
            if bare in self.given:
                self._name_at(word.start(), None, known=True)
            elif bare[0] in HEBREW_PREFIXES and bare[1:] in self.given and len(bare) > 3:
                self._name_at(word.start() + 1, None, known=True)

    def _name_at(self, start: int, role: str | None, known: bool = False) -> bool:
        text = self.reading.text
        parts: list[re.Match[str]] = []
        at = start
        while len(parts) < 4:
            word = WORD.match(text, at)
            if word is None or word.group() in self.cuts or (parts and word.group()[0] == "ו" and len(word.group()) > 3):
                break
            if any(h.start == 0 for h in self.roles.find(word.group())) or any(
                h.start == 0 and h.end == len(word.group()) for h in self.speech.find(fold(word.group()))
            ):
                break
            parts.append(word)
            if len([p for p in parts if p.group() not in self.particles]) == 2:
                break
            at = word.end() + 1
            if text[word.end() : at] not in (" ", "-", "־"):
                break
        if len(parts) < 2 or (not known and self.index.touches(start, parts[-1].end())):
            return False
        if not known and (parts[0].group() in self.units or VERB.fullmatch(parts[0].group())):
            return False
        if (
            not known
            and parts[0].group() not in self.given
            and (parts[0].group().startswith("ה") or any(h.start == 0 for h in self.heads.find(fold(parts[0].group()))))
        ):
            return False
        if known and (
            (parts[1].group()[0] in "ובלשהמ" and len(parts[1].group()) > 4)
            or any(h.start == 0 for h in self.heads.find(fold(parts[1].group())))
        ):
            return False
        end = parts[-1].end()
        if not self._taken(start, end):
            after = re.compile(r", ([^,.\n]{3,60})").match(text, end)
            stated = role or (
                after.group(1) if after and any(h.start == 0 for h in self.roles.find(fold(after.group(1)))) else None
            )
            self.people.append(PersonMention(start, end, text[start:end], stated))
        return True

    def _taken(self, start: int, end: int) -> bool:
        return self.organisations.touch(start, end) or self.people.touch(start, end)

    def _repeat_people(self) -> None:
        for person in list({person.name: person for person in self.people}.values()):
            last = person.name.split()[-1]
            for match in re.finditer(rf"(?<![\u05d0-\u05ea]){re.escape(last)}(?![\u05d0-\u05ea])", self.reading.text):
                if len(last) > 3 and not self._taken(match.start(), match.end()):
                    self.people.append(PersonMention(match.start(), match.end(), person.name))
