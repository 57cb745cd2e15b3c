"""Acts on many through the admin; reports, saved columns, filters and panels of the desk; how many queries they take."""

import csv
import datetime
import io
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from partnerships import acts, conditions, lifecycle
from partnerships.models import BulkAct, Event, EventPartnership, Evidence, Organisation, Partnership, Party, StatusChange
from tests.partnerships.admin.forms import cells, titles
from tests.partnerships.making import made_partnership

LIST = "/admin/register/partnerships/"
NEW = "/admin/register/acts/new/{}/"
MOST_QUERIES = 40


@pytest.fixture
def three(partnership: Partnership, harbour: Organisation) -> list[Partnership]:
    made = []
    for title in ("Aurora tourism", "Boat school"):
        record = Partnership(title=title, status="active", signed="2021")
        record.parties = [Party(organisation=harbour)]
        record.save()
        record.save_revision().publish()
        made.append(record)
    return [*made, partnership]


def expected(*records: Partnership) -> str:
    """What the preview that shows these sends along."""
    return acts.Preview(pks=[record.pk for record in records]).mark


class TestActOnMany:
    ASKED = {"status": "suspended", "date": "2026-11", "reason": "The border is closed", "note": "Halted", "known": "editors"}

    def test_from_the_list_to_the_log_and_back(self, moderator: Client, three: list[Partnership]) -> None:
        page = moderator.get(f"{LIST}?country=NO&status=active").content.decode()
        assert "Act on all 2 found" in page
        url = f"{NEW.format('status')}?status=active&country=NO"
        assert url.replace("&", "&amp;") in page or f"{NEW.format('status')}?country=NO&amp;status=active" in page
        preview = moderator.post(url, self.ASKED)
        assert "2 would change" in preview.content.decode()
        assert not BulkAct.objects.exists()
        answer = moderator.post(url, self.ASKED | {"expected": expected(three[0], three[1])})
        act = BulkAct.objects.get()
        assert act.values == {"status": "suspended", "source": {"note": "Known to the editors"}}
        assert answer.url == f"/admin/register/acts/{act.pk}/"
        assert act.chosen_by == {"status": ["active"], "country": ["NO"]}
        assert "Being done: 0 of 2" in moderator.get(answer.url).content.decode()
        acts.carry_out(act.pk)
        result = moderator.get(answer.url).content.decode()
        assert "Aurora tourism" in result
        assert "Country – Norway" in result
        history = moderator.get(f"{LIST}history/{three[0].pk}/").content.decode()
        assert "Status set to Suspended, for 2 partnerships" in history
        assert "Status set to Suspended, for 2 partnerships" in moderator.get("/admin/reports/site-history/").content.decode()
        assert "The border is closed" in moderator.get("/admin/reports/acts/").content.decode()
        back = moderator.get(f"{answer.url}take-back/").content.decode()
        assert "2 would get back what they had" in back
        moderator.post(f"{answer.url}take-back/", {"reason": "Open again", "date": "2027-11"})
        acts.carry_out(act.pk)
        assert [record.status for record in Partnership.objects.order_by("title")] == ["active", "active", "signed"]
        assert str(StatusChange.objects.latest("pk").date) == "2027-11"

    def test_what_changes_in_the_meantime_is_shown_again(self, moderator: Client, three: list[Partnership]) -> None:
        url = f"{NEW.format('status')}?status=active"
        shown = moderator.post(url, self.ASKED)
        seen = html.fromstring(shown.content.decode()).cssselect("[name=expected]")[0].get("value")
        assert seen == expected(three[0], three[1])
        # As many as before, but not the same ones.
        lifecycle.change_status(three[1], "ended", None, "gone", None)
        lifecycle.change_status(three[2], "active", None, "begun", None)
        answer = moderator.post(url, self.ASKED | {"expected": seen})
        assert "The list has changed in the meantime" in answer.content.decode()
        assert "Clean ballast water" in answer.content.decode()
        assert not BulkAct.objects.exists()

    def test_ticked_ones(self, moderator: Client, three: list[Partnership]) -> None:
        answer = moderator.get(f"/admin/bulk/partnerships/partnership/set_owner/?id={three[0].pk}&id={three[2].pk}&next={LIST}")
        assert answer.url == f"{NEW.format('owner')}?id={three[0].pk}&id={three[2].pk}"
        owner = get_user_model().objects.get(username="Moderators")
        preview = moderator.post(
            answer.url, {"owner": owner.pk, "reason": "Shared out", "expected": expected(three[0], three[2])}
        )
        assert preview.status_code == 302
        acts.carry_out(BulkAct.objects.get().pk)
        assert set(Partnership.objects.filter(owner=owner).values_list("pk", flat=True)) == {three[0].pk, three[2].pk}

    def test_all_of_wagtails_list_are_all_that_its_filters_find(self, moderator: Client, three: list[Partnership]) -> None:
        answer = moderator.get(f"/admin/bulk/partnerships/partnership/set_status/?status=active&id=all&next={LIST}")
        page = moderator.get(answer.url).content.decode()
        assert "2 partnerships" in page

    def test_only_for_those_who_may_publish(self, editor: Client, three: list[Partnership]) -> None:
        assert "Act on all" not in editor.get(LIST).content.decode()
        assert editor.post(NEW.format("status"), self.ASKED | {"expected": expected(*three)}).status_code == 302
        assert not BulkAct.objects.exists()

    @pytest.mark.parametrize("query", ["status=nonsense", "id=x", "id=99999999999999999999", "country=%00", "q=" + "a" * 3000])
    def test_nonsense_is_no_error(self, moderator: Client, three: list[Partnership], query: str) -> None:
        assert moderator.get(f"{NEW.format('sector')}?{query}").status_code in (200, 302)
        assert moderator.get(NEW.format("nonsense")).status_code == 404

    def test_a_field_that_is_wrong_is_named(self, moderator: Client, three: list[Partnership]) -> None:
        page = moderator.post(NEW.format("status"), {"status": "dormant", "date": "soon"}).content.decode()
        assert page.count("error-message") >= 3


