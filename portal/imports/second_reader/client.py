"""One question to a model over the chat-completions interface, with limits of time and size that hold whatever it answers."""

from __future__ import annotations

import json
import secrets
import string
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from portal.extraction.second import Claim, SecondReaderError, parse_answer, vocabulary
from portal.imports.fetching import tls_trouble
from portal.imports.second_reader.options import INSTRUCTIONS, Options
from portal.imports.telling import Told, told

try:
    import httpx2
    import openai
except ImportError:  # an optional requirement; the system check says so
    openai = None  # type: ignore[assignment]

MOST_BYTES = 1_000_000
"""Of an answer as it is sent."""


CONNECT_SECONDS = 5.0
"""Until a model that is there takes the call."""


class NoAnswer(SecondReaderError):
    """Nobody answered, or not as a model does: the next question may fare no better."""


class Refused(Exception):
    """The server answered with this status instead of an answer."""


class ChatReader:
    """A `SecondReader` that asks the operator's model. One object for one article."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.tokens: int | None = 0
        """What asking did cost; None when it is not known."""

    def read(self, text: str, language: str | None) -> Sequence[Claim]:
        """The claims of the model. Raises SecondReaderError when it gives none that can be used, whatever the cause."""
        if openai is None:
            raise SecondReaderError(told("The second reader could not be asked: the package openai is not installed."))
        self.tokens = None
        try:
            answer = json.loads(self._ask(text, language))
            choice = answer["choices"][0]["message"]["content"]
            spent = answer.get("usage", {}).get("total_tokens")
        except Refused as status:
            self.tokens = 0
            raise NoAnswer(told("The second reader refused to answer (status %(status)s).") % {"status": status}) from None
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            raise self._explain(error) from error
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise SecondReaderError(told("The second reader's answer was not in the agreed form.")) from None
        self.tokens = spent if type(spent) is int and spent >= 0 else None
        if not isinstance(choice, str):
            raise SecondReaderError(told("The second reader's answer was not in the agreed form."))
        return parse_answer(choice)

    def _ask(self, text: str, language: str | None) -> bytes:
        """The body of the answer. Nothing is tried twice, and no other address is followed."""
        deadline = time.monotonic() + self.options.seconds
        http = openai.DefaultHttpxClient(follow_redirects=False, event_hooks={"response": [_refuse_errors]})
        client = openai.OpenAI(
            base_url=self.options.url,
            api_key=self.options.key or "none",
            timeout=httpx2.Timeout(self.options.seconds, connect=min(CONNECT_SECONDS, self.options.seconds)),
            max_retries=0,
            http_client=http,
        )
        with (
            client,
            client.chat.completions.with_streaming_response.create(
                model=self.options.model,
                messages=messages(text, language),
                max_completion_tokens=self.options.answer_tokens,
            ) as response,
        ):
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise SecondReaderError(told("The second reader's answer was too long to be taken."))
                if time.monotonic() > deadline:
                    raise NoAnswer(self._too_slow())
            return bytes(body)

    def _too_slow(self) -> Told:
        return told("The second reader did not answer within %(n)d seconds.") % {"n": round(self.options.seconds)}

    def _explain(self, error: Exception) -> SecondReaderError:
        if isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException)):
            return NoAnswer(self._too_slow())
        if isinstance(error, httpx2.HTTPError):
            return NoAnswer(told("The second reader stopped in the middle of its answer."))
        self.tokens = 0
        trouble = tls_trouble(error, urlsplit(self.options.url).hostname or "")
        return NoAnswer(told("The second reader could not be reached.") + trouble)


def _refuse_errors(response: Any) -> None:
    """Before the body of an answer that is none is read, however long it is."""
    if response.status_code != 200:
        raise Refused(str(response.status_code))


def messages(text: str, language: str | None) -> Any:
    """The instructions, and the article as data between two lines that it cannot contain."""
    mark = secrets.token_hex(16)
    while mark in text:
        mark = secrets.token_hex(16)
    line = f"ARTICLE {mark}"
    article = f"Language: {language or 'unknown'}\n{line}\n{text}\n{line}"
    return [{"role": "system", "content": instructions(mark)}, {"role": "user", "content": article}]


def instructions(mark: str) -> str:
    """The reviewed file, with the codes of the vocabulary and the mark of this article."""
    codes = {
        "sectors": vocabulary.sectors(),
        "organisation_kinds": vocabulary.ORGANISATION_KINDS,
        "partnership_kinds": vocabulary.PARTNERSHIP_KINDS,
        "partnership_statuses": vocabulary.PARTNERSHIP_STATUSES,
        "event_kinds": vocabulary.EVENT_KINDS,
        "opportunity_kinds": vocabulary.OPPORTUNITY_KINDS,
    }
    words = {name: ", ".join(sorted(values)) for name, values in codes.items()}
    return string.Template(INSTRUCTIONS.read_text(encoding="utf-8")).substitute(words, mark=mark)
