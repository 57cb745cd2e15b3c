"""Test articles with their gold in one file.

`articles/NAME.txt.ann` and `NAME.html.ann` hold an article line by line as it reached the office; the first characters of a line
say what it is: `T ` the title, `B ` the body, `S ` speech of the body after a speaker's name, a blank anything else; what stands
before a `¦` in a line of the body is none of it. Lines of `#key: value` before the article give the gold;
`|` parts values that are all right, `null` is none, `encoding` is how the bytes are written.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "articles"
CUT = "¦"
TAG = re.compile(r"<[^>]+>")
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")


@dataclass
class Annotated:
    """One article: its bytes, its gold, its body as text."""

    name: str
    data: bytes
    gold: dict[str, list[str | None]] = field(default_factory=dict)
    topics: tuple[str, ...] | None = None
    body: str = ""


def load(path: Path) -> Annotated:
    """The article of one file."""
    head, lines, body = {}, [], []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not lines and (match := re.fullmatch(r"#(\w+): ?(.*)", line)):
            head[match[1]] = match[2]
            continue
        lines.append((line[2:] if line[:2] in ("T ", "B ", "S ") else line[1:]).replace(CUT, ""))
        if line[:2] == "B ":
            body.append(line[2:].rpartition(CUT)[2])
        elif line[:2] == "S ":
            body.append(line.partition(": ")[2])
    name = path.name.removesuffix(".ann")
    data = "\n".join(lines).rstrip("\n").encode(head.pop("encoding", "utf-8"), "xmlcharrefreplace")
    topics = tuple(t.strip() for t in head.pop("topics").split(";")) if "topics" in head else None
    gold = {key: [None if v.strip() == "null" else v.strip() for v in value.split("|")] for key, value in head.items()}
    return Annotated(name, data, gold, topics, _plain("\n".join(body), name))


def _plain(text: str, name: str) -> str:
    if name.endswith(".html"):
        text = html.unescape(TAG.sub(" ", text))
    if name.endswith(".md"):
        text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"(?m)^> ?", "", text)
    return re.sub(r"(?<=[^\W\d_])-\n(?=[a-zäöüß])", "", text)


def articles() -> list[Annotated]:
    """Every article, by name."""
    return [load(path) for path in sorted(FOLDER.glob("*.ann"))]


def body_f1(want: str, have: str) -> float:
    """F1 of the runs of four words that two texts share."""
    a, b = _runs(want), _runs(have)
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values())) if a or b else 1.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text.casefold())
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3))) if tokens else Counter()


def same(value: str | None, gold: list[str | None]) -> bool:
    """Whether a value is one of the accepted ones, apart from case, white space and the shape of quotation marks."""
    return any(_key(value) == _key(accepted) for accepted in gold)


def _key(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\s+", " ", re.sub("[’‘“”«»„]", "'", text)).casefold().strip()
