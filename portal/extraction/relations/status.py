"""How far a partnership has come: the words of the sentence that say so, and what they mean together."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.extraction.lexicon.grammar import SPACED, either, leading, small_words
from portal.extraction.matching import Hit, longest
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.terms import yet_to_lapse
from portal.extraction.relations.towns import other_town

INSTRUMENTS = ("memorandum", "letter-of-intent", "agreement")
WORKS = ("joint-venture", "joint-centre", "joint-fund", "project", "programme")
FINAL = ("suspended", "expired", "ended")
TURNED: dict[str, dict[str, int]] = {
    "renewed": {"expired": 0},
    "signed": {"proposed": 0},
    "active": {},
    "suspended": {},
    "ended": {},
}
"""What a negated word for a status says instead: what was not renewed has expired."""
AHEAD = frozenset({"context.future", "context.planned", "context.undecided", "status.proposed"})
"""Beside these a resumption is yet to come."""
ENDS = frozenset({"status.ended", "status.suspended"})
DENIED = frozenset({"status.signed", "status.proposed"})
SHORT, SHORT_DENSE = 90, 28
FINAL_REACH = 80
"""A word for an end outweighs one for a beginning that stands so much nearer: "the centre that X opened in 2017 stops work"."""
FINAL_REACH_DENSE, DENSE = 12, ("zh", "ja", "ko")
CLOSES = re.compile(r"(?:了|[ぁ-ん]{1,6}|[가-힣]{1,3})?(?:[。，；.]|\s?$)")
"""After the verb with which a Chinese, Japanese or Korean clause ends."""
NEGATES = 12
NEGATES_IN = {"zh": 3, "ja": 1, "ko": 1}
"""A negation speaks of a cue that follows within so many characters; fewer in some languages."""
NEGATED_AFTER = {"ja": 9, "ko": 7, "zh": 2}
"""In Japanese and Korean the negation ends the verb that it belongs to."""
TO = re.compile(r"[\s，、,]{0,2}(?:(?:to|de|zu|om)\s|d['’])?")
CONSIDERED, DOUBT_REACH = 6, 24
CLOSE = 25
AHEAD_REACH = 24
"""In Chinese a word for a plan stands so far before the signature that is planned: 计划在论坛上与…签署."""
"""Within so many characters a cue speaks of the word beside it, not of the whole sentence."""
INFINITIVE_REACH = 40
MODAL_REACH, FUTURE_REACH = 60, 50
PLANNED = {
    "ja": re.compile("[ぁ-ん]{0,3}(?:予定|見通し|見込み|方針|方向|計画|意向|考え|運び)"),
    "ko": re.compile(r"(?:을 |를 )?(?:할|하는|맺을|기로 할) (?:예정|계획|방침|전망|방안)"),
}
"""What follows a verb for a signature that is still to come."""
VERB_FINAL = ("de", "nl")
INFINITIVE = re.compile(either(small_words("to_sign")))
DENIED_LAST = re.compile(r"[^.,;:!?]{0,60}\s(?:nicht|niet)[.!?;]")
LEADS = re.compile(r"(?:^|[.!?;:\n»“”\"])\s?$")
"""Before a verb form with which a sentence begins: "Gekündigt werden soll der Vertrag nicht"."""
MODAL = re.compile(either(small_words("modal")))
"""In German and Dutch a paper is yet to be signed where one of these governs an infinitive: "will … schließen"."""
FROM = re.compile(rf"\b{leading('from_day')}{leading('the')}?$")
"""Before a day or a month on which something begins that is yet to come."""
SUBJECT_REACH = 24
CONDITION = re.compile(leading("if"), re.IGNORECASE)
"""What begins a sentence whose plan hangs on something."""
PRONOUN = re.compile(rf"{either(small_words('it', 'this'))}\b|(?:但|目前|现|現)?(?:该|此|其)|(?:これ|それ)は|이는", re.IGNORECASE)

ABOUT_IT = re.compile(rf"\b{either(small_words('about_it'))}\b")
"""What a sentence that names nobody says of the one before: "Nothing came of it", "Daraus wurde nichts"."""


def status_of(article: Article, number: int, sentence: Sentence, kind: str, kinds: list[Hit[str]]) -> str:
    """The status that the sentence, the body's `number`th, gives a partnership of a kind; what is no paper ends, not expires."""
    status = _status(article, number, sentence, kind, kinds)
    return "ended" if status == "expired" and kind in WORKS else status


