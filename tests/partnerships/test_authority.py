"""Names of organisations: equal under their key, and found by it."""

import pytest

from partnerships.authority import find_organisations, find_organisations_by_names, name_key
from partnerships.models import Organisation, OrganisationName, Place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASML Holding N.V.", "asml  holding nv"),
        ("ООО «Волжский опытный завод»", "Волжский опытный завод"),
        ("Ёлка", "елка"),
        ("The University of Sønderby", "University of Sønderby"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("株式会社 朝霧製作所", "朝霧製作所"),
        ("临江智能科技有限公司", "临江智能科技"),
        ("O'Neill, Inc.", "O’Neill Inc"),
        ("Tel-Aviv Chamber", "Tel Aviv Chamber"),
        ("Bread & Salt", "bread and salt"),
        ("\uff21\uff23\uff2d\uff25", "Acme"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lund University", "University of Lund"), ("GmbH", "AG"), ("!!!", "???"), ("Ромашка", "Romashka"), ("Агат", "Агаты")],
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_only_nothing_has_no_key() -> None:
    assert name_key("") == ""
    assert name_key("«»") != ""
    assert name_key("Ltd") == "ltd"


@pytest.mark.django_db
class TestFinding:
    def test_by_name_and_by_other_names(self) -> None:
        harbour = Organisation.objects.create(name="Harbour Authority of Lindvik AB", live=False)
        OrganisationName.objects.create(organisation=harbour, name="Порт Линдвик", kind="transliteration")
        assert list(find_organisations("harbour authority of lindvik")) == [harbour]
        assert list(find_organisations("порт «линдвик»")) == [harbour]
        assert list(find_organisations("Harbour")) == []
        assert list(find_organisations("")) == []

    def test_an_ambiguous_name_gives_all(self) -> None:
        two = [
            Organisation.objects.create(name="Innovation Agency", country=Place.objects.get(code=code)) for code in ("BE", "NL")
        ]
        assert set(find_organisations("INNOVATION AGENCY")) == set(two)

    def test_many_at_once(self, django_assert_num_queries) -> None:
        one = Organisation.objects.create(name="One Ltd")
        two = Organisation.objects.create(name="Two")
        OrganisationName.objects.create(organisation=two, name="Deux SA")
        with django_assert_num_queries(2):
            found = find_organisations_by_names(["ONE", "Deux", "Two", "Three", ""])
        assert found == {"ONE": [one], "Deux": [two], "Two": [two], "Three": [], "": []}

    def test_keys_follow_every_way_of_writing(self) -> None:
        Organisation.objects.bulk_create([Organisation(name="Bulk & Sons Ltd")])
        bulk = find_organisations("bulk and sons").get()
        assert bulk.sort_key == "bulk & sons ltd"
        OrganisationName.objects.bulk_create([OrganisationName(organisation=bulk, name="Опт")])
        assert find_organisations("опт").get() == bulk
        bulk.name = "Renamed"
        bulk.save(update_fields=["name"])
        assert find_organisations("renamed").get() == bulk
        assert not find_organisations("bulk and sons").exists()
