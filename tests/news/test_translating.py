"""An article is translated through its form: a draft until it is published, one article afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import translation
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation

from partnerships.models.facetrow import FacetRow
from portal.news.models import HomePage, NewsIndexPage, NewsPage
from tests.site.small_register import SmallRegister, make_register

pytestmark = pytest.mark.django_db
DUTCH = "Twee koude havens tekenen"


@pytest.fixture
def register(db: None) -> SmallRegister:
    made = make_register("en", "nl", "he")
    yield made
    translation.deactivate()


@pytest.fixture
def log_in(register: SmallRegister) -> Callable[[str], Client]:
    def logged_in(group: str) -> Client:
        user = User.objects.create_user(group.lower())
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return logged_in


@pytest.fixture
def post(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Sends a form; what is to be done once all is saved, such as publishing, is done."""

    def posted(client: Client, address: str, values: dict[str, Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, values)

    return posted


def begin(post: Callable[..., Any], client: Client, article: NewsPage) -> Translation:
    nl = Locale.objects.get(language_code="nl")
    response = post(client, f"/admin/localize/submit/page/{article.pk}/", {"locales": [nl.pk]})
    assert response.status_code == 302, response.content.decode()[:2000]
    return Translation.objects.get(source__object_id=article.translation_key, target_locale=nl)


def write(client: Client, made: Translation, text: str, value: str) -> None:
    segment = StringSegment.objects.get(source=made.source, string__data=text)
    address = f"/admin/localize/translate/{made.pk}/strings/{segment.pk}/edit/"
    assert client.put(address, f"value={value}", content_type="application/x-www-form-urlencoded").status_code in (200, 201)


def test_editors_translate_and_moderators_publish(
    client: Client, register: SmallRegister, log_in: Callable[[str], Client], post: Callable[..., Any]
) -> None:
    article = register.article
    before = FacetRow.objects.filter(record_type="news").count()
    editor = log_in("Editors")
    made = begin(post, editor, article)
    page = made.get_target_instance()
    assert (page.live, page.locale.language_code, page.slug) == (False, "nl", article.slug)
    address = f"/admin/pages/{page.pk}/edit/"
    assert b"wagtail-localize" in editor.get(address).content or b"js-translation-editor" in editor.get(address).content
    write(editor, made, article.title, DUTCH)
    post(editor, address, {"action": "publish"})
    post(editor, f"/admin/localize/update/{made.source.pk}/", {"publish_translations": "on"})
    page = NewsPage.objects.get(pk=page.pk)
    assert not page.live
    # Until it is published, readers of Dutch read the original.
    assert client.get(f"/nl/news/{article.slug}/").context["page"].pk == article.pk
    post(log_in("Moderators"), address, {"action": "publish"})
    page = NewsPage.objects.get(pk=page.pk)
    assert (page.live, page.title) == (True, DUTCH)
    assert page.uuid != article.uuid
    assert FacetRow.objects.filter(record_type="news").count() == before
    response = client.get(page.url)
    assert (response.status_code, response.context["page"].pk) == (200, page.pk)
    assert DUTCH in client.get("/nl/news/").content.decode()
    assert DUTCH not in client.get("/news/").content.decode()
    # What it is linked to came along.
    assert [link.partnership_id for link in page.partnership_links.all()] == [
        link.partnership_id for link in article.partnership_links.all()
    ]
    call_command("verify_facets", verbosity=0)


def test_a_moderator_may_bring_a_changed_original_into_its_translations(
    register: SmallRegister, log_in: Callable[[str], Client], post: Callable[..., Any]
) -> None:
    moderator = log_in("Moderators")
    made = begin(post, moderator, register.article)
    assert moderator.get(f"/admin/localize/update/{made.source.pk}/").status_code == 200
    post(moderator, f"/admin/localize/update/{made.source.pk}/", {"publish_translations": "on"})
    assert made.get_target_instance().live


def test_two_articles_of_two_languages_never_share_an_address(client: Client, register: SmallRegister) -> None:
    dutch = NewsIndexPage.objects.get(locale__language_code="nl")
    other = dutch.add_child(instance=NewsPage(title="Iets anders", slug=register.article.slug))
    assert other.slug == f"{register.article.slug}-2"
    assert client.get(f"/nl/news/{register.article.slug}/").context["page"].pk == register.article.pk
    assert client.get(f"/nl/news/{other.slug}/").context["page"].pk == other.pk
    assert client.get(f"/he/news/{other.slug}/").context["page"].pk == other.pk
    assert client.get("/he/news/neither/").status_code == 404


def test_the_lists_of_each_language_are_named_and_introduced_in_it(client: Client, register: SmallRegister) -> None:
    for code, title, words in (("nl", "Samenwerkingen", "Wat organisaties"), ("he", "שיתופי פעולה", "על מה הסכימו")):
        page = client.get(f"/{code}/partnerships/").content.decode()
        assert f"<h1>{title}</h1>" in page
        assert words in page
    blocks = {home.locale.language_code: [block.block_type for block in home.body] for home in HomePage.objects.all()}
    assert blocks["nl"] == blocks["he"] == blocks["en"]
    assert blocks["en"]


def test_the_own_language_cannot_change_afterwards(register: SmallRegister) -> None:
    pages = Page.objects.count()
    with override_settings(LANGUAGE_CODE="nl"), pytest.raises(CommandError, match="Set LANGUAGE_CODE=en again"):
        call_command("create_site", verbosity=0)
    assert Page.objects.count() == pages