def _status(article: Article, number: int, sentence: Sentence, kind: str, kinds: list[Hit[str]]) -> str:
    anchor = min((hit for hit in kinds if hit.value == kind), key=lambda hit: hit.end - hit.start, default=None)
    found = _status_cues(article, sentence, anchor)
    over = {"expired", "suspended"} if "context.undecided" in article.categories(sentence) else set(FINAL)
    if _undecided(article, number, sentence) and not over & set(found):
        return "proposed"
    around = _followed(article, number, kind) or (None if found else _state_before(article, number, sentence))
    if around and not (around == "active" and set(FINAL) & set(found)):
        return around
    if not found or set(found) == {"planned"} or _hangs_on_something(article, sentence, found):
        return _unsaid(article, sentence, kind, found)
    found.pop("planned", None)
    final = [status for status in FINAL if status in found]
    if kind == "twinning" and not final and "context.since" in article.categories(sentence):
        return "active"
    if renewed := _renewed(article, sentence, found):
        return renewed
    if "talks" in found:
        return _of_talks(found, final)
    reach = FINAL_REACH_DENSE if article.reading.language in DENSE else FINAL_REACH
    closing = kind in INSTRUMENTS or kind == "twinning" or "closing" in found
    if final and (closing or anchor is None or min(found[s] for s in final) <= min(found.values()) + reach):
        lapsed = kind in INSTRUMENTS and "expired" in final and found["expired"] <= found.get("ended", 10_000)
        return "expired" if lapsed else min(final, key=lambda status: found[status])
    if _goes_on(article, sentence, kind, found):
        return "active"
    if kind in INSTRUMENTS or kind == "twinning":
        return _instrument_status(found)
    if "signed" in found and any(hit.value in INSTRUMENTS for hit in kinds) and found.get("proposed", 999) > CLOSE:
        return "signed"
    if "proposed" in found and found["proposed"] < found.get("active", 999) + 40:
        return "signed" if found.get("signed", 999) <= found["proposed"] - 12 else "proposed"
    return min(found, key=lambda status: found[status])


def _hangs_on_something(article: Article, sentence: Sentence, found: dict[str, int]) -> bool:
    """Whether what is planned only comes under a condition: "If the tests turn out well, they will build a plant"."""
    return "planned" in found and set(found) <= {"planned", "active", "signed"} and bool(CONDITION.match(article.text(sentence)))


def _unsaid(article: Article, sentence: Sentence, kind: str, found: dict[str, int]) -> str:
    """The status where no word says how far it has come, or only what is yet to be; what is done under a paper shows that it runs."""
    if found and CONDITION.match(article.text(sentence)):
        return "proposed"
    under = kind in INSTRUMENTS and not found and "context.under" in article.categories(sentence)
    return "signed" if found or (kind in INSTRUMENTS and not under) else "active"


def _renewed(article: Article, sentence: Sentence, found: dict[str, int]) -> str | None:
    """What a word for a renewal or a resumption makes of a status."""
    if "renewed" not in found:
        return None
    if "suspended" in found and AHEAD & article.categories(sentence):
        return "suspended"
    if not {"expired", "ended"} & set(found):
        return "signed" if found.get("signed", 10_000) < found["renewed"] else "active"
    return "signed" if "signed" in found else None


def _goes_on(article: Article, sentence: Sentence, kind: str, found: dict[str, int]) -> bool:
    """Whether a paper is told to hold, or work to go on since a day."""
    if kind in (*INSTRUMENTS, "twinning"):
        return "context.holds" in article.categories(sentence)
    if kind == "cooperation" and "context.holds" in article.categories(sentence):
        return True
    return {"proposed", "active"} <= set(found) and _lasts_since(article, sentence)


def _lasts_since(article: Article, sentence: Sentence) -> bool:
    """Whether work is told to go on since a day, after all that is said of plans: "the idea of a trial, run since 2022"."""
    cues = article.reading.cues_in(sentence)
    since = [cue.start for cue in cues if cue.value == "context.since"]
    plans = [cue.start for cue in cues if cue.value == "status.proposed"]
    return bool(since and plans) and max(plans) < since[-1] and not any(cue.value == "context.talks" for cue in cues)


