"""Sources that disagree, and proof of a value that a person has changed."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from partnerships import acts, lifecycle
from partnerships.edtf import IncompleteDate
from partnerships.models import BulkAct, Evidence, Organisation, Partnership, Party, StatusChange
from partnerships.proofs import disputed, prefer
from tests.partnerships.making import made_partnership


@pytest.fixture
def partnership(db: None) -> Partnership:
    found = Partnership(title="Clean water", status="signed", signed="2019-04")
    found.parties = [Party(organisation=Organisation.objects.create(name="One"))]
    found.save()
    found.save_revision().publish()
    return Partnership.objects.get(pk=found.pk)


def prove(record: Partnership, field: str, **values: object) -> Evidence:
    return Evidence.objects.create(record=record, field=field, **{"note": "seen", **values})


def publish(record: Partnership, **values: object) -> Partnership:
    for name, value in values.items():
        setattr(record, name, value)
    record.save_revision().publish()
    return Partnership.objects.get(pk=record.pk)


def test_proof_of_a_changed_value_is_marked(partnership: Partnership) -> None:
    old, other, kind = prove(partnership, "signed"), prove(partnership, "signed", value="2019-05"), prove(partnership, "kind")
    partnership = publish(partnership, signed="2019-05")
    for one in (old, other, kind):
        one.refresh_from_db()
    assert (old.edited, old.value) == (True, "2019-04")
    assert (other.edited, kind.edited) == (False, False)
    publish(partnership, signed="2019-04")
    old.refresh_from_db()
    other.refresh_from_db()
    assert (old.edited, other.edited) == (False, True)


def test_not_before_it_is_public(partnership: Partnership) -> None:
    proof = prove(partnership, "signed")
    partnership.signed = "2020"
    revision = partnership.save_revision()
    proof.refresh_from_db()
    assert not proof.edited
    revision.publish()
    proof.refresh_from_db()
    assert proof.edited


def test_an_act_brings_its_own_proof(partnership: Partnership) -> None:
    old, new = prove(partnership, "status"), prove(partnership, "status", note="their letter")
    lifecycle.change_status(partnership, "active", IncompleteDate.parse("2020"), "it runs", None, new)
    for one in (old, new):
        one.refresh_from_db()
    assert (old.value, old.edited) == ("signed", True)
    assert (new.value, new.edited) == ("active", False)
    lifecycle.change_status(partnership, "signed", IncompleteDate.parse("2021"), "it was an error", None)
    for one in (old, new):
        one.refresh_from_db()
    assert (old.edited, new.edited) == (False, True)


def test_a_sentence_chosen_for_an_act_keeps_what_it_says(partnership: Partnership) -> None:
    other = prove(partnership, "status", value="proposed")
    lifecycle.change_status(partnership, "active", IncompleteDate.parse("2020"), "it runs", None, other)
    other.refresh_from_db()
    assert (other.value, other.edited) == ("proposed", False)


def test_a_new_end_is_proved_by_what_was_decided(partnership: Partnership) -> None:
    partnership = publish(partnership, status="active", starts="2020", ends="2099-06")
    old, new = prove(partnership, "ends"), prove(partnership, "ends", note="their letter")
    lifecycle.extend(partnership, IncompleteDate.parse("2100"), "more time", None, new)
    for one in (old, new):
        one.refresh_from_db()
    assert [(one.value, one.edited) for one in (old, new)] == [("2099-06", True), ("2100", False)]


def test_an_act_on_many_gives_each_its_source_until_it_is_taken_back(partnership: Partnership) -> None:
    old, user = prove(partnership, "status"), User.objects.create_superuser("ann")
    source = {"url": "https://example.org/decree", "quote": "All is halted"}
    act = BulkAct(kind="status", values={"status": "suspended", "source": source}, reason="decree", made_by=user)
    acts.order(act, Partnership.objects.all())
    acts.carry_out(act.pk)
    new = Evidence.objects.exclude(pk=old.pk).get()
    assert (new.field, new.url, new.value, new.decided_by, new.edited) == ("status", source["url"], "suspended", user, False)
    assert StatusChange.objects.latest("pk").evidence == new
    old.refresh_from_db()
    assert (old.value, old.edited) == ("signed", True)
    acts.take_back(act, user, "the decree is gone")
    acts.carry_out(act.pk)
    for one in (old, new):
        one.refresh_from_db()
    assert (old.edited, new.edited) == (False, True)


def test_sources_that_disagree(partnership: Partnership) -> None:
    rows = [prove(partnership, "signed", value=value) for value in ("2019-04", "2019-05", "")]
    assert disputed(rows)
    assert not disputed(rows[1:])
    rows[0].edited = True
    assert not disputed(rows)


def test_one_is_preferred(partnership: Partnership) -> None:
    one, other = (prove(partnership, "signed", value=value) for value in ("2019-04", "2019-05"))
    prefer(one)
    prefer(other)
    assert list(Evidence.objects.filter(preferred=True)) == [other]
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=one.pk).update(preferred=True)


@pytest.mark.django_db(transaction=True)
def test_two_who_prefer_at_once_take_turns() -> None:
    record = made_partnership("Clean water")
    first, one, other = (prove(record, "signed", value=value) for value in ("2019-03", "2019-04", "2019-05"))
    prefer(first)
    failed = []

    def second() -> None:
        try:
            prefer(Evidence.objects.get(pk=other.pk))
        except IntegrityError as error:
            failed.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        prefer(one)
        worker = threading.Thread(target=second)
        worker.start()
        # It waits for the rows that are held here.
        worker.join(1)
        assert worker.is_alive()
    worker.join()
    assert not failed
    assert list(Evidence.objects.filter(preferred=True)) == [other]
