"""Russian names in quotation marks: which are those of bodies, and of which kind."""

from __future__ import annotations

import re
from typing import Any

from portal.extraction.lexicon import cues
from portal.extraction.matching import Matcher
from portal.extraction.names.mentions import OrganisationMention
from portal.extraction.names.russian_people import RussianPeople
from portal.extraction.names.vocabulary import list_matcher
from portal.extraction.places import Place
from portal.extraction.reading import Reading, Sentence

QUOTED = re.compile(r"[«„“\"]([А-ЯЁA-Z0-9][^«»„“”\"\n]{1,60})[»”“\"]")
ADJECTIVE_ENDING = "(?:ый|ий|ой|ого|его|ому|ему|ым|им|ом|ем|ая|яя|ую|юю|ей|ое|ее|ые|ие|ых|их|ыми|ими)"
ADJECTIVE = re.compile(rf"[А-ЯЁа-яё-]+{ADJECTIVE_ENDING}$")
BREAKS = frozenset(
    "в на с к по от за о об при для до после между и а но что как из сегодня вчера завтра всегда тогда когда пока года раза".split()
)
ORIGIN = re.compile(r"(?:^|\s)[а-яё-]{3,}ск(?:ий|ого|ому|им|ом|ая|ой|ую)\s$")
"""An adjective of a place right before a quoted name."""
SUBJECT = re.compile(r"\s(?:и\s|[а-яё]{2,}(?:л|ла|ли|ло|ет|ют|ит|ят)\b)")
OWNERS = re.compile(r"[а-яё]{3,}(?:цы|ки|ры|ии|ты|ны|ели),\s$")
"""Companies and owners that are then named: "совместные владельцы, «Приморские линии» и …"."""
NOT_BEARER = re.compile(
    r"(?:ть|тся|лся|ли|ла|ло|ет|ит|ют|ят|ся)$|^(?:тем|назван|слов|лозунг|девиз|направлен|номинац|модел|марк|бренд|закон|принцип|"
    r"стать|доклад|выставк|конкурс|фильм|книг|песн|роман|спектакл|картин|премь|орден|медал|звани|концепц|стратеги|рубрик|канал|"
    r"систем|платформ|приложен|сервис|судн|судо|танкер|ледокол|спутник|ракет|самол[её]т|поезд|дорог|трасс|улиц|площад|станци|"
    r"рамк|тип|вид|класс|серии|сери|формат|режим|курс|семинар|тренинг|лекци|хакатон|акци|встреч|сесси|секци|круг|стол|дн[яюе])"
)
NAMED_EVENTS = frozenset({"events.forum", "events.exhibition", "events.competition", "events.webinar", "events.matchmaking"})
NOUN_BEFORE = re.compile(r"(?:^|[\s(])([а-яё]{4,})\s$")
"""The word right before a quoted name, which says what bears it."""


class RussianQuotes(RussianPeople):
    """Judges the quoted names of one article."""

    heads: Matcher[Any]
    """Declined head nouns of organisations."""

    def __init__(self, reading: Reading, places: tuple[Place, ...]) -> None:
        super().__init__(reading, places)
        self.introducers = list_matcher("ru", "organisations", "introducers")
        self.projects = list_matcher("ru", "organisations", "stop.projects")
        self.events: list[tuple[int, int]] = []
        """Quoted names of events, in which no house is named: форум «Балтийские порты»."""

    def _quoted(self, sentence: Sentence) -> None:
        for match in QUOTED.finditer(self.reading.text, sentence.start, sentence.end):
            name = match.group(1).strip()
            before = self.reading.folded[max(0, match.start() - 48) : match.start()]
            if self._is_event(before):
                self.events.append(match.span())
                continue
            words_in = name.split()
            mixed = any(c.isupper() for c in words_in[0][1:])
            project = any(h.end >= len(before) - 12 for h in self.projects.find(before))
            if len(words_in) > 5 or name[-1] in ".!?," or (project and not mixed):
                continue
            hits = [
                h
                for h in self.introducers.find(before)
                if len(re.findall(r"[а-яё]+", before[h.end :])) <= 2 and not re.search(r"[.;:!?]", before[h.end :])
            ]
            listed = re.search(r"[»”\"]\s?(?:,|и|или)\s$", before)
            known = any(o.name == name for o in self.organisations)
            subject = match.start() == sentence.start and SUBJECT.match(self.reading.text, match.end())
            if (
                hits
                or listed
                or known
                or subject
                or self._acts(match)
                or self._looks_like_company(match, words_in)
                or self._bears_name(before)
                or self._from_abroad(match)
            ):
                kind = hits[-1].value if hits else "company"
                self.organisations.append(OrganisationMention(match.start(1), match.end(1), name, kind, sure=bool(hits)))

    def _is_event(self, before: str) -> bool:
        """Whether the word right before a quoted name is that of an event."""
        noun = NOUN_BEFORE.search(before)
        return noun is not None and any(hit.value in NAMED_EVENTS and hit.start == 0 for hit in cues("ru").find(noun.group(1)))

    def _acts(self, match: re.Match[str]) -> bool:
        """Whether a quoted name stands bare where a party does: "между «А»", ", «Б» и ... ведут"."""
        before = self.reading.folded[max(0, match.start() - 10) : match.start()]
        if re.search(r"(?:^|[\s(])(?:с|со|между|от|у|для|к|чем)\s$", before):
            return match.group(1)[0].isupper() and len(match.group(1).split()) < 4
        return before.endswith(", ") and SUBJECT.match(self.reading.text, match.end()) is not None

    def _bears_name(self, before: str) -> bool:
        """Whether a noun such as "терминал" stands before: what has a name of its own and is no work, event or project."""
        if OWNERS.search(before):
            return True
        noun = NOUN_BEFORE.search(before)
        if noun is not None and any(h.end == len(noun.group(1)) for h in self.heads.find(noun.group(1))):
            return True
        if noun is None or noun.group(1) in self.stop or noun.group(1) in BREAKS or self.projects.find(noun.group(1)):
            return False
        return not ADJECTIVE.match(noun.group(1)) and not NOT_BEARER.search(noun.group(1))

    def _from_abroad(self, match: re.Match[str]) -> bool:
        """Whether only the adjective of a country stands before a name: "с южнокорейской «Сечжин Шиппинг»"."""
        return ORIGIN.search(self.reading.text, max(0, match.start() - 30), match.start()) is not None

    def _looks_like_company(self, match: re.Match[str], words_in: list[str]) -> bool:
        after = self.reading.folded[match.end() : match.end() + 14].strip()
        later = sum(1 for _ in re.finditer(re.escape(match.group(0)), self.reading.text))
        mixed = any(c.isupper() for c in words_in[0][1:])
        return (
            mixed
            or later > 1
            or after.startswith(("ищет", "подписа", "откры", "запуст", "—", "поедут", "намерен", "планирует", "разраб"))
        )
