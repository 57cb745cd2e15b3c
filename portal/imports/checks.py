"""What `manage.py check` says about the settings of the import desk."""

from __future__ import annotations

import importlib.util
from typing import Any

from django.core.checks import CheckMessage, Error, register

from portal.imports.second_reader.options import options


@register()
def check_second_reader(**_kwargs: Any) -> list[CheckMessage]:
    """Errors when a second reader is set that could never answer."""
    current = options()
    if current is None:
        return []
    found: list[CheckMessage] = []
    if importlib.util.find_spec("openai") is None:
        found.append(
            Error(
                "SECOND_READER_URL names a second reader, but the package that asks it is not installed.",
                hint="Install it with bin/install requirements-reader.txt, or set no SECOND_READER_URL.",
                id="imports.E001",
            )
        )
    if not current.url.startswith(("http://", "https://")):
        found.append(Error("SECOND_READER_URL must be an address that begins with http:// or https://.", id="imports.E002"))
    if not current.model:
        found.append(Error("SECOND_READER_MODEL must name the model that SECOND_READER_URL is asked for.", id="imports.E003"))
    if min(current.seconds, current.most_characters, current.answer_tokens) <= 0:
        found.append(Error("The limits of the second reader must be greater than 0.", id="imports.E004"))
    elif current.tokens_per_day < current.most_tokens:
        found.append(
            Error(
                f"SECOND_READER_TOKENS_PER_DAY must be at least {current.most_tokens}, which one article may cost.",
                hint="Or lower SECOND_READER_CHARACTERS.",
                id="imports.E005",
            )
        )
    return found
