"""What is typed into a search box, as a condition on the words of records."""

from __future__ import annotations

from partnerships.searchwords import STEMMED, is_by_pairs, latin, pairs, plain_words, sound, without_prefixes

# More is no longer a search by words; each word costs a look into the index.
WORDS_ASKED = 12
LETTERS_ASKED = 200
# Shorter ones would begin too many words.
PREFIX_LENGTH = 3
# A longer run is a phrase, not a name that may be written in other letters.
NAME_LENGTH = 6


def clean_text(text: str) -> str:
    """The text as it can be shown and searched: no NUL, no lone surrogate, spaces single, at most 200 letters."""
    return " ".join(text.encode("utf-8", "ignore").decode().replace("\x00", " ").split())[:LETTERS_ASKED].rstrip()


def asked_words(q: str) -> list[str]:
    """The words that count, each once."""
    return list(dict.fromkeys(plain_words(q)[:WORDS_ASKED]))


def search_condition(q: str) -> tuple[str, dict[str, str]]:
    """SQL for a tsquery and its parameters: every word of `q` (the first 12) is there, as a beginning, in another form or script.

    A text without words, "(((", gives a condition that nothing meets.
    """
    conditions: list[str] = []
    parameters: dict[str, str] = {}
    for number, word in enumerate(asked_words(q)):
        parameters[f"word{number}"] = _lexemes(word)
        condition = f"%(word{number})s::tsquery"
        if not is_by_pairs(word):
            parameters[f"forms{number}"] = word
            stems = " || ".join(f"plainto_tsquery('{language}', %(forms{number})s)" for language in STEMMED)
            condition = f"({condition} || {stems})"
        conditions.append(condition)
    return " && ".join(conditions) or "''::tsquery", parameters


def naming(q: str) -> tuple[str, dict[str, str]]:
    """SQL for how many words of `q` stand in a record's own name, by its `sort_key`, and the parameters of that."""
    words = dict.fromkeys(word for word in map(latin, asked_words(q)) if word)
    parameters = {f"own{number}": word for number, word in enumerate(words)}
    # A bare number in ORDER BY would name a column.
    return " + ".join(f"(position(%({name})s IN sort_key) > 0)::int" for name in parameters) or "0::int", parameters


def _lexemes(word: str) -> str:
    """A tsquery for the word as it is stored; words have no quotes that would need care."""
    if is_by_pairs(word):
        # One character begins a pair or stands alone.
        if len(word) == 1:
            return f"'{word}':*"
        in_order = " & ".join(f"'{pair}'" for pair in pairs(word))
        heard = sound(word) if len(word) <= NAME_LENGTH else ""
        return f"({in_order}) | '{heard}'" if heard else in_order
    star = ":*" if len(word) >= PREFIX_LENGTH else ""
    found = [f"'{form}'{star}" for form in dict.fromkeys((word, latin(word), *without_prefixes(word))) if form]
    heard = sound(word)
    return " | ".join([*found, f"'{heard}'"] if heard else found)
