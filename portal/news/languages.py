"""An article and its translations are one article.

An article is read in whichever language it was written; an editor may translate it, which makes a page of its own that bears the
same translation key. Lists, numbers, feeds and sitemaps have one of those pages, the first; a reader is shown the one in their
language where there is one, else the first below the list of news in their language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction

if TYPE_CHECKING:
    from portal.news.models import NewsPage

# In SQL, of a page p: no public page of the same article is older.
FIRST_OF_ITS_TRANSLATIONS = """NOT EXISTS (
    SELECT FROM wagtailcore_page t WHERE t.translation_key = p.translation_key AND t.id < p.id AND t.live AND NOT EXISTS (
        SELECT FROM wagtailcore_pageviewrestriction v JOIN wagtailcore_page a ON a.id = v.page_id
        WHERE starts_with(t.path, a.path)))"""


def public_articles() -> QuerySet[NewsPage]:
    """The published articles that everybody may see, each once, in whatever languages it is there."""
    from portal.news.models import NewsPage

    pages = NewsPage.objects.live().public()
    older = pages.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return pages.filter(~Exists(older))


def with_own_page(articles: QuerySet[NewsPage]) -> QuerySet[NewsPage]:
    """The same, each knowing title and slug of its page in the active language where there is one: no query more."""
    own = Page.objects.live().filter(~is_closed()).exclude(pk=OuterRef("pk"))
    own = own.filter(translation_key=OuterRef("translation_key"), locale__language_code=get_language() or "")
    return articles.select_related("locale").annotate(
        own_title=Subquery(own.values("title")[:1]), own_slug=Subquery(own.values("slug")[:1])
    )


def is_closed() -> Exists:
    """The condition that not everybody may see a page; Wagtail's own asks the database for the restrictions first."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(PageViewRestriction.objects.annotate(asked=path).filter(asked__startswith=F("page__path")))


def same_article(pages: QuerySet[Any]) -> QuerySet[Any, int]:
    """The keys of these pages and of all their translations, published or not."""
    from portal.news.models import NewsPage

    return NewsPage.objects.filter(translation_key__in=pages.order_by().values("translation_key")).values_list("pk", flat=True)
