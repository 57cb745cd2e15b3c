"""Names in Russian: quoted names, declined head nouns with what complements them, people by given name or role."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass, replace

from portal.extraction.lexicon import words
from portal.extraction.matching import Matcher
from portal.extraction.names.declension import adjective_of, declined_surnames, given_of
from portal.extraction.names.latin import LatinReader
from portal.extraction.names.mentions import Marks, OrganisationMention, PersonMention
from portal.extraction.names.russian_people import PERSON
from portal.extraction.names.russian_quotes import ADJECTIVE, ADJECTIVE_ENDING, BREAKS, RussianQuotes
from portal.extraction.places import Place
from portal.extraction.reading import BODY_PARTS, Reading, Sentence

WORD = re.compile(r"[А-ЯЁа-яёA-Za-z0-9]+(?:[-–/&.][А-ЯЁа-яёA-Za-z0-9]+)*")
DEEDS = frozenset({"status.signed", "kinds.cooperation"})
DEED_REACH = 14
"""So near after two towns the word stands for what they do."""
TOWN = re.compile(r"(?:^|\s)(город(?:ом)?) $")
TWINNED = re.compile(r"(?:между|города|городами|городов|мэрии|мэры|^) $")
SHORTENED = re.compile(
    r"\b(?:Мин|Рос|Гос|Глав|Узб|Каз)(?:пром|фин|эконом|здрав|обр|сельхоз|транс|цифр|культ|спорт|юст|энерг|природ|наук|"
    r"торг|труд|связ|водхоз|космос|атом|рыбо|патент|стат|авиа|туризм|надзор|инвест|строй|архив|имуще|комстат)[а-яё]*?(а|у|ом|е)?\b"
)
"""Offices whose names are joined from pieces: "Минздрав", "Росатом"."""
NOMINATIVE = re.compile(r"(?:ая|яя|ый|ое|ые|ский|цкий)$")
OBLIQUE = re.compile(r"(?:ого|его|ому|ему|ой|ей|ых|их|ым|им|ыми|ими)$")
NOUN_LIKE = re.compile(r"(?<![скнвшщчгц])(?:ом|ем|им|ым)$")
ABSTRACT = re.compile(r"ств(?:ом|а|у|о|е|ами)$")
"""Nouns that look like adjectives: "руководством"."""
GENITIVE = re.compile(r"[А-ЯЁа-яё-]+(?:ого|его|ой|ей|ых|их|а|я|ы|и|ов|ев|ий|ии|ти|ства|ций|ок)$")
ACRONYM = re.compile(
    r"(?<![А-ЯЁA-Zа-яё-])[А-ЯЁ]{2,}[а-яё]{0,2}[А-ЯЁ]{1,5}(?![А-ЯЁа-яё-])|(?<![А-ЯЁA-Zа-яё-])[А-ЯЁ]{3,6}(?![А-ЯЁа-яё-])"
)
HOME = re.compile(r"(?<![А-ЯЁа-яё-])([А-ЯЁ][а-яё-]+[сц]к)(ая|ой|ую|ий|ого|ому|им|ом) $")
CASES = ("", "а", "у", "ом", "ем", "е", "я", "ю", "и", "ы", "ой", "ей", "ию", "ией", "ии")
ENDINGS = {
    "m": ("", "а", "у", "ом", "е", "ы", "ов", "й", "я", "ю", "ем"),
    "f": ("я", "и", "ю", "ей", "а", "ы", "е", "у", "ой", "ии"),
    "n": ("о", "а", "у", "ом", "е", "ство"),
}
ACTING = ("управляющ", "заведующ", "исполняющ", "уполномоченн", "учён", "главн")
"""Adjectives that are roles of people."""
MOST_WORDS = 8
NOUNS_IN_LA = frozenset("дела капитала металла материала канала персонала стекла тепла масла земли торговли отрасли".split())
JOINED = re.compile(
    "(?:сельхоз|гор|обл|рай|гос|мед|пед|тех|пром|авиа|авто|агро|био|вет|вод|газ|гидро|горно|зоо|кино|лес|метео|нац|нефте|полит|рыб|спец|строй|судо|"
    "тур|фарм|хим|эко|электро|энерго|телерадио)+"
)
"""What joins with a head noun to one word: "сельхозакадемия"."""
GATES = frozenset({"порт", "аэропорт"})
"""What is called by a place in the nominative: "аэропорт Кольцово"."""
LOCALITIES = frozenset("порта города посёлка поселка села острова района аэропорта станции деревни округа".split())
"""After these a name stays in the nominative: "порта Ванино"."""
FIELD = re.compile(r"(?:ики|ии|ия|ов|ства|ры|ты|гии|ции|ний|ования)$")
FIELDS = frozenset({"research-institute", "university"})
"""Kinds whose names tell their field after the head noun: "Пермский институт оптики"."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun of organisations: its nominative, gender and kind."""

    nominative: str
    gender: str
    kind: str


