"""A person is removed in one act: from what is shown, from drafts and from every earlier version; the record stays whole."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale, Task, Workflow, WorkflowTask
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from partnerships import people
from partnerships.authority import merge, undo_merge
from partnerships.models import (
    BulkAct,
    BulkActRow,
    Document,
    Event,
    Evidence,
    Organisation,
    OrganisationMerge,
    Participation,
    PersonRemoval,
)
from partnerships.people import REMOVED, Needle
from portal.news.models import NewsPage
from tests.site.small_register import SmallRegister

NAME = "Ивáн О’Нил-Петров"


@pytest.mark.parametrize(
    ("form", "text", "after"),
    [
        ("Aino Satamainen", "said aino  satamainen, mayor", f"said {REMOVED}, mayor"),
        ("Aino Satamainen", "Aino\u00a0Satamainen", REMOVED),
        ("Ann Li", "Joann Lindt and Ann Liu", "Joann Lindt and Ann Liu"),
        ("Ann O'Brien", "<p>Ann O&#x27;Brien</p>", f"<p>{REMOVED}</p>"),
        ("王毅", "外交部长王毅表示", f"外交部长{REMOVED}表示"),
        ("Jack (Johnny) B.", "by Jack (Johnny) B.", f"by {REMOVED}"),
    ],
)
def test_a_name_is_found_as_texts_write_it(form: str, text: str, after: str) -> None:
    assert Needle(form).replaced(text) == after


def test_json_within_json_is_read() -> None:
    body = json.dumps([{"type": "quote", "value": {"speaker": NAME}}])
    assert json.loads(Needle(NAME).replaced({"body": body})["body"]) == [{"type": "quote", "value": {"speaker": REMOVED}}]


def test_a_mask_keeps_every_place_of_a_text() -> None:
    assert Needle("Ann Li").masked("so Ann  Li said") == "so ███████ said"


@pytest.mark.parametrize("form", ["", "a", "…", " . "])
def test_too_little_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="too short"):
        Needle(form)


letters = st.text(st.characters(categories=["L", "Nd", "P", "Zs"], exclude_characters="\x00"), min_size=4, max_size=20)


@pytest.mark.django_db
@given(form=letters.filter(lambda text: sum(letter.isalnum() for letter in text) >= 2))
def test_the_database_finds_all_that_is_replaced(form: str) -> None:
    needle = Needle(form)
    text = f"x {form} y"
    with connection.cursor() as cursor:
        for value in (text, json.dumps([text], ensure_ascii=False), json.dumps([text])):
            if needle.is_in(value):
                cursor.execute("SELECT %s ~* %s, (to_jsonb(%s::text))::text ~* %s", [value, needle.sql, value, needle.sql])
                assert cursor.fetchone() == (True, True)


@pytest.fixture
def everywhere(register: SmallRegister) -> SmallRegister:
    """The name in each place of the visit and of the article, published, in an earlier version and in a draft."""
    visit = Event.objects.get(pk=register.visit.pk)
    visit.title, visit.summary = f"{NAME} in Otaru", f"Led by {NAME}."
    visit.participations.add(
        Participation(person=NAME, person_role="mayor", organisation=register.turku, role="lead"),
        Participation(person=NAME, person_role="mayor", role="speaker"),
    )
    visit.save_revision().publish()
    visit = Event.objects.get(pk=visit.pk)
    alone = visit.participations.get(person=NAME, organisation=None)
    document = Document.objects.get()
    Document.objects.update(text=f"The mayor, {NAME}, signed.")
    for field in ("summary", f"participation:{alone.pk}"):
        Evidence.objects.create(record=visit, field=field, document=document, start=0, end=9, quote=f"{NAME} led it")
    visit.summary = f"Draft about {NAME}"
    visit.save_revision()
    article = NewsPage.objects.get(pk=register.article.pk)
    article.body = [("quote", {"text": "Ice.", "speaker": NAME}), ("paragraph", f"<p>{NAME} signed</p>")]
    article.save_revision().publish()
    in_what_was_done(visit, article)
    return register


def in_what_was_done(visit: Event, article: NewsPage) -> None:
    """The name in an act on many, a merge, a moderation and what a translation is made from."""
    act = BulkAct.objects.create(
        kind="status", values={"status": "ended", "source": {"note": f"{NAME} told us"}}, reason=f"{NAME} left",
        undone_note=f"{NAME} is back", chosen_by={"q": [NAME]},
    )  # fmt: skip
    BulkActRow.objects.create(act=act, title=f"{NAME} in Otaru")
    kept, gone = (Organisation.objects.create(name=name) for name in ("Quay", "Quay Ltd"))
    for organisation in (kept, gone):
        Participation.objects.create(event=visit, organisation=organisation, person=NAME, person_role="mayor")
    merge(kept, gone, None, reason=f"{NAME} said so")
    task = Task.objects.create(name="Look at it")
    workflow = Workflow.objects.create(name="Moderation")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    state = workflow.start(Event.objects.get(pk=visit.pk), User.objects.create(username="author"))
    state.current_task_state.reject(comment=f"Is it {NAME}?")
    dutch = Locale.objects.create(language_code="nl")
    article.get_parent().copy_for_translation(dutch, copy_parents=True)
    source, _made = TranslationSource.get_or_create_from_instance(article)
    translation = Translation.objects.create(source=source, target_locale=dutch)
    for segment in source.stringsegment_set.all():
        values = {"translation_of": segment.string, "context": segment.context, "locale": dutch}
        StringTranslation.objects.create(data=segment.string.data.replace("signed", "tekende"), **values)
    translation.save_target(publish=True)


def dump() -> str:
    """Every text of the database that a person may come to see, documents as they were received left out."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        texts = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            texts += [row[0] for row in cursor.fetchall()]
        return "\n".join(texts)


