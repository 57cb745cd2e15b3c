"""Articles of several forms and languages, each with words of its own, for measuring an import."""

from __future__ import annotations

import html
import io
import random
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

from portal.imports.containers import Source

TOWNS = (
    ("Lahti", "Finland"), ("Busan", "South Korea"), ("Murcia", "Spain"), ("Graz", "Austria"), ("Perm", "Russia"),
    ("Chengdu", "China"), ("Almaty", "Kazakhstan"), ("Chennai", "India"), ("Ghent", "Belgium"), ("Oulu", "Finland"),
    ("Enschede", "the Netherlands"), ("Sapporo", "Japan"), ("Tartu", "Estonia"), ("Porto", "Portugal"), ("Hanoi", "Vietnam"),
)  # fmt: skip
BODIES = ("University of {}", "{} Science Park", "City of {}", "{} Institute of Technology", "{} Port Authority")
FIELDS = ("clean water", "artificial intelligence", "hydrogen energy", "medicine", "agriculture", "the training of engineers")
ACTS = (
    "{a} in {ca} and {b} in {cb} signed a memorandum of understanding on {day} in {town}. They will work together on {field}.",
    "{a} ({ca}) and {b} ({cb}) signed an agreement on cooperation in {field} on {day}.",
    "On {day} a delegation of {b} from {cb} visited {a} in {town}, {ca}, to speak about {field}.",
    "{a} invites companies from {cb} to submit proposals for joint projects on {field}. {b} is its partner there.",
)
MONTHS = "January February March April May June July August September October November December".split()
RUSSIAN = (
    "Пермский университет и Университет Чэнду подписали меморандум о сотрудничестве {day} {month} {year} года. "
    "Стороны будут вместе работать в области энергетики. В переговорах приняла участие делегация из Китая."
)
RUSSIAN_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
CHINESE = (
    "{year}年{month}月{day}日，成都大学与芬兰拉赫蒂市签署合作备忘录，双方将在清洁能源领域开展合作。代表团参观了第{n}实验室。"
)
LETTERS = {"en": "abcdefghiklmnoprstuvw", "ru": "абвгдежзиклмнопрстуф"}


def sources(number: int, seed: int = 1) -> Iterator[Source]:
    """So many documents: text, saved pages, mail, Word and PDF, most in English, some in Russian and Chinese."""
    for n in range(number):
        chance = random.Random(seed * 1_000_003 + n)
        form = chance.choices(("txt", "html", "eml", "docx", "pdf"), (40, 30, 10, 12, 8))[0]
        language = "en" if form == "pdf" else chance.choices(("en", "ru", "zh"), (76, 14, 10))[0]
        title, day, paragraphs = _article(n, chance, language)
        yield Source(f"{n:06}.{form}", _FORMS[form](title, day, paragraphs))


def _article(n: int, chance: random.Random, language: str) -> tuple[str, str, list[str]]:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1995, 2024)
    if language == "ru":
        act = RUSSIAN.format(day=day, month=RUSSIAN_MONTHS[month - 1], year=year)
        date = f"{day} {RUSSIAN_MONTHS[month - 1]} {year}"
        return f"Сотрудничество № {n}: {_words(chance, 'ru', 4)}", date, [act, *_filler(chance, "ru")]
    if language == "zh":
        act = CHINESE.format(day=day, month=month, year=year, n=n)
        filler = ["".join(chr(0x4E00 + chance.randrange(3000)) for _c in range(60)) + "。" for _p in range(5)]
        return f"合作新闻第{n}号", f"{year}年{month}月{day}日", [act, *filler]
    (town, country), (other, abroad) = chance.sample(TOWNS, 2)
    a, b = chance.choice(BODIES).format(town), chance.choice(BODIES).format(other)
    written = f"{day} {MONTHS[month - 1]} {year}"
    act = chance.choice(ACTS).format(a=a, b=b, ca=country, cb=abroad, day=written, town=town, field=chance.choice(FIELDS))
    return f"{a} and {b}: news no. {n}", written, [act, *_filler(chance, "en")]


def _filler(chance: random.Random, language: str) -> list[str]:
    return [
        " ".join(f"{_words(chance, language, chance.randint(8, 18)).capitalize()}." for _sentence in range(chance.randint(2, 5)))
        for _paragraph in range(chance.randint(4, 9))
    ]


def _words(chance: random.Random, language: str, number: int) -> str:
    letters = LETTERS[language]
    return " ".join("".join(chance.choices(letters, k=chance.randint(3, 9))) for _word in range(number))


def _text(title: str, day: str, paragraphs: list[str]) -> bytes:
    return "\n\n".join([title, day, *paragraphs, "Share on Facebook"]).encode()


def _page(title: str, day: str, paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{html.escape(title)}</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>{html.escape(title)}</h1><time>{day}</time>{body}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def _mail(title: str, day: str, paragraphs: list[str]) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = title, "press@example.org", "desk@example.org"
    message.set_content("\n\n".join([day, *paragraphs]))
    return message.as_bytes()


def _word(title: str, day: str, paragraphs: list[str]) -> bytes:
    def paragraph(text: str, style: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>'

    body = paragraph(title, "Title") + "".join(paragraph(p, "Normal") for p in (day, *paragraphs))
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def _pdf(title: str, day: str, paragraphs: list[str]) -> bytes:
    words = " ".join(paragraphs).split()
    lines = [title, day, *(" ".join(words[n : n + 12]) for n in range(0, len(words), 12))]
    shown = b"".join(b"(" + line.encode("latin-1").replace(b"(", b"").replace(b")", b"") + b") Tj T* " for line in lines)
    stream = b"BT /F1 9 Tf 40 810 Td 11 TL " + shown + b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


_FORMS = {"txt": _text, "html": _page, "eml": _mail, "docx": _word, "pdf": _pdf}
