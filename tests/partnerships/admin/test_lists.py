"""The admin's lists: columns, search in every script, filters, order, export; and how many queries they take."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import Event, Evidence, Leg, Organisation, OrganisationName, Partnership, Party, Place, Sector
from tests.partnerships.admin.forms import cells, titles

LIST = "/admin/register/{}/"
MOST_QUERIES = 40
MOST_EDITOR_QUERIES = 30


@pytest.fixture
def another(harbour: Organisation) -> Partnership:
    found = Partnership(title="Aurora tourism", kind="programme", status="active", signed="2021-05-06", live=False)
    found.parties = [Party(organisation=harbour)]
    found.sectors = [Sector.objects.get(code="culture")]
    found.save()
    return found


def found(client: Client, query: str, name: str = "partnerships") -> list[str]:
    answer = client.get(f"{LIST.format(name)}?{query}")
    assert answer.status_code == 200
    return titles(answer)


class TestPartnerships:
    def test_columns(self, editor: Client, partnership: Partnership) -> None:
        row = cells(editor.get(LIST.format("partnerships")))[0]
        assert row[1].startswith("Clean ballast water Port of Lindvik, Асгардский институт воды")
        assert row[2:7] == ["Norway, Kazakhstan", "Agreement", "Signed", "Apr 2019", "live"]

    def test_in_the_order_of_their_titles(self, editor: Client, partnership: Partnership, another: Partnership) -> None:
        assert found(editor, "") == ["Aurora tourism", "Clean ballast water"]
        assert found(editor, "ordering=-sort_key") == ["Clean ballast water", "Aurora tourism"]
        assert found(editor, "ordering=signed") == ["Clean ballast water", "Aurora tourism"]
        assert found(editor, "ordering=password") == ["Aurora tourism", "Clean ballast water"]

    @pytest.mark.parametrize(
        "words",
        [
            "ballast",
            "BALLAST clean",
            "lindvik",
            "асгардский",
            "asgardskiy",
            "institut ballast",
            "balast water",
            "lindvick",
        ],
    )
    def test_search(self, editor: Client, partnership: Partnership, another: Partnership, words: str) -> None:
        assert "Clean ballast water" in found(editor, f"q={words}")

    def test_search_by_another_name_of_a_party(self, editor: Client, partnership: Partnership, harbour: Organisation) -> None:
        OrganisationName.objects.create(organisation=harbour, name="林维克港")
        assert found(editor, "q=林维克") == ["Clean ballast water"]

    @pytest.mark.parametrize("words", ["чистая вода", "ВОДА", 'вода "a.b'])
    def test_search_by_the_title_in_another_language(self, editor: Client, partnership: Partnership, words: str) -> None:
        partnership.translate("ru", "title", 'Чистая балластная вода "a.b"')
        partnership.translate("nl", "title", "Schoon water")
        partnership.save()
        assert found(editor, f"q={words}") == ["Clean ballast water"]
        assert found(editor, "q=schoon вода axb") == []

    @pytest.mark.parametrize("words", ["glacier", "%", "\\", '"', "\x7f$.* ?", "_", "ballast glacier", "a" * 3000, "%00"])
    def test_search_in_vain(self, editor: Client, partnership: Partnership, words: str) -> None:
        assert editor.get(LIST.format("partnerships"), {"q": words}).status_code == 200

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("status=signed", ["Clean ballast water"]),
            ("status=signed&status=active", ["Aurora tourism", "Clean ballast water"]),
            ("kind=programme", ["Aurora tourism"]),
            ("country=KZ", ["Clean ballast water"]),
            ("country=NO", ["Aurora tourism", "Clean ballast water"]),
            ("country=NO&country=KZ", ["Clean ballast water"]),
            ("sector=environment", ["Clean ballast water"]),
            ("sector=water", ["Clean ballast water"]),
            ("sector=tourism", []),
            ("year=2019", ["Clean ballast water"]),
            ("year=2021&status=active", ["Aurora tourism"]),
            ("publication=live", ["Clean ballast water"]),
            ("publication=draft", ["Aurora tourism"]),
            ("proven=true", []),
            ("proven=false", ["Aurora tourism", "Clean ballast water"]),
        ],
    )  # fmt: skip
    def test_filters(
        self, editor: Client, partnership: Partnership, another: Partnership, query: str, expected: list[str]
    ) -> None:
        assert found(editor, query) == expected

    def test_filter_by_evidence(self, editor: Client, partnership: Partnership, another: Partnership) -> None:
        Evidence.objects.create(record=another, note="known to the editors")
        assert found(editor, "proven=true") == ["Aurora tourism"]
        assert found(editor, "proven=partly") == ["Clean ballast water"]
        Evidence.objects.create(record=partnership, note="known to the editors")
        assert found(editor, "proven=partly") == []
        assert editor.get(LIST.format("events"), {"proven": "partly"}).status_code == 200

    @pytest.mark.parametrize(
        "query", ["status=nonsense", "country=ZZ", "year=2e9", "year=x", "p=99999", "p=x", "country=%00", "sector=%27"]
    )
    def test_nonsense_is_no_error(self, editor: Client, partnership: Partnership, query: str) -> None:
        assert editor.get(f"{LIST.format('partnerships')}?{query}").status_code == 200


class TestExport:
    def test_csv(self, editor: Client, partnership: Partnership) -> None:
        answer = editor.get(f"{LIST.format('partnerships')}?export=csv")
        rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
        assert len(rows) == 1
        assert rows[0]["title"] == "Clean ballast water"
        assert rows[0]["signed"] == "2019-04"
        assert rows[0]["parties"] == "Port of Lindvik, Асгардский институт воды"
        assert rows[0]["countries"] == "Norway, Kazakhstan"
        assert rows[0]["sectors"] == "Water"
        assert rows[0]["uuid"] == str(partnership.uuid)
        assert "partnerships-" in answer.headers["Content-Disposition"]

    def test_xlsx_follows_the_filter(self, editor: Client, partnership: Partnership, another: Partnership) -> None:
        answer = editor.get(f"{LIST.format('partnerships')}?export=xlsx&status=active")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
        rows = list(sheet.iter_rows(values_only=True))
        assert [row[0] for row in rows] == ["title", "Aurora tourism"]

    def test_a_title_is_never_a_formula(self, editor: Client, harbour: Organisation) -> None:
        Organisation.objects.create(name='=HYPERLINK("http://x","y")')
        Organisation.objects.create(name="Bell\x07 Works")
        answer = editor.get(f"{LIST.format('organisations')}?export=xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
        names = {row[0].value: row[0].data_type for row in sheet.iter_rows(min_row=2)}
        assert names == {"Port of Lindvik": "s", "Bell Works": "s", '\'=HYPERLINK("http://x","y")': "s"}

    @pytest.mark.parametrize("name", ["partnerships", "events", "organisations", "opportunities", "countries", "sectors"])
    def test_every_list_has_both(self, editor: Client, partnership: Partnership, name: str) -> None:
        for kind in ("csv", "xlsx"):
            assert editor.get(f"{LIST.format(name)}?export={kind}").status_code == 200


class TestOtherLists:
    def test_events(self, editor: Client) -> None:
        event = Event(title="Regatta", kind="competition", starts="XXXX-07-09", state="planned")
        event.legs = [Leg(place="Bergen", country=Place.objects.get(code="NO"))]
        event.save()
        row = cells(editor.get(f"{LIST.format('events')}?country=NO&state=planned"))[0]
        assert row[2:6] == ["9 Jul, year not known", "Competition", "Planned", "Norway"]

    def test_organisations(self, editor: Client, harbour: Organisation) -> None:
        OrganisationName.objects.create(organisation=harbour, name="PoL")
        row = cells(editor.get(f"{LIST.format('organisations')}?kind=public-authority"))[0]
        assert row[1].startswith("Port of Lindvik PoL")
        assert row[2:4] == ["Public authority", "Norway"]

    def test_countries_are_searched_by_name_and_code(self, editor: Client) -> None:
        assert found(editor, "q=ivory", "countries") == ["Côte d’Ivoire"] or found(editor, "q=ivoire", "countries") == [
            "Côte d’Ivoire"
        ]
        assert "Germany" in found(editor, "q=de", "countries")

    def test_sectors_are_a_tree(self, editor: Client) -> None:
        assert found(editor, "q=hydrogen", "sectors") == ["Renewable energy and hydrogen"]
        parent = Sector.objects.get(code="energy")
        assert len(found(editor, f"parent={parent.pk}", "sectors")) == parent.children.count()


class TestQueries:
    @pytest.fixture
    def large(self, db: None) -> None:
        call_command("create_demo_records", partnerships=300, verbosity=0)

    @pytest.mark.parametrize("name", ["partnerships", "events", "organisations", "opportunities", "sectors", "documents"])
    def test_a_list_takes_few(self, editor: Client, large: None, name: str) -> None:
        editor.get(LIST.format(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert editor.get(LIST.format(name)).status_code == 200
        assert len(queries) <= MOST_QUERIES / 2

    def test_an_editor_takes_no_more_for_more_rows(self, log_in: Callable[[str], Client], large: None) -> None:
        client = log_in("")
        small, big = (Partnership.objects.get(pk=self._partnership(count)) for count in (2, 20))
        counts = []
        for record in (small, big):
            url = reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= MOST_EDITOR_QUERIES

    def _partnership(self, parties: int) -> int:
        record = Partnership(title=f"With {parties}")
        record.parties = [Party(organisation=organisation) for organisation in Organisation.objects.all()[:parties]]
        record.save()
        return int(record.pk)