def _of_talks(found: dict[str, int], final: list[str]) -> str:
    """What has become of what two talk about: frozen talks may go on, failed ones do not."""
    if final:
        return "suspended" if final == ["suspended"] else "ended"
    return "signed" if "signed" in found and "proposed" not in found else "proposed"


def _status_cues(article: Article, sentence: Sentence, anchor: Hit[str] | None) -> dict[str, int]:
    """How far the nearest cue of each status stands from the word of the kind; a cue within a longer one does not count."""
    every = article.cues_in(sentence)
    cues = [c for c in longest(c for c in every if c.value.startswith("status.")) if not _in_a_name_of_paper(every, c)]
    found: dict[str, int] = {}
    lasting = any(cue.value == "context.since" for cue in every)
    last, closes = "", False
    if any(cue.value == "context.talks" for cue in every):
        found["talks"] = 0
    if any(cue.value == "context.future" for cue in every) or _from_a_day(article, sentence):
        found["planned"] = 0
    colon = article.reading.text.find(":", anchor.end, sentence.end) if anchor and anchor.value in INSTRUMENTS else -1
    for cue in cues:
        status = cue.value[7:]
        if 0 <= colon < cue.start and status in ("proposed", "active"):
            continue  # What follows a paper and a colon is what the paper says.
        if status in TURNED and _negated(article, every, cue):
            found.update(TURNED[status])
            continue
        if (status in FINAL and _only_possible(article, every, cue)) or (
            status == "expired" and yet_to_lapse(article, sentence, cue)
        ):
            continue
        if status in ("signed", "renewed") and (_to_come(article, cues, cue) or _only_resolved(article, cues, cue)):
            continue
        if status == "active" and not lasting and _ahead(article, every, cue):
            status = "signed"
        bought = status == "signed" and anchor is not None and anchor.value == "joint-venture"
        if anchor and not bought and anchor.start <= cue.start and cue.end <= anchor.end:
            continue
        position = anchor.start if anchor else sentence.start
        distance = min(abs(cue.start - position), abs(cue.end - position))
        if anchor and status in FINAL and _governs(article, cue, anchor):
            distance = 0
        found[status] = min(found.get(status, 10_000), distance)
        last, closes = status, CLOSES.match(article.reading.text, cue.end) is not None
    if (
        last in FINAL
        and (article.reading.language not in DENSE or closes)
        and not any(cue.value[6:] in INSTRUMENTS for cue in every if cue.value.startswith("kinds."))
    ):
        found["closing"] = 10_000
    return found


def _governs(article: Article, cue: Hit[str], anchor: Hit[str]) -> bool:
    """Whether a Chinese verb for an end stands before the thing that it ends: 已退出与…组建的合资企业."""
    if article.reading.language != "zh" or not 0 <= anchor.start - cue.end <= AHEAD_REACH:
        return False
    return not re.search("[，。；]", article.reading.text[cue.end : anchor.start])


def _in_a_name_of_paper(every: list[Hit[str]], cue: Hit[str]) -> bool:
    """Whether a word for a plan is only a part of what a paper is called: 의향 in 의향서, "intent" in "letter of intent"."""
    return cue.value == "status.proposed" and any(
        other.value.startswith("kinds.")
        and other.start <= cue.start
        and cue.end <= other.end
        and cue.end - cue.start < other.end - other.start
        for other in every
    )


def _from_a_day(article: Article, sentence: Sentence) -> bool:
    """Whether something begins on a day or in a month that is told with "from": "ab August", "dès janvier"."""
    whole = article.reading.sentence_at(sentence.start) or sentence
    dates = [date for date in article.dates_in(whole) if sentence.start <= date.start < sentence.end]
    starts = [date.start for date in dates if date.precision in ("day", "month") and not date.full]
    return any(FROM.search(article.reading.folded, max(sentence.start, start - 16), start) for start in starts)


def _negated(article: Article, every: list[Hit[str]], cue: Hit[str]) -> bool:
    text = article.reading.folded
    if (
        article.reading.language in VERB_FINAL
        and (end := DENIED_LAST.match(text, cue.end))
        and LEADS.search(text, max(0, cue.start - 3), cue.start)
    ):
        return end.end() - cue.end <= MODAL_REACH
    after = NEGATED_AFTER.get(article.reading.language, 2)
    before = NEGATES_IN.get(article.reading.language, NEGATES)
    return any(
        0 <= cue.start - other.end <= before or 0 <= other.start - cue.end <= after
        for other in every
        if other.value == "context.negation"
    )


