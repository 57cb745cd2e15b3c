"""The form of the identifiers by which the world outside knows organisations: ROR, Wikidata, LEI."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_ROR = re.compile(rf"0[{_CROCKFORD}]{{6}}[0-9]{{2}}")
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,14}")
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")


class IdentifierError(ValueError):
    """It is no identifier of the scheme; the message says what one looks like."""


def read_identifier(scheme: str, text: str) -> str:
    """The identifier in the one form in which the register keeps it; of a pasted address its last part.

    "https://ror.org/04xfq0f34" gives "04xfq0f34". Raise IdentifierError when it cannot be one: wrong form or wrong check digits.
    """
    found = _bare(text)
    match scheme:
        case "ror":
            found = found.lower()
            if not _ROR.fullmatch(found):
                raise IdentifierError(_("A ROR identifier is 0, six letters or digits and two digits: 04xfq0f34."))
            if not is_ror(found):
                raise IdentifierError(_("The last two digits do not fit: a letter or digit of this ROR identifier is wrong."))
        case "wikidata":
            found = found.upper()
            if not _WIKIDATA.fullmatch(found):
                raise IdentifierError(_("A Wikidata identifier is Q and a number: Q95."))
        case "lei":
            found = found.upper().replace(" ", "")
            if not _LEI.fullmatch(found):
                raise IdentifierError(_("An LEI has 20 letters and digits, the last two of them digits."))
            if not is_lei(found):
                raise IdentifierError(_("The last two digits do not fit: a letter or digit of this LEI is wrong."))
    return found


def _bare(text: str) -> str:
    # The addresses of LEI records have their number behind the #.
    path = text if "#/" in text else text.partition("#")[0].partition("?")[0]
    return unquote(path).strip().rstrip("/").rpartition("/")[2].strip()


def is_ror(text: str) -> bool:
    """Whether the check digits of a ROR identifier are right: base 32, ISO 7064 mod 97-10."""
    number = 0
    for letter in text[:7]:
        number = number * 32 + _CROCKFORD.index(letter)
    return 98 - (number * 100) % 97 == int(text[7:])


def is_lei(text: str) -> bool:
    """Whether the check digits of an LEI are right: ISO 17442, ISO 7064 mod 97-10."""
    return int("".join(str(int(letter, 36)) for letter in text)) % 97 == 1
