"""Inputs that make careless patterns and walks of trees slow: each of about so many bytes, with the ending of its name."""

from __future__ import annotations

HEAD = (
    "Two cities sign a water pact\n\nTampere in Finland and Lund in Sweden signed a memorandum on clean water on 4 May 2021.\n\n"
)
RUNS = {
    "digits": "1234567890", "commas": ", ", "capitals": "ABCDEFG ", "names": "Abc Def Ghi ", "joined names": "Ivan and ",
    "open brackets": "(", "brackets": "[](){}", "acronyms": "Abc (ABC) ", "a.a.": "a.a.a.", "initials": "A.A. ", "dots": ". ",
    "dashes": "- ", "quotes": "“«\"", "labels": "a: ", "addresses": "a@a ", "links": "http://a.b/", "bars": "| ", "marks of mail": "> a\n",
    "dates": "1 May 2021, ", "months": "May 1 ", "universities": "University of the Academy of ", "firms": "Abc Inc. ",
    "broken words": "x-\n", "blank lines": "\n\n a\n", "blanks": "a" + " " * 400, "one letter": "a" * 79 + "\n", "apostrophes": "d'l'",
    "Chinese": "中国人民共和国", "one Chinese sign": "中", "kana": "アイウ", "Korean": "가나다 ", "Hebrew": "שלום ", "Russian names": "Иван Петров ",
    "garbled": "Ã©", "numbered": "1. a\n", "capital lines": "ABC DEF\n", "stage marks": "[a]\n", "dispatches": "Rome, 3 May 2021 (ABC) ",
}  # fmt: skip
"""What a text repeats."""
ELEMENTS = {
    "divs": "<div>Tampere.</div>", "paragraphs": "<p>Tampere and Lund signed a memorandum on clean water.</p>", "headings": "<h1>Tampere signs</h1>",
    "anchors": "<a href=x>Tampere signed a pact</a> ", "breaks": "Tampere and Lund<br>", "deep": "<div>", "deep inline": "<b>",
    "deep tables": "<table><tr><td>", "open marks": "<", "metas": "<meta name=a content=b>", "spans": "<span>a</span>", "comments": "<!-- a -->",
    "scripts": "<script type='application/ld+json'>{\"@graph\":[{\"@graph\":[]}]}</script>", "lists": "<ul><li>Tampere signed</li></ul>",
}  # fmt: skip
"""What a page repeats."""


def traps(size: int) -> dict[str, tuple[bytes, str]]:
    """Name -> (bytes, file name) of every trap, each about `size` bytes long."""
    found = {}
    for name, run in RUNS.items():
        text = run * (size // len(run.encode()) + 1)
        found[f"text of {name}"] = (text.encode(), "a.txt")
        found[f"article with {name}"] = ((HEAD + text).encode(), "a.txt")
    for name, element in ELEMENTS.items():
        body = element * (size // len(element) + 1)
        found[f"page of {name}"] = (f"<html><body>{body}<p>{HEAD}</p>".encode(), "a.html")
    part = "--x\nContent-Type: text/plain\n\nTampere and Lund signed a memorandum\n"
    head = "From: a@b.c\nSubject: A pact\nContent-Type: multipart/mixed; boundary=x\n\n"
    found["mail of parts"] = ((head + part * (size // len(part))).encode(), "a.eml")
    found["Markdown of links"] = (("[a](" * (size // 4)).encode(), "a.md")
    found["nested JSON-LD"] = (
        f"<html><script type='application/ld+json'>{'[' * size}</script><p>{HEAD}</p>".encode(),
        "a.html",
    )
    found["address of folders"] = (
        f"<html><head><link rel=canonical href='{'//x/' * (size // 4)}'></head><body><p>{HEAD}</p>".encode(),
        "a.html",
    )
    found["header of one word"] = ((HEAD + "Title: " + "协议" * (size // 6)).encode(), "a.txt")
    found["compounds"] = (("两校签署协议\n\n" + "中俄罗马，" * (size // 15) + "双方签署了合作协议。").encode(), "a.txt")
    found["list without a sentence"] = (("Our partners\n\n" + "- Item of a list\n" * (size // 17)).encode(), "a.txt")
    return found
