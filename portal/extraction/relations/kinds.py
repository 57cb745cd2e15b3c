"""Which kind of partnership a sentence tells of."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.extraction.lexicon.grammar import DENSE, either, leading, small_words
from portal.extraction.matching import Hit
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.owning import FOUNDING, HEAD_REACH, LINK_REACH, WITH, linked, owned

ORDER = (
    "memorandum", "letter-of-intent", "twinning", "joint-venture", "joint-fund", "joint-centre", "agreement", "alliance", "programme", "project",
    "cooperation",
)  # fmt: skip
"""Which kind a sentence means when it shows several: the instrument that was signed, then what it creates."""
CONTENT = ("joint-venture", "joint-fund", "joint-centre", "programme", "project")
STATED = frozenset({"context.strong", "status.proposed", "status.expired", "status.ended", "status.suspended"})
TRAVELS = frozenset({"events.delegation-visit", "events.trade-mission", "course.travel"})
SHARE = re.compile(rf"\b\d{{1,3}}(?:[.,]\d+)?\s?(?:%|{either(small_words('percent'))})\s{leading('of', 'in')}")
"""A share told in figures: "30 per cent of"."""
SHARE_REACH, FRACTION_REACH = 32, 24
"""So far after a share in figures, and after a fraction, the house stands that it is a share of."""
POSSESSIVE = re.compile(r"['’]s?\s\w")
"""After a name: it is a share of something that the house has."""
DEALS = frozenset({"deal", "deals", "arrangement", "understanding between"})
WAYS = frozenset(small_words("ways"))
"""What two may have without a paper."""
WHAT_FOR = re.compile(rf"\s{leading('of', 'for')}(?:[\w’'-]+\s)?")
"""Between a house and what is done there."""
AHEAD = re.compile(rf"\b{either(small_words('ahead'))}\s(?:[\w’'-]+\s)?$")
"""Before a thing: it is yet to come."""
APART = frozenset(
    {
        "context.attended",
        "context.against",
        "context.apart",
        "context.passing",
        "context.speaking",
        "course.attend",
        "events.delegation-visit",
        "events.meeting",
        "events.forum",
        "events.exhibition",
        "events.competition",
    }
)
"""Two houses that one of these names beside each other need not work together."""
MOST_HOUSES, DEED_WORDS = 3, 2
FIELD = re.compile(rf"\s(?:more closely\s|closely\s)?{leading('field')}")
"""Between cooperation and what it is about."""
FIELD_REACH = 60
NO_NOUN = re.compile(
    rf"\s?[.,;:)]|\s{leading('for', 'of', 'field', 'at', 'with', 'from', 'and', 'that', 'by', 'ends_noun')}|\s?$"
)
"""After a noun: it is the thing itself, and does not only say what the next one is: "laboratory staff"."""
AND = re.compile(
    rf"(?:\s?[(（][^)）]{{1,40}}[)）])?[»”\"]?,?\s{leading('and', 'with')}(?:[\w’'-]+[\s’']){{0,4}}\S{{0,2}}$"
    rf"|\s?{either(small_words('and', languages=DENSE))}\s?$|\sו-?$"
)
"""What stands between two names that are one subject."""
EACH = re.compile(rf"\b{leading('each')}{leading('the')}?\S{{0,3}}$")
"""Before the first of two that are only likened to each other: "Both X and Y lose water"."""
WITH_NEXT = re.compile(rf"\s{leading('with')}")
PAIRS = {
    "ja": (re.compile("[はが]"), re.compile("とも?(?![しいの])")),
    "ko": (re.compile("(?:은|는|이|가) "), re.compile("(?:와|과)(?:도)? ")),
}
"""After the first name and after the second: 「Aは…Bと」."""
ABOUT_REACH = 48
ABOUT = re.compile(rf"\b{leading('about', 'for')}{leading('a', 'no')}(?:[\w’'-]+\s){{0,2}}$")
"""Before a thing: talks are about it."""
OF = re.compile(rf"\b{leading('of', 'whose')}{leading('the')}?$")
"""Before a name: somebody or something of the house is the subject, not the house."""


def kind_of(article: Article, sentence: Sentence, named: list[str], kinds: list[Hit[str]]) -> str | None:
    """The kind, by the words that show one; where two parties are named, also by what they do together."""
    categories = article.categories(sentence)
    found = [hit.value for hit in _without_fields(article, sentence, kinds)]
    chosen = next((kind for kind in ORDER if kind in found and not (kind == "alliance" and len(named) < 3)), None)
    if chosen == "agreement" and "status.signed" not in categories:
        chosen = next((kind for kind in CONTENT if kind in found), chosen)
    if chosen == "agreement" and len(named) > 1 and _shares_in_a_house(article, sentence):
        return "joint-venture"
    if chosen == "agreement" and (thing := _dealt_about(article, sentence, kinds)):
        return thing
    if chosen == "agreement" and "weak.programme" in categories and _is_no_paper(article, kinds, categories):
        return "programme"
    if chosen == "cooperation" and len(found) < len(kinds):
        return chosen
    if chosen is None and "alliance" in found and {"context.both", "context.running"} <= categories:
        return "project"
    if chosen is None and len(named) < 2 and "context.both" in categories:
        deeds = {category[5:] for category in categories if category.startswith("weak.")}
        shown = next((kind for kind in CONTENT if kind in deeds), None)
        return shown or _of_both(article, sentence, categories)
    if chosen not in (None, "cooperation") or (len(named) < 2 and not (named and "context.talks" in categories)):
        return chosen
    stopped = "status.suspended" in categories and len(named) > 1 and _side_by_side(article, sentence)
    other = "cooperation" if "alliance" in found else "project" if stopped else None
    told = _by_deeds(article, sentence, named, categories) or chosen or other
    return told or ((article.plain_kind(sentence) or "project") if _of_two_countries(article, sentence, categories) else None)


def _without_fields(article: Article, sentence: Sentence, kinds: list[Hit[str]]) -> list[Hit[str]]:
    """The kinds but for what two only work together on ("cooperate on the training of drivers") or a house is for ("centre for trials")."""
    text = article.reading.folded
    fields = [hit.end for hit in kinds if hit.value == "cooperation" and FIELD.match(text, hit.end)]
    houses = [noun.end for noun in article.things_in(sentence) if noun.value == "joint-centre"]
    kept = [h for h in kinds if h.value != "project" or not any(WHAT_FOR.fullmatch(text, end, h.start) for end in houses)]
    return [
        hit
        for hit in kept
        if hit.value != "programme"
        or "joint" in text[hit.start : hit.end]
        or not any(0 < hit.start - end <= FIELD_REACH and not re.search("[;:]", text[end : hit.start]) for end in fields)
    ]


def _of_both(article: Article, sentence: Sentence, categories: set[str]) -> str | None:
    """What "the two" talk of or stop: "A fund, which the two have been discussing, lacks a bank", "both want to dive together"."""
    if not categories & STATED or "context.sought" in categories:
        return None
    text = article.reading.folded
    things = [n.value for n in article.nouns_in(sentence) if n.value != "project" and NO_NOUN.match(text, n.end)]
    together = "status.proposed" in categories and article.has_joint_mark(sentence)
    return things[0] if things else "project" if together else None


def _is_no_paper(article: Article, kinds: list[Hit[str]], categories: set[str]) -> bool:
    """Whether the agreement of a sentence is only a way of doing something: "an arrangement by which lecturers spend a term"."""
    text = article.reading.folded
    papers = [text[hit.start : hit.end] for hit in kinds if hit.value == "agreement"]
    return "status.signed" not in categories and all(paper in WAYS for paper in papers)


def _dealt_about(article: Article, sentence: Sentence, kinds: list[Hit[str]]) -> str | None:
    """What a deal founds, which is no paper of its own: "have reached a deal over the establishment of a centre"."""
    text = article.reading.folded
    if not all(hit.value != "agreement" or text[hit.start : hit.end] in DEALS for hit in kinds):
        return None
    founding = [cue.start for cue in article.cues_in(sentence) if cue.value in FOUNDING]
    return next((n.value for n in article.nouns_in(sentence) if any(0 < n.start - at < SHARE_REACH for at in founding)), None)


def _by_deeds(article: Article, sentence: Sentence, named: list[str], categories: set[str]) -> str | None:
    """The kind that ordinary words show of two parties: "bought 30 per cent of", "build a ferry together"."""
    weak = {category[5:] for category in categories if category.startswith("weak.")}
    if not _listed(article, sentence):
        weak.discard("alliance")
    if "status.signed" not in categories:
        weak.discard("agreement")
    if "context.learners" in categories and categories & {"context.sending", "context.yearly"}:
        weak.add("programme")
    if _shares_in_a_house(article, sentence):
        weak.add("joint-venture")
    chosen = next((kind for kind in ORDER if kind in weak and kind != "cooperation"), None)
    led = "project" if "context.leading" in categories and len(named) > 2 else None
    chosen = chosen or led or owned(article, sentence) or _founded_thing(article, sentence, categories)
    if chosen:
        return chosen
    if tries_out(article, sentence):
        return "project"
    shared = _shared_thing(article, sentence)
    plain = shared or article.plain_kind(sentence)
    if plain is not None and (shared or categories & STATED):
        return plain
    if "cooperation" in weak:
        lasting = "context.since" in categories and article.has_joint_mark(sentence) and "kinds.cooperation" not in categories
        return plain or ("project" if lasting or "context.making" in categories else "cooperation")
    if article.has_joint_mark(sentence) and any(category.startswith("status.") for category in categories):
        return plain or "project"
    if categories & {"status.active", "context.future", "context.strong"} and _make_together(article, sentence):
        return "project"
    if "context.talks" in categories or ("context.strong" in categories and categories & STATED):
        return _talked_about(article, sentence) or plain or "cooperation"
    return None


def _talked_about(article: Article, sentence: Sentence) -> str | None:
    """What two talk of: "in talks with X about a plant"."""
    text = article.reading.folded
    things = (h for h in article.things_in(sentence) if NO_NOUN.match(text, h.end))
    return next((h.value for h in things if _is_matter(text, max(sentence.start, h.start - ABOUT_REACH), h.start)), None)


def _is_matter(text: str, begin: int, start: int) -> bool:
    """Whether what stands before a thing makes it what two talk about: "about a plant", "a future laboratory"."""
    return ABOUT.search(text, begin, start) is not None or AHEAD.search(text, begin, start) is not None


def _founded_thing(article: Article, sentence: Sentence, categories: set[str]) -> str | None:
    """What the end of which two tell: "have wound up the company they set up three years ago"."""
    if "context.founding" not in categories or not categories & {"status.ended", "status.expired", "status.suspended"}:
        return None
    founding = [cue.start for cue in article.cues_in(sentence) if cue.value == "context.founding"]
    things = article.things_in(sentence)
    return next((h.value for h in things if any(0 < start - h.end < SHARE_REACH for start in founding)), None)


def _shared_thing(article: Article, sentence: Sentence) -> str | None:
    """What one house has with the other: "its earlier venture with Faroe Ocean Farm"."""
    text = article.reading.folded
    things = [h for h in article.things_in(sentence) if WITH_NEXT.match(text, h.end)]
    names = article.named_in(sentence)
    return next((h.value for h in things if any(0 < name.start - h.end < SHARE_REACH for name in names)), None)


def _of_two_countries(article: Article, sentence: Sentence, categories: set[str]) -> bool:
    """Whether a sentence tells of two houses, not of one country, as its subject or with a word for how far something has come.

    No list of verbs is ever whole: what two such houses do in one sentence, when it is no visit, talk or list of guests, is theirs.
    """
    names = article.named_in(sentence)
    apart = categories & APART - ({"context.apart"} if _opens_apart(article, sentence) else set())
    if not 2 <= len({name.number for name in names}) <= MOST_HOUSES or apart or sentence.kind == "heading":
        return False
    first = names[0]
    second = next(name for name in names if name.number != first.number)
    if article.organisations[first.number].country == article.organisations[second.number].country:
        return False
    text = article.reading.folded
    pair = PAIRS.get(article.reading.language)
    if pair and pair[0].match(text, first.end) and pair[1].match(text, second.end):
        return True
    before = text[sentence.start : first.start]
    if EACH.search(before):
        return False
    is_subject = not OF.search(before) and AND.match(text[first.end : second.start])
    if is_subject and len(text[second.end : sentence.end].split()) < DEED_WORDS:
        return False
    offered = any(cue.value == "status.proposed" and first.end <= cue.start < second.start for cue in article.cues_in(sentence))
    if not is_subject and not offered and not WITH.search(text[first.end : second.start]):
        return False
    # A signature without a paper is told of elsewhere.
    return bool(is_subject) or any(category.startswith("status.") for category in categories - {"status.signed"})


def _opens_apart(article: Article, sentence: Sentence) -> bool:
    """Whether a word such as "Separately," parts a sentence from those before, not its two houses from each other."""
    text = article.reading.text
    apart = [cue for cue in article.cues_in(sentence) if cue.value == "context.apart"]
    return all(cue.start == sentence.start and text[cue.end : cue.end + 1] == "," for cue in apart)


def _side_by_side(article: Article, sentence: Sentence) -> bool:
    """Whether two names of a sentence are joined by "and" or "with"."""
    return any(linked(article, first, second) for first, second in pairwise(article.named_in(sentence)))


def tries_out(article: Article, sentence: Sentence) -> bool:
    """Whether one of just two houses tries something out with or at the other: "has been testing its planner at X since May"."""
    categories = article.categories(sentence)
    if "context.testing" not in categories or not categories & {"status.active", "context.since"} or categories & TRAVELS:
        return False
    named = {mention.number for mention in article.meant_in(sentence)}
    return len(named) == 2 and not any(article.organisations[number].kind == "media" for number in named)


def _shares_in_a_house(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence tells of a share of a party: "a third of Turkana Grid"."""
    ends = [(cue.end, FRACTION_REACH) for cue in article.cues_in(sentence) if cue.value == "context.fraction"]
    ends += [(match.end(), SHARE_REACH) for match in SHARE.finditer(article.reading.folded, sentence.start, sentence.end)]
    text = article.reading.text
    return any(
        -1 <= mention.start - end <= reach
        and not re.search("[.;:,]", text[end : mention.start])
        and not POSSESSIVE.match(text, mention.end)
        for mention in (article.meant_in(sentence) if ends else ())
        for end, reach in ends
    )