@functools.cache
def _heads() -> Matcher[Head]:
    return Matcher(
        (stem + ending, Head(nominative, gender, kind))
        for nominative, gender, stem, kind in words("ru")["organisations"]["declined"]
        for ending in ENDINGS[gender]
    )


class RussianReader(RussianQuotes):
    """Reads the names of one article."""

    def __init__(self, reading: Reading, places: tuple[Place, ...]) -> None:
        super().__init__(reading, places)
        self.plurals = frozenset(self.lists["plurals"])
        self.lands = frozenset(self.lists["lands"])
        self.parks = tuple(self.lists["parks"])
        self.ordinary = re.compile(f"(?:{'|'.join(self.lists['ordinary'])}){ADJECTIVE_ENDING}")
        self.heads = _heads()

    def read(self) -> tuple[list[OrganisationMention], list[PersonMention]]:
        """Organisations and people in the order of the text."""
        foreign = LatinReader(self.reading, self.places, "en")
        latin, _ = foreign.read_latin_only()
        self.organisations.extend(latin)
        for sentence in self.reading.sentences:
            if sentence.kind not in BODY_PARTS:
                continue
            self._quoted(sentence)
            self._headed(sentence)
            self._persons(sentence)
            self._acronyms(sentence)
            self._shortened(sentence)
            self._twins(sentence)
        spans = [(person.start, person.end) for person in self.people] + [(o.start, o.end) for o in self.organisations]
        taken = Marks(len(self.reading.text), spans)
        self.people.extend(declined_surnames(self.reading, self.people, taken))
        return self.organisations, self.people

    def _headed(self, sentence: Sentence) -> None:
        tokens = list(WORD.finditer(self.reading.text, sentence.start, sentence.end))
        starts = {token.start(): number for number, token in enumerate(tokens)}
        for number, token in enumerate(tokens):
            joined = JOINED.match(token.group().lower())
            if not joined:
                continue
            rest = token.group().lower()[joined.end() :]
            for hit in self.heads.find(rest):
                if hit.start == 0 and hit.end == len(rest):
                    self._phrase(tokens, number, replace(hit.value, nominative=joined.group() + hit.value.nominative))
                    break
        for hit in self.heads.find(self.reading.folded[sentence.start : sentence.end]):
            first = starts.get(sentence.start + hit.start)
            if first is None or tokens[first].end() != sentence.start + hit.end:
                first = self._compound(tokens, sentence.start + hit.start, sentence.start + hit.end)
            if first is not None:
                self._phrase(tokens, first, hit.value)

    def _compound(self, tokens: list[re.Match[str]], start: int, end: int) -> int | None:
        """ "ИТ-парке": a head noun as the tail of a hyphened word."""
        for number, token in enumerate(tokens):
            if token.start() < start and token.end() == end and self.reading.text[start - 1] == "-":
                return number
        return None

    def _phrase(self, tokens: list[re.Match[str]], number: int, head: Head) -> None:
        if self._only_part(tokens, number) or any(start < tokens[number].start() < end for start, end in self.events):
            return
        first = number
        while first > 0 and number - first < 5 and self._qualifies(tokens[first - 1], tokens[first]):
            first -= 1
        while first < number and (tokens[first].group().lower() in self.stop or self._is_nation(tokens, first, number)):
            first += 1
        capital_alone = head.nominative in self.lists["never_alone"] and tokens[number].group()[0].isupper()
        proper = head.nominative in self.lands or capital_alone
        while first < number and proper and tokens[first].group()[0].islower():
            first += 1
        if head.nominative == "парк" and not any(t.group().lower().startswith(self.parks) for t in tokens[first:number]):
            return  # A town park is no house.
        last = self._complement(tokens, number, head)
        start, end = tokens[first].start(), tokens[last].end()
        capital = [t for t in tokens[first : last + 1] if t.group()[0].isupper()]
        telling = [t for t in capital if t is not tokens[number] or "-" in t.group()]
        plain = tokens[number].group()[0].isupper() and last > number and start != self._sentence_start(start)
        called = head.nominative in GATES and last > number
        alone = head.nominative in self.lists["never_alone"] and not any(t.group()[0].isupper() for t in tokens[first:number])
        alone = alone and not called
        field = head.nominative in self.lists["with_field"] and last > number
        long = last - number > 1 and (head.nominative in self.lists["with_long_field"])
        inside = plain
        plain = plain or (long and first == number and tokens[number].group()[0].isupper())
        if not (telling or plain or field) or (alone and not (plain and (telling or long or inside))):
            return
        if (
            tokens[first].start() == self._sentence_start(start)
            and len(telling) == 1
            and telling[0] is tokens[first]
            and first < number
            and self._ordinary(tokens[first])
        ):
            return
        if self._taken(start, end) or (
            tokens[number].group()[0].islower() and self.reading.text[end : end + 2] in (" «", " „", " “")
        ):
            return
        name = self._nominative(tokens, first, number, last, head)
        if field and first == number:
            name = name[0].upper() + name[1:]
        mention = OrganisationMention(start, end, name, head.kind)
        short = re.match(r"\s?\(([^()]{2,30})\)", self.reading.text[end : end + 34])
        if short and short.group(1)[0].isupper() and len(short.group(1).split()) <= 3:
            mention.aliases.append(short.group(1))
        self.organisations.append(mention)

    def _is_nation(self, tokens: list[re.Match[str]], first: int, number: int) -> bool:
        """Whether a small adjective only tells where a body with a name of its own is: "с турецким портом Самсун"."""
        place = self.index.at(tokens[first].start())
        named = number + 1 < len(tokens) and tokens[number + 1].group()[0].isupper()
        return named and place is not None and place.kind == "adjective" and tokens[first].group()[0].islower()

    def _only_part(self, tokens: list[re.Match[str]], number: int) -> bool:
        """Whether a head noun in small letters is a part of the body named next: "инкубатор ИТ-парка", "лаборатория Института катализа"."""
        if not tokens[number].group()[0].islower() or number + 1 >= len(tokens):
            return False
        following = tokens[number + 1]
        if following.group()[0].isupper() and self.reading.text[tokens[number].end() : following.start()] == " ":
            word = following.group().lower()
            if any(h.start == 0 and h.end == len(word) for h in self.heads.find(word)):
                return True
        head_inside = any(
            h.end == len(following.group())
            for h in self.heads.find(
                following.group().lower()[following.group().rfind("-") + 1 :]
                if "-" in following.group()
                else following.group().lower()
            )
        )
        return "-" in following.group() and following.group()[0].isupper() and (head_inside or "парк" in following.group())

    def _sentence_start(self, position: int) -> int:
        sentence = self.reading.sentence_at(position)
        return sentence.start if sentence else -1

    def _ordinary(self, token: re.Match[str]) -> bool:
        low = token.group().lower()
        return low in self.stop or self.ordinary.fullmatch(low) is not None

    def _qualifies(self, token: re.Match[str], following: re.Match[str]) -> bool:
        gap = self.reading.text[token.end() : following.start()]
        word = token.group()
        return (
            gap == " "
            and bool(ADJECTIVE.match(word) or (word[0].isupper() and ("-" in word or self._is_own_name(token, following))))
            and word.lower() not in self.stop
            and not NOUN_LIKE.search(word)
            and not ABSTRACT.search(word)
            and not word.lower().startswith(ACTING)
            and (word.lower().startswith(("нов", "перв")) or not self.ordinary.fullmatch(word.lower()))
        )

    def _is_own_name(self, token: re.Match[str], head: re.Match[str]) -> bool:
        """Whether a name stands before a head noun that has a capital too: "Назарбаев Университет"."""
        return head.group()[0].isupper() and token.start() != self._sentence_start(token.start())

    def _complement(self, tokens: list[re.Match[str]], number: int, head: Head) -> int:
        """The last word of what the head noun governs: "имени Баумана", "экономического развития Татарстана"."""
        last, kind = number, head.kind
        capital_seen = number
        while last + 1 < len(tokens) and last - number < MOST_WORDS:
            token = tokens[last + 1]
            gap = self.reading.text[tokens[last].end() : token.start()]
            word = token.group()
            if gap not in (" ", " им. ") and not (gap == ". " and (tokens[last].group() == "им" or self._initial(tokens, last))):
                break
            if self._initial(tokens, last + 1) and tokens[last].group() in ("имени", "им"):
                last += 1
                continue
            if self._initial(tokens, last) and word[0].isupper():
                last += 1
                capital_seen = last
                continue
            if (
                word in ("имени", "им")
                or (
                    word == "и"
                    and last > number
                    and last + 2 < len(tokens)
                    and tokens[last + 2].group()[0].islower()
                    and self._complements(tokens[last + 2].group())
                    and not self._begins_another(tokens, last + 2)
                )
                or (word in ("по",) and number == last and self.reading.text[tokens[number].start()].isupper())
            ):
                last += 1
                continue
            if (
                word.lower() in BREAKS
                or (word[0].islower() and word.endswith(("ли", "ла", "ло")) and word not in NOUNS_IN_LA)
                or not (
                    self._complements(word)
                    or word.isupper()
                    or not word[0].isalpha()
                    or self.index.at(token.start())
                    or (word[0].isupper() and tokens[last].group().lower() in LOCALITIES)
                    or (word[0].isupper() and last == number and (kind in FIELDS or head.nominative in self.lands | GATES))
                )
            ):
                break
            if word[0].isupper() and (given_of(word) is not None or (last == number and self._is_person_of(tokens, number))):
                break
            last += 1
            if word[0].isupper():
                capital_seen = last
        first_capital = self.reading.text[tokens[number].start()].isupper()
        named = number > 0 and tokens[number - 1].group()[0].isupper() and ADJECTIVE.match(tokens[number - 1].group())
        if named and capital_seen == number and last > number and kind != "company":
            return self._field_end(tokens, number, last)
        return last if first_capital else max(self._with_noun(tokens, capital_seen, last), number)

    def _is_person_of(self, tokens: list[re.Match[str]], number: int) -> bool:
        """Whether two capital words after "ректор института" are who has the role."""
        if not number or number + 2 >= len(tokens) or tokens[number].group()[0].isupper():
            return False
        role = tokens[number - 1].group().lower()
        return PERSON.fullmatch(self.reading.text, tokens[number + 1].start(), tokens[number + 2].end()) is not None and any(
            h.start == 0 and h.end == len(role) for h in self.roles.find(role)
        )

    def _complements(self, word: str) -> bool:
        """Whether a word may stand in the genitive: of small ones, no adjective in the nominative."""
        if word[0].islower() and NOMINATIVE.search(word):
            return False
        return bool(GENITIVE.match(word)) or word in self.plurals

    def _begins_another(self, tokens: list[re.Match[str]], number: int) -> bool:
        """Whether the next words after "и" are a body of their own: "администрация области и комитет"."""
        return any(h.start == 0 and h.end == len(tokens[number].group()) for h in self.heads.find(tokens[number].group().lower()))

    def _with_noun(self, tokens: list[re.Match[str]], adjective: int, last: int) -> int:
        """The noun of a capital adjective that ends a name so far: "технопарк Босфорского технического университета"."""
        if not tokens[adjective].group()[0].isupper() or not OBLIQUE.search(tokens[adjective].group()):
            return adjective
        for number in range(adjective + 1, last + 1):
            if not OBLIQUE.search(tokens[number].group().lower()):
                return number
        return adjective

    def _initial(self, tokens: list[re.Match[str]], number: int) -> bool:
        """Whether a word is an initial with its dot: "имени П. О. Сухого"."""
        word = tokens[number]
        return len(word.group()) == 1 and word.group().isupper() and self.reading.text[word.end() : word.end() + 1] == "."

    def _field_end(self, tokens: list[re.Match[str]], number: int, last: int) -> int:
        """Where the field after the head noun ends: "институт рыбного дела", "институт инженеров ирригации", "банк развития"."""
        end = number
        while end < min(last, number + 3):
            word = tokens[end + 1].group()
            if ADJECTIVE.match(word) and end + 2 <= last and GENITIVE.match(tokens[end + 2].group()):
                end += 2
            elif (
                end + 3 <= last
                and end == number
                and tokens[end + 2].group() == "и"
                and all(tokens[n].group()[0].islower() and GENITIVE.match(tokens[n].group()) for n in (end + 1, end + 3))
                and not self._begins_another(tokens, end + 3)
            ):
                return end + 3
            elif FIELD.search(word) or word in self.plurals or (end > number and GENITIVE.match(word)):
                end += 1
            else:
                break
        return end

    def _nominative(self, tokens: list[re.Match[str]], first: int, number: int, last: int, head: Head) -> str:
        text = self.reading.text
        word = tokens[number].group()
        declined = word.lower() != head.nominative.lower()
        adjectives = [adjective_of(token.group(), head.gender) if declined else token.group() for token in tokens[first:number]]
        lemma = word[: word.rfind("-") + 1] + head.nominative.rsplit("-", 1)[-1] if "-" in word else head.nominative
        lemma = lemma[0].upper() + lemma[1:] if word[0].isupper() else lemma
        rest = text[tokens[number].end() : tokens[last].end()]
        return " ".join([*adjectives, lemma]) + rest

    def _twins(self, sentence: Sentence) -> None:
        """Two towns that a sentence about twinning joins, or that act at its head: "Казань и Минск договорились"."""
        categories = self.reading.categories(sentence)
        twinned = "kinds.twinning" in categories
        if not twinned and not categories & DEEDS:
            return
        inside = [p for p in self.places if sentence.start <= p.start and p.end <= sentence.end and p.kind in ("place", "town")]
        for first, second in itertools.pairwise(inside):
            before = self.reading.folded[max(0, first.start - 12) : first.start]
            if self.reading.text[first.end : second.start] != " и " or not (
                (twinned and TWINNED.search(before)) or self._act_at_head(sentence, first, second)
            ):
                continue
            for place in (first, second):
                if not self._taken(place.start, place.end):
                    name = self.reading.text[place.start : place.end].removesuffix("ом")
                    self.organisations.append(OrganisationMention(place.start, place.end, name, "public-authority"))
        for place in inside:
            self._town(sentence, place)

    def _act_at_head(self, sentence: Sentence, first: Place, second: Place) -> bool:
        """Whether two towns at the head of a sentence do something right after their names."""
        deeds = (cue for cue in self.reading.cues_in(sentence) if cue.value in DEEDS)
        return first.start == sentence.start and any(0 <= cue.start - second.end <= DEED_REACH for cue in deeds)

    def _town(self, sentence: Sentence, place: Place) -> None:
        """A town that is called one beside a body or as the other party: "мэрия Казани и город Лион", "с городом Лион"."""
        word = TOWN.search(self.reading.text, max(sentence.start, place.start - 12), place.start)
        if word is None or self._taken(word.start(1), place.end):
            return
        joined = self.reading.text[max(sentence.start, word.start(1) - 3) : word.start(1)] == " и "
        beside = joined and any(o.end == word.start(1) - 3 for o in self.organisations)
        if beside or self.reading.text[max(sentence.start, word.start(1) - 3) : word.start(1)] == " с ":
            name = f"город {self.reading.text[place.start : place.end]}"
            self.organisations.append(OrganisationMention(word.start(1), place.end, name, "public-authority"))

    def _shortened(self, sentence: Sentence) -> None:
        """Ministries and offices by their joined name: "Минпромторга"."""
        for match in SHORTENED.finditer(self.reading.text, sentence.start, sentence.end):
            if not self._taken(*match.span()):
                name = match.group() if match[1] is None else match.group()[: -len(match[1])]
                self.organisations.append(OrganisationMention(match.start(), match.end(), name, "public-authority"))

    def _acronyms(self, sentence: Sentence) -> None:
        for match in ACRONYM.finditer(self.reading.text, sentence.start, sentence.end):
            word = match.group()
            if (
                word in self.lists["stop"]["acronyms"]
                or self._taken(match.start(), match.end())
                or self._is_place(match.start(), match.end())
            ):
                continue
            letters = self.reading.text[max(0, match.start() - 20) : match.end() + 20]
            if sum(c.isupper() for c in letters) > 0.5 * max(1, sum(c.isalpha() for c in letters)):
                continue
            self.organisations.append(self._with_home(match))

    def _with_home(self, match: re.Match[str]) -> OrganisationMention:
        """Letters with the adjective of their town: "Пермская ТПП", which is not that of another town."""
        before = HOME.search(self.reading.text, max(0, match.start() - 30), match.start())
        if before is None:
            return OrganisationMention(match.start(), match.end(), match.group(), "other")
        gender = "ая" if before[2] in ("ая", "ой", "ую") else "ий"
        return OrganisationMention(before.start(), match.end(), f"{before[1]}{gender} {match.group()}", "other")
