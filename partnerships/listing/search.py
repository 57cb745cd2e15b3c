"""What is typed into a search box, as a condition on the words of records."""

from __future__ import annotations

from partnerships.searchwords import is_by_pairs, latin, pairs, plain_words

# More is no longer a search by words; each word costs a look into the index.
WORDS_ASKED = 12
LETTERS_ASKED = 200
# Shorter ones would begin too many words.
PREFIX_LENGTH = 3


def clean_text(text: str) -> str:
    """The text as it can be shown and searched: no NUL, no lone surrogate, spaces single, at most 200 letters."""
    return " ".join(text.encode("utf-8", "ignore").decode().replace("\x00", " ").split())[:LETTERS_ASKED].rstrip()


def search_condition(q: str) -> tuple[str, dict[str, str]]:
    """SQL for a tsquery and its parameters: every word of `q` (the first 12) is there, as a beginning or in another form.

    A text without words, "(((", gives a condition that nothing meets.
    """
    conditions: list[str] = []
    parameters: dict[str, str] = {}
    for number, word in enumerate(dict.fromkeys(plain_words(q)[:WORDS_ASKED])):
        parameters[f"word{number}"] = _lexemes(word)
        condition = f"%(word{number})s::tsquery"
        if not is_by_pairs(word):
            parameters[f"forms{number}"] = word
            condition = f"({condition} || plainto_tsquery('russian', %(forms{number})s))"
        conditions.append(condition)
    return " && ".join(conditions) or "''::tsquery", parameters


def _lexemes(word: str) -> str:
    """A tsquery for the word as it is stored; words have no quotes that would need care."""
    if is_by_pairs(word):
        # One character begins a pair or stands alone.
        return f"'{word}':*" if len(word) == 1 else " & ".join(f"'{pair}'" for pair in pairs(word))
    star = ":*" if len(word) >= PREFIX_LENGTH else ""
    return " | ".join(f"'{form}'{star}" for form in dict.fromkeys((word, latin(word))) if form)