def _make_together(article: Article, sentence: Sentence) -> bool:
    """Whether two parties make or study something: "X and Y keep measuring the lake", "X will build with Y six boats"."""
    names = article.named_in(sentence)[:2]
    if len(names) < 2:
        return False
    first, second = names
    cues = article.cues_in(sentence)
    making = [cue for cue in cues if cue.value == "context.making"]
    if first.start - sentence.start > HEAD_REACH and not any(0 <= first.start - cue.end <= 4 for cue in making):
        return False
    if WITH.search(article.reading.folded[first.end : second.start]):
        return any(first.end <= cue.start < second.start for cue in making)
    if not linked(article, first, second):
        return False
    talk = {"kinds.cooperation", "status.proposed"}
    lasting = any(cue.value == "context.since" for cue in cues) and not any(cue.value in talk for cue in cues)
    before = any(0 <= first.start - cue.end <= 4 for cue in making)
    return lasting or before or any(0 <= cue.start - second.end <= HEAD_REACH for cue in making)


def _listed(article: Article, sentence: Sentence) -> bool:
    """Whether three names follow one another in a list."""
    names = article.named_in(sentence)
    gaps = [article.reading.text[a.end : b.start] for a, b in pairwise(names)]
    commas = [bool(re.match(r"\s?[,、，]", gap)) and len(gap) < LINK_REACH for gap in gaps]
    return any(comma and (linked(article, *names[n + 1 : n + 3]) or commas[n + 1]) for n, comma in enumerate(commas[:-1]))