def fresh_by_database(freshness: str) -> set[int]:
    return set(conditions.with_freshness(Partnership.objects.all(), freshness).values_list("pk", flat=True))


def fresh_by_record(freshness: str) -> set[int]:
    return {row.pk for row in Partnership.objects.all() if row.freshness == freshness}


class TestDesk:
    TODAY = datetime.date.today()

    @pytest.mark.parametrize("since", ["2019", "2024-01", "2025~", "[2019..]", "[..2025]", "XXXX-05-07", "2031", "", None])
    @pytest.mark.parametrize("months", [None, 1, 13, 25])
    def test_freshness_is_the_same_for_one_and_for_many(self, db: None, since: str | None, months: int | None) -> None:
        day = None if months is None else self.TODAY - datetime.timedelta(days=31 * months)
        for status, ends in (("active", None), ("ended", None), ("active", "2020"), ("suspended", "2033")):
            made_partnership(status, status=status, ends=ends, status_since=since or None, last_confirmed=day)
        for freshness in ("confirmed", "due", "stale"):
            assert fresh_by_database(freshness) == fresh_by_record(freshness)

    @pytest.mark.parametrize("since", [None, "XXXX-05-07", "2031"])
    @pytest.mark.parametrize("months", [1, 13, 25])
    def test_without_a_day_of_its_own_a_status_is_as_fresh_as_the_agreement(
        self, db: None, since: str | None, months: int
    ) -> None:
        day = (self.TODAY - datetime.timedelta(days=31 * months)).isoformat()
        for name, dates in (
            ("started", {"starts": day}),
            ("signed", {"signed": day}),
            ("both", {"starts": day, "signed": "1999"}),
        ):
            made_partnership(name, status="active", status_since=since, **dates)
        for freshness in ("confirmed", "due", "stale"):
            assert fresh_by_database(freshness) == fresh_by_record(freshness)

    def test_filters(self, editor: Client, three: list[Partnership]) -> None:
        user = get_user_model().objects.get(username="Editors")
        soon = (self.TODAY + datetime.timedelta(days=20)).isoformat()
        Partnership.objects.filter(pk=three[0].pk).update(owner=user, ends_on=soon, last_confirmed=self.TODAY)
        for query, expected in (
            (f"owner={user.pk}", ["Aurora tourism"]),
            ("owner=null", ["Boat school", "Clean ballast water"]),
            ("ends_within=30", ["Aurora tourism"]),
            ("freshness=confirmed", ["Aurora tourism"]),
            ("freshness=stale", ["Boat school", "Clean ballast water"]),
        ):
            assert titles(editor.get(f"{LIST}?{query}")) == expected, query

    def test_columns_are_kept_for_each_person(self, editor: Client, moderator: Client, three: list[Partnership]) -> None:
        editor.post("/admin/register/columns/partnerships/", {"names": ["owner", "status"]})
        assert len(cells(editor.get(LIST))[0]) == 4
        assert len(cells(moderator.get(LIST))[0]) == 8
        editor.post("/admin/register/columns/partnerships/", {"usual": "1"})
        assert len(cells(editor.get(LIST))[0]) == 8
        assert editor.get("/admin/register/columns/nonsense/").status_code == 404

    def test_unproved(self, editor: Client, three: list[Partnership]) -> None:
        Evidence.objects.create(record=three[0], note="known to the editors")
        for fact in ("status", f"party:{three[1].parties.get().pk}"):
            Evidence.objects.create(record=three[1], field=fact, note="known to the editors")
        rows = cells(editor.get("/admin/reports/unproved/"))
        assert [(row[0], set(row[1].split(", "))) for row in rows] == [
            ("Boat school", {"Signed"}),
            ("Clean ballast water", {"Status", "Signed", "Port of Lindvik", "Асгардский институт воды"}),
        ]

    def test_incomplete_names_what_is_missing(self, editor: Client, three: list[Partnership]) -> None:
        Partnership.objects.create(title="=1+1", live=False)
        Organisation.objects.filter(name="Асгардский институт воды").update(country=None)
        rows = cells(editor.get("/admin/reports/incomplete/"))
        assert [row[:2] for row in rows] == [
            ["=1+1", "parties, date, sector"],
            ["Aurora tourism", "sector"],
            ["Boat school", "sector"],
            ["Clean ballast water", "country of Асгардский институт воды"],
        ]
        answer = editor.get("/admin/reports/incomplete/?export=csv&status=proposed")
        found = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
        assert [(row["title"], row["missing"]) for row in found] == [("'=1+1", "parties, date, sector")]

    def test_unlinked(self, editor: Client, three: list[Partnership]) -> None:
        EventPartnership.objects.create(event=Event.objects.create(title="Regatta"), partnership=three[0])
        assert [row[0] for row in cells(editor.get("/admin/reports/unlinked/"))] == ["Boat school", "Clean ballast water"]

    def test_expiring_is_in_the_order_of_the_ends(self, editor: Client, three: list[Partnership]) -> None:
        for record, days in zip(three, (300, 20, 400), strict=True):
            record.ends = (self.TODAY + datetime.timedelta(days=days)).isoformat()
            record.save()
        assert [row[0] for row in cells(editor.get("/admin/reports/expiring/"))] == ["Boat school", "Aurora tourism"]

    def test_the_dashboard(self, editor: Client, three: list[Partnership]) -> None:
        user = get_user_model().objects.get(username="Editors")
        page = editor.get("/admin/").content.decode()
        assert "Your first day" in page
        assert "Not confirmed for two years" in page
        assert "My drafts" not in page
        draft = Partnership.objects.create(title="Mine alone", live=False)
        draft.save_revision(user=user)
        editor.patch("/admin/dismissibles/", {"liaison-first-day": True}, content_type="application/json")
        page = editor.get("/admin/").content.decode()
        assert "Your first day" not in page
        assert "Mine alone" in page

    def test_a_stranger_sees_none_of_it(self, log_in: Callable[[str], Client]) -> None:
        assert log_in("").get("/admin/reports/stale/").status_code == 200
        assert Client().get("/admin/reports/stale/").status_code == 302


