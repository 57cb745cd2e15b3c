"""Acts on many: everything with a country is suspended and taken back a year later, whatever happened in between."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry

from partnerships import acts, lifecycle
from partnerships.acts import doing
from partnerships.edtf import IncompleteDate
from partnerships.filters import PartnershipFilterSet
from partnerships.listing import build_listing
from partnerships.models import BulkAct, Organisation, Partnership, Party, Place, Sector, StatusChange
from portal.news.roles import set_roles

pytestmark = pytest.mark.django_db

TODAY = datetime.date.today()


@pytest.fixture
def mia():
    return get_user_model().objects.create(username="mia", is_superuser=True)


@pytest.fixture
def far(db: None) -> Organisation:
    return Organisation.objects.create(name="Far Harbour", country=Place.objects.get(code="KZ"))


def made(title: str, *parties: Organisation, live: bool = True, **values: object) -> Partnership:
    record = Partnership(**{"title": title, "status": "active", "signed": "2020", "live": live, **values})
    record.parties = [Party(organisation=party) for party in parties]
    record.save()
    revision = record.save_revision()
    if live:
        revision.publish()
    return Partnership.objects.get(pk=record.pk)


def fresh(record: Partnership) -> Partnership:
    return Partnership.objects.get(pk=record.pk)


def suspension(user, **values: object) -> BulkAct:
    asked = {"kind": "status", "values": {"status": "suspended"}, "date": IncompleteDate.parse("2025-11"), **values}
    return BulkAct(**{"reason": "The border is closed", "note": "Halted for now", "made_by": user, **asked})


def with_country(code: str):
    found = PartnershipFilterSet({"country": code}, queryset=Partnership.objects.all(), request=None)
    assert found.is_valid()
    return found.qs


def in_facets(status: str, country: str = "KZ") -> int:
    found = build_listing("partnership", {"country": [country], "status": [status]})
    return found.total


class TestSuspendACountryAndTakeItBackAYearLater:
    def test_it(self, mia, far: Organisation) -> None:
        near = Organisation.objects.create(name="Near Harbour", country=Place.objects.get(code="NO"))
        signed = made("Signed", far, near, status="signed")
        made("Proposed", far, status="proposed")
        renewed, ended, edited, gone, hidden, passed = (
            made(title, far, ends="2031")
            for title in ("Renewed since", "Ended since", "Edited since", "Deleted since", "Unpublished since", "Passed since")
        )
        over = made("Over before", far, status="ended")
        made("Suspended before", far, status="suspended", status_since="2019")
        elsewhere = made("Elsewhere", near)
        locked = made("Locked", far)
        Partnership.objects.filter(pk=locked.pk).update(locked=True)
        confirmed = {record.pk: fresh(record).last_confirmed for record in (signed, renewed)}

        found = acts.preview(suspension(mia), with_country("KZ"))
        assert (found.total, len(found.titles)) == (11, 8)
        assert {tuple(titles) for titles in found.left.values()} == {("Locked",), ("Over before",), ("Suspended before",)}
        act = acts.order(suspension(mia, chosen_by={"country": ["KZ"]}), with_country("KZ"))
        assert fresh(signed).status == "signed"
        assert not acts.carry_out(act.pk)

        assert {r.title for r in Partnership.objects.filter(status="suspended")} == {*found.titles, "Suspended before"}
        assert (fresh(elsewhere).status, fresh(over).status, fresh(locked).status) == ("active", "ended", "active")
        assert (in_facets("suspended"), in_facets("active"), in_facets("ended")) == (9, 1, 1)
        assert {record: fresh(Partnership(pk=record)).last_confirmed for record in confirmed} == confirmed
        change = StatusChange.objects.filter(partnership=signed).latest("pk")
        assert (change.before, str(change.date), change.act, change.note) == ("signed", "2025-11", act, "Halted for now")
        entry = ModelLogEntry.objects.get(action=acts.ACTED)
        assert (entry.user, entry.data["done"], entry.data["left"]) == (mia, 8, 3)
        assert not ModelLogEntry.objects.filter(action__in=[lifecycle.STATUS]).exists()

        # A year goes by.
        lifecycle.renew(fresh(renewed), IncompleteDate.parse("2036"), "They came back", mia)
        lifecycle.change_status(fresh(ended), "ended", IncompleteDate.parse("2026-03"), "They gave up", mia)
        page = fresh(edited)
        page.summary = "Rewritten by hand"
        page.save_revision(user=mia).publish(user=mia)
        fresh(gone).delete()
        fresh(hidden).unpublish(user=mia)
        yesterday = (TODAY - datetime.timedelta(days=1)).isoformat()
        lifecycle.amend(fresh(passed), {"ends": yesterday}, None)
        made("New since", far, status="suspended")

        expected = acts.preview_taking_back(act, mia)
        assert expected.titles == ["Edited since", "Proposed", "Signed", "Unpublished since"]
        assert expected.drafts == 1
        assert sorted(title for titles in expected.left.values() for title in titles) == [
            "Deleted since",
            "Ended since",
            "Passed since",
            "Renewed since",
        ]
        acts.take_back(act, mia, "The border is open", date=IncompleteDate.parse("2026-11"), note="They go on")
        acts.carry_out(act.pk)

        act.refresh_from_db()
        numbers = acts.progress(act)
        assert (act.state, numbers["undone"], numbers["kept"], numbers["left-out"]) == ("undone", 4, 4, 3)
        statuses = {record.title: record.status for record in Partnership.objects.all()}
        assert statuses == {
            **{"Signed": "signed", "Proposed": "proposed", "Edited since": "active", "Unpublished since": "active"},
            **{"Renewed since": "active", "Ended since": "ended", "Passed since": "suspended", "New since": "suspended"},
            **{"Over before": "ended", "Suspended before": "suspended", "Elsewhere": "active", "Locked": "active"},
        }
        assert fresh(edited).summary == "Rewritten by hand"
        assert not fresh(hidden).live
        assert (in_facets("active"), in_facets("suspended"), in_facets("signed")) == (3, 3, 1)
        history = [(row.status, row.act_id) for row in StatusChange.objects.filter(partnership=signed)]
        assert history == [("signed", None), ("suspended", act.pk), ("signed", act.pk)]
        last = StatusChange.objects.filter(partnership=signed).latest("pk")
        assert (str(last.date), last.reason, last.note) == ("2026-11", "The border is open", "They go on")
        kept = dict(act.rows.filter(outcome="kept").values_list("title", "why"))
        assert kept["Deleted since"] == "deleted"
        assert "Ended, March 2026" in kept["Ended since"]
        assert ModelLogEntry.objects.get(action=acts.TAKEN_BACK).data["done"] == 4

        fresh(hidden).latest_revision.publish(user=mia)
        assert StatusChange.objects.filter(partnership=hidden).latest("pk").status == "active"


class TestDoing:
    def test_a_worker_that_dies_leaves_the_rest_to_the_next(self, mia, far: Organisation, monkeypatch) -> None:
        for number in range(5):
            made(f"Line {number}", far)
        monkeypatch.setattr(doing, "CHUNK", 2)
        act = acts.order(suspension(mia), Partnership.objects.all())
        assert acts.carry_out(act.pk, seconds=0)
        assert acts.progress(act)["done"] == 2
        done = doing._do

        def dies(act: BulkAct, row: object) -> str:
            if row.title == "Line 3":
                raise KeyboardInterrupt
            return done(act, row)

        monkeypatch.setattr(doing, "_do", dies)
        with pytest.raises(KeyboardInterrupt):
            acts.carry_out(act.pk)
        assert Partnership.objects.filter(status="suspended").count() == 2
        monkeypatch.setattr(doing, "_do", done)
        assert acts.unfinished() == [act.pk]
        acts.carry_out(act.pk)
        assert acts.unfinished() == []
        assert StatusChange.objects.filter(act=act).count() == 5
        acts.carry_out(act.pk)
        assert ModelLogEntry.objects.filter(action=acts.ACTED).count() == 1

    def test_one_that_fails_does_not_hold_up_the_others(self, mia, far: Organisation, monkeypatch) -> None:
        bad, good = made("A bad one", far), made("Good", far)
        change = lifecycle.change_status

        def fails(partnership: Partnership, *args: object, **kwargs: object) -> object:
            if partnership.pk == bad.pk:
                raise ValueError
            return change(partnership, *args, **kwargs)

        monkeypatch.setattr(lifecycle, "change_status", fails)
        act = acts.order(suspension(mia), Partnership.objects.all())
        acts.carry_out(act.pk)
        assert (fresh(bad).status, fresh(good).status) == ("active", "suspended")
        assert act.rows.get(outcome="left-out").why == "failed"

    def test_what_is_stopped_is_taken_back(self, mia, far: Organisation, monkeypatch) -> None:
        monkeypatch.setattr(doing, "CHUNK", 1)
        first, second = made("First", far), made("Second", far)
        act = acts.order(suspension(mia), Partnership.objects.all())
        acts.carry_out(act.pk, seconds=0)
        acts.take_back(act, mia, "Too early")
        acts.carry_out(act.pk)
        assert (fresh(first).status, fresh(second).status) == ("active", "active")
        assert acts.progress(act) == {"waiting": 0, "done": 0, "left-out": 1, "undone": 1, "kept": 0}
        with pytest.raises(acts.ActError, match="already"):
            acts.take_back(act, mia, "Again")

    def test_nobody_acts_for_somebody_who_may_not(self, mia, far: Organisation) -> None:
        set_roles()
        editor = get_user_model().objects.create(username="eda")
        editor.groups.add(Group.objects.get(name="Editors"))
        record = made("Line", far)
        with pytest.raises(acts.ActError):
            acts.order(suspension(editor), Partnership.objects.all())
        assert not BulkAct.objects.exists()
        act = acts.order(suspension(mia), Partnership.objects.all())
        get_user_model().objects.filter(pk=mia.pk).update(is_active=False)
        acts.carry_out(act.pk)
        assert fresh(record).status == "active"
        assert act.rows.get().why == "forbidden"

    def test_preview_takes_few_queries(self, mia, far: Organisation, django_assert_max_num_queries) -> None:
        for number in range(12):
            made(f"Line {number}", far)
        with django_assert_max_num_queries(8):
            assert len(acts.preview(suspension(mia), with_country("KZ")).titles) == 12

    def test_that_expiries_were_decided_is_taken_back(self, mia, far: Organisation) -> None:
        lapsed = made("Lapsed", far, ends="2025-12-31")
        lifecycle.close_terms()
        values = {"status": "expired", "source": {"note": "They wrote so"}}
        act = acts.order(suspension(mia, values=values, note="It is over"), Partnership.objects.all())
        acts.carry_out(act.pk)
        assert fresh(lapsed).status_label == "Expired"
        acts.take_back(act, mia, "They did not mean it")
        acts.carry_out(act.pk)
        assert fresh(lapsed).status_label == "Expired, not confirmed"
        # Each step of the history is told as it was.
        history = StatusChange.objects.filter(partnership=lapsed).order_by("pk")
        assert [(row.status_label, row.reason) for row in history] == [
            ("Active", ""),
            ("Expired, not confirmed", "the end day passed without a decision"),
            ("Expired", "The border is closed"),
            ("Expired, not confirmed", "They did not mean it"),
        ]
        assert [row.evidence.note if row.evidence else "" for row in history] == ["", "", "They wrote so", ""]


class TestOwnerAndSector:
    def test_owner_and_back(self, mia, far: Organisation) -> None:
        ben = get_user_model().objects.create(username="ben")
        ada = get_user_model().objects.create(username="ada")
        public, draft, given_on = made("Public", far, owner=ben), made("Draft", far, owner=ben, live=False), made("Given", far)
        act = BulkAct(kind="owner", values={"owner": mia.pk}, reason="Ben left", made_by=mia)
        acts.order(act, Partnership.objects.all())
        acts.carry_out(act.pk)
        assert {fresh(record).owner for record in (public, draft, given_on)} == {mia}
        assert fresh(draft).get_latest_revision_as_object().owner == mia
        assert not fresh(draft).live
        lifecycle.amend(fresh(given_on), {"owner": ada}, mia)
        acts.take_back(act, mia, "Ben is back")
        acts.carry_out(act.pk)
        assert (fresh(public).owner, fresh(draft).owner, fresh(given_on).owner) == (ben, ben, ada)
        assert list(act.rows.filter(outcome="kept").values_list("title", flat=True)) == ["Given"]

    def test_a_sector_is_added_and_taken_away(self, mia, far: Organisation) -> None:
        water, culture = Sector.objects.get(code="water"), Sector.objects.get(code="culture")
        has_it, has_not = made("Has it", far), made("Has not", far)
        lifecycle.amend(has_it, {"sectors": [water]}, mia)
        lifecycle.amend(has_not, {"sectors": [culture]}, mia)
        author_version = fresh(has_not)
        author_version.title = "Not yet for everyone"
        author_version.save_revision(user=mia)
        act = acts.order(
            BulkAct(kind="sector", values={"sector": water.pk}, reason="All is water", made_by=mia), Partnership.objects.all()
        )
        acts.carry_out(act.pk)
        assert set(fresh(has_not).sectors.all()) == {water, culture}
        assert set(fresh(has_not).get_latest_revision_as_object().sectors.all()) == {water, culture}
        assert fresh(has_not).title == "Has not"
        assert build_listing("partnership", {"sector": ["water"]}).total == 2
        acts.take_back(act, mia, "Not all")
        acts.carry_out(act.pk)
        assert set(fresh(has_not).sectors.all()) == {culture}
        assert set(fresh(has_it).sectors.all()) == {water}