def only_denied(article: Article, sentence: Sentence) -> bool:
    """Whether all that a sentence says is that nothing was signed, or that nothing is planned: "No agreement was signed"."""
    every = article.cues_in(sentence)
    cues = longest(c for c in every if c.value.startswith("status."))
    return bool(cues) and all(cue.value in DENIED and _negated(article, every, cue) for cue in cues)


def ends_not(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence says of an end only that it does not come: "Gekündigt werden soll der Vertrag nicht"."""
    every = article.cues_in(sentence)
    ends = [cue for cue in longest(c for c in every if c.value.startswith("status.")) if cue.value in ENDS]
    return bool(ends) and all(_negated(article, every, cue) for cue in ends)


def _only_possible(article: Article, every: list[Hit[str]], cue: Hit[str]) -> bool:
    """Whether an end is only allowed or lies ahead: "can be terminated yearly", "to be completed in 2027"."""
    return any(
        other.value == "context.modal"
        and 0 <= cue.start - other.end <= MODAL_REACH
        and not re.search(r"[,;，；]", article.reading.text[other.end : cue.start])
        for other in every
    )


def _ahead(article: Article, every: list[Hit[str]], cue: Hit[str]) -> bool:
    """Whether what runs has yet to begin: "will jointly operate"."""
    return any(
        other.value == "context.future"
        and (0 <= cue.start - other.end <= FUTURE_REACH or 0 <= other.start - cue.end <= 2)
        and not re.search(r"[,;.，；、]", article.reading.text[other.end : cue.start])
        for other in every
    )


def _to_come(article: Article, cues: list[Hit[str]], cue: Hit[str]) -> bool:
    """Whether a signature is only planned: "hope to sign", "planen … zu unterzeichnen", "締結する予定"."""
    text, language = article.reading.folded, article.reading.language
    if language in PLANNED and PLANNED[language].match(text, cue.end):
        return True
    for other in cues:
        if other.value != "status.proposed":
            continue
        if 0 <= cue.start - other.end <= 4 or _would_have_them(text, other.end, cue.start):
            return True
        if language in ("ja", "ko") and 0 <= other.start - cue.end <= 6:
            return True
        if (
            language == "zh"
            and 0 <= cue.start - other.end <= AHEAD_REACH
            and not re.search("[，。；]", text[other.end : cue.start])
        ):
            return True
        if language in VERB_FINAL and other.end <= cue.start and INFINITIVE.fullmatch(text, cue.start, cue.end):
            return MODAL.fullmatch(text, other.start, other.end) is not None
        if (
            language in VERB_FINAL
            and other.end <= cue.start
            and re.match(r"\s(?:werden|worden|wird|wordt)\b", text[cue.end : cue.end + 8])
        ):
            return True
    return False


def _only_resolved(article: Article, cues: list[Hit[str]], cue: Hit[str]) -> bool:
    """Whether what is agreed is to think about it or to strive for it: "agreed to explore", "商定，争取"."""
    gaps = [
        (cue.end, other.start) for other in cues if other.value == "status.proposed" and 0 <= other.start - cue.end <= CONSIDERED
    ]
    return any(TO.fullmatch(article.reading.folded, *gap) for gap in gaps)


def _would_have_them(text: str, end: int, start: int) -> bool:
    """Whether somebody wants others to do it: "would like Nablus to become", "has asked both to sign"."""
    return 0 < start - end <= INFINITIVE_REACH and text[:start].endswith(" to ") and not re.search(r"[,;.]", text[end:start])


def _instrument_status(found: dict[str, int]) -> str:
    if "signed" in found and ("proposed" not in found or found["signed"] <= found["proposed"] + 20):
        return "signed"
    if "proposed" in found:
        return "proposed"
    return "active" if "active" in found else "signed"


def following(article: Article, number: int) -> Sentence | None:
    """The next sentence of the same paragraph."""
    if number + 1 >= len(article.body) or article.body[number + 1].part != article.body[number].part:
        return None
    return article.body[number + 1]


def is_doubted(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence begins so that nobody knows whether it comes: "Whether they found a school depends on"."""
    language = article.reading.language
    doubt = leading("whether", languages=(language,)) if language in SPACED else "(?!)"
    return re.match(doubt, article.reading.folded[sentence.start : sentence.start + DOUBT_REACH]) is not None


def _is_short(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence is so short that it only says more of the one before."""
    return sentence.end - sentence.start < (SHORT_DENSE if article.reading.language in DENSE else SHORT)


def _undecided(article: Article, number: int, sentence: Sentence) -> bool:
    """Whether the sentence or the next, short one says that nothing is decided."""
    if "context.undecided" in article.categories(sentence) or is_doubted(article, sentence):
        return True
    after = following(article, number)
    if after is None or not _is_short(article, after):
        return False
    categories = article.categories(after)
    other = bool(article.kinds_in(after)) or any(
        category.startswith(("kinds.", "status.suspended", "status.ended")) for category in categories
    )
    return "context.undecided" in categories and not other


def _state_before(article: Article, number: int, sentence: Sentence) -> str | None:
    """The end that the sentence before tells, which names nobody: "The line is suspended. Its joint owners, X and Y, said so."."""
    before = article.body[number - 1] if 0 < number < len(article.body) else None
    if before is None or before.part != sentence.part or article.named_in(before):
        return None
    told = _status_cues(article, before, None)
    return next((state for state in FINAL if state in told), None)


def _followed(article: Article, number: int, kind: str) -> str | None:
    """The state that a short next sentence without parties gives: "It was delivered last week, so count that as started."."""
    after = following(article, number)
    if after is not None and _talks_ended(article, article.body[number], after):
        return "ended"
    after = _first_clause(article, after) if after is not None else None
    if after is None or not _is_short(article, after) or other_town(article, after):
        return None
    if not article.named_in(after) and {m.number for m in article.meant_in(after)} and _ends_it(article, after):
        return "ended"
    if named := {mention.number for mention in article.named_in(after)}:
        talks = named <= {mention.number for mention in article.meant_in(article.body[number])} and _ends_it(article, after)
        return "ended" if talks else None
    found = _status_cues(article, after, None)
    if not article.kinds_in(after) and PRONOUN.match(article.text(after)):
        goes_on = "proposed" not in found and "context.future" not in article.categories(after)
        return next((state for state in (*FINAL, *(["active"] if goes_on else [])) if state in found), None)
    if ABOUT_IT.search(article.reading.folded, after.start, after.end) or _of_one_side(article, number, after):
        return next((state for state in FINAL if state in found), None)
    if {"proposed", "active"} & set(found) or not speaks_of_it(article, after, kind):
        return None
    return next((state for state in FINAL if state in found), None)


def _talks_ended(article: Article, sentence: Sentence, after: Sentence) -> bool:
    """Whether two sentences tell of talks and, naming nobody, of their end: "In May both sides broke off the negotiations"."""
    told = "context.talks" in article.categories(sentence) and "context.talks" in article.categories(after)
    return told and not article.named_in(after) and "status.ended" in article.categories(after)


def _first_clause(article: Article, sentence: Sentence) -> Sentence:
    """A sentence that begins with a pronoun up to its first comma: "It ran out last summer"."""
    if not PRONOUN.match(article.text(sentence)):
        return sentence
    comma = re.search(r"[,;，、]", article.text(sentence))
    return replace(sentence, end=sentence.start + comma.start()) if comma else sentence


def _of_one_side(article: Article, number: int, after: Sentence) -> bool:
    """Whether a sentence speaks of one of the two by its country: "The Romanians have withdrawn"."""
    homes = {article.organisations[mention.number].country for mention in article.named_in(article.body[number])} - {None}
    return any(place.kind != "place" and place.country in homes for place in article.places_in(after))


def _ends_it(article: Article, after: Sentence) -> bool:
    """Whether one of the two only makes an end of it: "Last summer Visayan broke off the talks"."""
    cues = article.cues_in(after)
    states = {cue.value for cue in longest(cue for cue in cues if cue.value.startswith("status."))}
    return states == {"status.ended"} and not article.kinds_in(after) and not any(c.value == "context.negation" for c in cues)


def speaks_of_it(article: Article, after: Sentence, kind: str) -> bool:
    """Whether a sentence begins with the partnership of the one before: "The partnership is thereby completed."."""
    subjects = [hit for hit in (*article.kinds_in(after), *article.nouns_in(after)) if hit.start - after.start < SUBJECT_REACH]
    return any(hit.value in (kind, "cooperation", "project") for hit in subjects) or bool(
        subjects and subjects[0].value in INSTRUMENTS and kind in INSTRUMENTS
    )