class TestQueries:
    @pytest.fixture
    def large(self, db: None) -> None:
        call_command("create_demo_records", partnerships=300, verbosity=0)

    def test_every_page_of_the_desk_takes_few(self, moderator: Client, large: None) -> None:
        act = acts.order(
            BulkAct(
                kind="status",
                values={"status": "suspended"},
                reason="x",
                made_by=get_user_model().objects.get(username="Moderators"),
            ),
            Partnership.objects.all(),
        )
        acts.carry_out(act.pk, seconds=0)
        record = Partnership.objects.filter(live=True).first()
        pages = [
            "/admin/",
            *(f"/admin/register/{name}/" for name in ("partnerships", "events", "organisations", "opportunities", "sectors")),
            f"{LIST}?country=CN&freshness=stale&owner=null&proven=false&ordering=decide_by",
            *(
                f"/admin/reports/{name}/"
                for name in ("expiring", "stale", "unproved", "incomplete", "unlinked", "acts", "reminders")
            ),
            *(f"{LIST}{act}/{record.pk}/" for act in ("edit", "inspect", "history")),
            f"/admin/register/decide/{record.pk}/",
            NEW.format("status"),
            f"/admin/register/acts/{act.pk}/",
            f"/admin/register/acts/{act.pk}/take-back/",
        ]
        moderator.post("/admin/register/columns/partnerships/", {"names": ["owner", "sectors", "decide_by", "parties"]})
        many = {}
        for page in pages:
            moderator.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert moderator.get(page).status_code == 200, page
            if len(queries) > MOST_QUERIES:
                many[page] = len(queries)
        assert not many