@pytest.mark.django_db
def test_a_person_is_removed_everywhere_and_the_record_stays_whole(everywhere: SmallRegister, client: Client) -> None:
    escaped = json.dumps(NAME)[1:-1]
    assert NAME in dump()
    user = User.objects.create(username="ada")
    removal = people.remove(Needle(NAME), user, "2026/17")
    left = dump().replace("\\\\", "\\")
    assert NAME not in left
    assert escaped not in left
    assert people.find(Needle(NAME)) == []
    visit = Event.objects.get(pk=everywhere.visit.pk)
    assert visit.title == f"{REMOVED} in Otaru"
    assert (visit.starts, visit.legs.count()) == (everywhere.visit.starts, 2)
    parts = [(part.person, part.person_role, part.organisation_id, part.role) for part in visit.participations.all()]
    assert ("", "", everywhere.turku.pk, "lead") in parts
    assert len(parts) == 4
    assert visit.get_latest_revision_as_object().summary == f"Draft about {REMOVED}"
    assert [one.quote for one in visit.evidence.all()] == [f"{REMOVED} led it"]
    assert Document.objects.get().text == f"The mayor, {'█' * len(NAME)}, signed."
    page = client.get(visit.get_absolute_url()).content.decode()
    assert f"{REMOVED} in Otaru" in page
    assert REMOVED in client.get(everywhere.article.get_url()).content.decode()
    assert (removal.reference, removal.made_by, removal.places["participation"]) == ("2026/17", user, 3)
    assert people.are_removed([NAME.upper(), "Aino Satamainen"]) == {NAME.upper()}
    # Neither a merge that is taken back nor a translation that is made again brings the person back.
    undo_merge(OrganisationMerge.objects.get(), user)
    assert not Participation.objects.filter(person__contains=REMOVED).exists()
    Translation.objects.get().save_target(user=user, publish=True)
    assert NAME not in dump()
    assert f"{REMOVED} tekende" in str(NewsPage.objects.get(locale__language_code="nl").body)
    assert client.get(f"/events/?q={NAME}").status_code == 200


@pytest.mark.django_db
def test_what_means_somebody_else_is_kept_with_its_versions(everywhere: SmallRegister) -> None:
    people.remove(Needle(NAME), keep=[f"news:{everywhere.article.pk}"])
    article = NewsPage.objects.get(pk=everywhere.article.pk)
    assert NAME in str(article.body)
    assert NAME in str(article.get_latest_revision_as_object().body)
    assert Event.objects.get(pk=everywhere.visit.pk).title == f"{REMOVED} in Otaru"


@pytest.mark.django_db
def test_it_is_one_act(everywhere: SmallRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    before = dump()
    monkeypatch.setattr("partnerships.models.PersonRemoval.objects.bulk_create", fail)
    with pytest.raises(RuntimeError):
        people.remove(Needle(NAME))
    assert NAME in dump()
    assert before.count(NAME) == dump().count(NAME)
    assert not PersonRemoval.objects.exists()


@pytest.mark.django_db
def test_the_page(everywhere: SmallRegister, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    address = "/admin/register/remove-person/"
    look = client.post(address, {"name": NAME, "act": "look"}).content.decode()
    assert f"{NAME} in Otaru" in look
    assert f'value="news:{everywhere.article.pk}"' in look
    assert "two letters" in client.post(address, {"name": "a", "act": "look"}).content.decode()
    assert "leave the name out" in client.post(address, {"name": NAME, "reference": NAME, "act": "remove"}).content.decode()
    assert Event.objects.filter(title__contains=NAME).exists()
    done = client.post(address, {"name": NAME, "reference": "2026/18", "act": "remove"}, follow=True).content.decode()
    assert "The name is gone from" in done
    assert "2026/18" in done
    assert NAME not in done
    assert not Event.objects.filter(title__contains=NAME).exists()
