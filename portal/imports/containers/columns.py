"""Which column of a table holds what, told by its headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

FIELD_LABELS = {
    "title": _("Title"),
    "text": _("Text"),
    "date": _("Date of publication"),
    "source": _("Source"),
    "url": _("Address (URL)"),
    "language": _("Language"),
}
"""What a row may say of an article, for people."""
FIELDS = tuple(FIELD_LABELS)

Columns = Mapping[str, str]
"""Field to heading, for the fields that the table has."""
ColumnChooser = Callable[[tuple[str, ...]], Columns]
"""Gives the columns of a table with these headings."""

# In the order of trust: the first heading of the table that stands earliest here is taken.
_HEADINGS = {
    "title": "title headline heading name subject titel kop überschrift titre título titolo tytuł заголовок название тема 标题 題目 標題 题目 タイトル 제목"
    " כותרת عنوان title.rendered post_title",
    "text": "text body content article fulltext full_text article_text description inhoud tekst inhalt texte contenu corps texto contenido corpo"
    " testo treść текст содержание статья 正文 内容 內容 全文 本文 본문 내용 טקסט תוכן نص المحتوى content.rendered post_content summary",
    "date": "date published published_at publication_date pubdate datum datum_publicatie date_published created fecha data дата дата_публикации 日期"
    " 发布日期 发布时间 發布日期 公開日 날짜 תאריך تاريخ post_date",
    "source": "source publisher site outlet newspaper bron uitgever quelle herausgeber source.name fuente fonte источник издание 来源 來源 出典 출처 מקור المصدر",
    "url": "url link address permalink web_address adres adresse lien enlace ссылка адрес 链接 網址 网址 リンク 링크 קישור رابط",
    "language": "language lang taal sprache langue idioma lingua язык 语言 語言 言語 언어 שפה لغة",
}
_ORDERED = {field: words.split() for field, words in _HEADINGS.items()}


def guess_columns(headings: tuple[str, ...]) -> dict[str, str]:
    """The columns that the headings name in one of several languages; what none names is left out."""
    known = {_plain(heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    for field, words in _ORDERED.items():
        heading = next((known[word] for word in words if word in known), None)
        if heading is not None:
            found[field] = heading
    return found


def _plain(heading: str) -> str:
    return re.sub(r"[\s\-_]+", "_", heading.strip().casefold())
