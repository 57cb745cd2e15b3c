"""What the page of an import offers, by a token: the same services, the same permissions, and every refusal in words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from portal.imports import batch_api, review, services
from portal.imports.models import Batch, Item
from portal.news.models import NewsPage
from tests.imports.conftest import ARTICLE, finish_work
from tests.imports.readings import item_of, reading
from tests.imports.test_api import token_of

Bring = Callable[..., Batch]
pytestmark = pytest.mark.django_db


class Robot:
    """A program that acts for somebody."""

    def __init__(self, client: Client, user: User) -> None:
        self._client, self._headers = client, {"Authorization": f"Bearer {token_of(user)}"}

    def get(self, batch: Any, what: str = "", **query: Any) -> tuple[int, Any]:
        return self._said(self._client.get(f"/api/v1/imports/{_uuid(batch)}{what}", query, headers=self._headers))

    def post(self, batch: Any, what: str, query: str = "") -> tuple[int, Any]:
        return self._said(self._client.post(f"/api/v1/imports/{_uuid(batch)}/{what}{query}", headers=self._headers))

    @staticmethod
    def _said(response: Any) -> tuple[int, Any]:
        return response.status_code, response.json()


def _uuid(batch: Any) -> Any:
    return batch.uuid if isinstance(batch, Batch) else batch


def test_pause_resume_cancel_and_read_again(client: Client, importer: User, bring: Bring) -> None:
    robot = Robot(client, importer)
    batch = bring(ARTICLE, ARTICLE + "More", work=False)
    standing = {"batch": str(batch.uuid), "title": "Spring", "items": {"waiting": 2}, "unopened": [], "order": None}
    assert robot.get(batch) == (200, {**standing, "state": "running"})
    assert robot.post(batch, "resume")[0] == 409
    assert robot.post(batch, "pause") == (200, {**standing, "state": "paused"})
    status, answer = robot.post(batch, "pause")
    assert (status, "does not run" in answer["detail"]) == (409, True)
    assert robot.post(batch, "resume") == (200, {**standing, "state": "running"})
    assert robot.post(batch, "retry")[0] == 409
    assert robot.post(batch, "cancel")[1]["items"] == {"cancelled": 2}

    listed = robot.get(batch, "/items", state="cancelled")[1]
    assert (listed["count"], [row["name"] for row in listed["results"]]) == (2, ["0.txt", "1.txt"])
    one = listed["results"][1]["item"]
    assert robot.post(batch, "retry", f"?item={one}")[1]["items"] == {"waiting": 1, "cancelled": 1}
    assert robot.post(batch, "retry")[1]["items"] == {"waiting": 2}
    assert robot.get(batch, "/items", page=2)[1] == {"count": 2, "results": []}


def test_take_back_with_a_preview_and_bring_back(client: Client, publisher: User) -> None:
    robot = Robot(client, publisher)
    item = item_of(reading())
    services.apply(item, user=publisher, version=0, publish=True)
    page = NewsPage.objects.get()
    preview = robot.get(item.batch, "/undo")[1]
    assert (preview["preview"], preview["items"], preview["of"]) == (True, 1, 1)
    assert preview["kept"] == {"count": 0, "results": [], "more": 0}
    assert {"kind": "article", "label": page.title, "reason": ""} in preview["removed"]["results"]
    assert NewsPage.objects.exists()

    status, answer = robot.post(item.batch, "undo")
    assert (status, answer["order"]) == (202, {"act": "take_back", "state": "running", "message": ""})
    status, answer = robot.post(item.batch, "redo")
    assert (status, "take back" in answer["detail"]) == (409, True)
    finish_work()
    assert not NewsPage.objects.exists()
    report = robot.get(item.batch, "/undo")[1]
    assert (report["preview"], report["removed"]) == (False, preview["removed"])
    assert robot.get(item.batch)[1]["order"]["state"] == "done"

    assert robot.post(item.batch, "redo")[0] == 202
    finish_work()
    again = NewsPage.objects.get()
    assert (again.uuid, again.url_path, again.live) == (page.uuid, page.url_path, True)
    assert robot.get(item.batch, "/items")[1]["results"][0]["page"] == again.pk


def test_what_taking_it_back_does_comes_in_pages(client: Client, publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    robot, item = Robot(client, publisher), item_of(reading())
    review.accept_sure(item, version=0, user=publisher)
    services.apply(item, user=publisher, version=1, publish=True)
    monkeypatch.setattr(batch_api, "LINES_A_PAGE", 2)
    whole = robot.get(item.batch, "/undo")[1]["removed"]
    assert (len(whole["results"]), whole["more"]) == (2, whole["count"] - 2)
    assert robot.post(item.batch, "undo")[0] == 202
    finish_work()
    pages = [robot.get(item.batch, "/undo", page=n)[1]["removed"] for n in range(1, 5)]
    assert [page["count"] for page in pages] == [whole["count"]] * 4
    listed = [line["label"] for page in pages for line in page["results"]]
    assert (len(listed), len(set(listed)), pages[-1]["more"]) == (whole["count"], whole["count"], 0)
    assert robot.get(item.batch, "/undo", page=0)[0] == robot.get(item.batch, "/undo", page=10**9)[0] == 422


def test_who_may_not_publish_takes_nothing_back(client: Client, importer: User) -> None:
    robot, item = Robot(client, importer), item_of(reading())
    services.apply(item, user=importer, version=0)
    answers = [robot.get(item.batch, "/undo"), robot.post(item.batch, "undo"), robot.post(item.batch, "redo")]
    assert [status for status, _answer in answers] == [403] * 3
    assert all("may publish" in answer["detail"] for _status, answer in answers)
    assert Item.objects.get().state == Item.State.APPLIED


def test_nothing_without_a_token_and_nothing_of_an_import_that_is_not_there(client: Client, importer: User, bring: Bring) -> None:
    batch = bring(ARTICLE, work=False)
    for what in ("pause", "resume", "cancel", "retry", "undo", "redo"):
        assert client.post(f"/api/v1/imports/{batch.uuid}/{what}").status_code == 401
        assert Robot(client, importer).post(uuid.uuid4(), what)[0] == 404
    assert client.get(f"/api/v1/imports/{batch.uuid}").status_code == 401
    batch.refresh_from_db()
    assert batch.state == Batch.State.RUNNING


def test_the_description_names_every_act(client: Client, site: None) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    acts = {path.rsplit("/", 1)[1]: methods for path, methods in paths.items() if path.startswith("/api/v1/imports/{batch}/")}
    assert acts.keys() == {"items", "pause", "resume", "cancel", "retry", "undo", "redo"}
    assert acts["undo"].keys() == {"get", "post"}
    assert all(method["summary"] and method["description"] for methods in acts.values() for method in methods.values())
