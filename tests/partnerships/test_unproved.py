"""Which facts of the register nothing proves."""

import pytest

from partnerships import lifecycle
from partnerships.facts import unproved, unproved_facts
from partnerships.models import Document, Evidence, Organisation, Partnership, Party


@pytest.fixture
def partnership(db: None) -> Partnership:
    found = Partnership(title="Clean water", status="signed", signed="2019-04", live=True)
    found.parties = [Party(organisation=Organisation.objects.create(name=name)) for name in ("One", "Two")]
    found.save()
    return found


def of(record: Partnership) -> list[str]:
    """What is not proved, which the database finds by the same rule."""
    record = Partnership.objects.get(pk=record.pk)
    found = unproved_facts(record)
    assert unproved(Partnership).filter(pk=record.pk).exists() == bool(found)
    return found


def document() -> Document:
    return Document.objects.create(sha256=Document.hash_of(b"x"), content=b"x", size=1, name="x.txt", text="x")


def test_what_is_stated_and_not_proved(partnership: Partnership) -> None:
    assert of(partnership) == ["Status", "Signed", "One", "Two"]
    assert list(unproved(Partnership)) == [partnership]
    assert list(unproved(Partnership, "ends")) == []


def test_a_sentence_proves_its_own_fact(partnership: Partnership) -> None:
    source, (one, two) = document(), list(partnership.parties.all())
    for field in ("", "signed", f"party:{one.pk}"):
        Evidence.objects.create(record=partnership, field=field, document=source, start=0, end=1, quote="x")
    assert of(partnership) == ["Status", "Two"]
    Evidence.objects.create(record=partnership, field=f"party:{two.pk}", note="seen")
    assert of(partnership) == ["Status"]


def test_the_editors_word_for_the_record_proves_all_of_it(partnership: Partnership) -> None:
    Evidence.objects.create(record=partnership, note="known to the editors")
    assert of(partnership) == []
    assert not unproved(Partnership).exists()


def test_proof_of_a_value_that_was_changed_is_none(partnership: Partnership) -> None:
    Evidence.objects.create(record=partnership, field="signed", note="seen", edited=True)
    assert "Signed" in of(partnership)


def test_what_has_expired_by_itself_claims_nothing(partnership: Partnership) -> None:
    lifecycle.change_status(partnership, "expired", None, "the end day passed", None, confirmed=False)
    assert of(partnership) == ["Signed", "One", "Two"]


def test_drafts_need_none(partnership: Partnership) -> None:
    Partnership.objects.update(live=False)
    assert not unproved(Partnership).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", Partnership.__mro__[1].__subclasses__())
def test_of_every_kind(model) -> None:
    assert list(unproved(model)) == []
