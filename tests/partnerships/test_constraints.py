"""What the database itself holds to, tried by raw SQL past every form and function."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from partnerships.models import (
    BulkAct,
    BulkActRow,
    Digest,
    DistinctOrganisations,
    Document,
    Event,
    EventPartnership,
    Evidence,
    FacetRow,
    Interest,
    ListColumns,
    Opportunity,
    Organisation,
    OrganisationIdentifier,
    OrganisationMerge,
    OrganisationName,
    Participation,
    Partnership,
    Party,
    Reminder,
    StatusChange,
    Term,
)

ONE, OTHER = 910001, 910002

# The constraint that refuses it, and the SQL that tries it.
REFUSED = [
    ("partnership_status_known", "UPDATE partnerships_partnership SET status = 'paused'"),
    ("partnership_kind_known", "UPDATE partnerships_partnership SET kind = 'friendship'"),
    ("partnership_notice_unit_known", "UPDATE partnerships_partnership SET notice_unit = 'weeks'"),
    ("partnership_dates_in_order", "UPDATE partnerships_partnership SET starts_on = '2026-02-02', ends_on = '2026-02-01'"),
    ("party_once", "INSERT INTO partnerships_party (partnership_id, organisation_id, role, sort_order) "
                   "SELECT partnership_id, organisation_id, role, 9 FROM partnerships_party"),
    ("status_change_known", "UPDATE partnerships_statuschange SET status = 'paused'"),
    ("status_change_changes", "UPDATE partnerships_statuschange SET before = status"),
    ("term_outcome_known", "UPDATE partnerships_term SET outcome = 'forgotten'"),
    ("term_once", "UPDATE partnerships_term SET number = 1"),
    ("event_state_known", "UPDATE partnerships_event SET state = 'rumoured'"),
    ("event_kind_known", "UPDATE partnerships_event SET kind = 'party'"),
    ("event_dates_in_order", "UPDATE partnerships_event SET starts_on = '2026-02-02', ends_on = '2026-02-01'"),
    ("event_not_part_of_itself", "UPDATE partnerships_event SET part_of_id = id"),
    ("participation_names_someone", "UPDATE partnerships_participation SET person = '', organisation_id = NULL"),
    ("opportunity_kind_known", "UPDATE partnerships_opportunity SET kind = 'gift'"),
    ("opportunity_dates_in_order",
     "UPDATE partnerships_opportunity SET opens = '2026-02-02T00:00Z', closes = '2026-02-01T00:00Z'"),
    ("interest_state_known", "UPDATE partnerships_interest SET state = 'lost'"),
    ("organisation_kind_known", "UPDATE partnerships_organisation SET kind = 'club'"),
    ("organisation_no_self_merge", "UPDATE partnerships_organisation SET live = false, merged_into_id = id"),
    ("organisation_not_its_own_parent", "UPDATE partnerships_organisation SET parent_id = id"),
    ("organisation_merged_is_not_public", f"UPDATE partnerships_organisation SET merged_into_id = {OTHER} WHERE id = {ONE}"),
    ("identifier_scheme_known", "UPDATE partnerships_organisationidentifier SET scheme = 'isbn'"),
    ("identifier_once", "UPDATE partnerships_organisationidentifier SET value = 'Q1'"),
    ("merge_of_two", "UPDATE partnerships_organisationmerge SET merged_id = kept_id"),
    ("distinct_in_order", "UPDATE partnerships_distinctorganisations SET first_id = second_id, second_id = first_id"),
    ("distinct_in_order", "UPDATE partnerships_distinctorganisations SET first_id = second_id"),
    ("evidence_one_preferred", "UPDATE partnerships_evidence SET preferred = true"),
    ("evidence_has_source", "UPDATE partnerships_evidence SET note = ''"),
    ("evidence_offsets_in_order", "UPDATE partnerships_evidence SET start = 9, \"end\" = 9"),
    ("act_has_reason", "UPDATE partnerships_bulkact SET reason = ''"),
    ("act_kind_known", "UPDATE partnerships_bulkact SET kind = 'wish'"),
    ("act_state_known", "UPDATE partnerships_bulkact SET state = 'lost'"),
    ("act_outcome_known", "UPDATE partnerships_bulkactrow SET outcome = 'lost'"),
    ("act_row_once", "INSERT INTO partnerships_bulkactrow (act_id, partnership_id, before, after, outcome, why) "
                     "SELECT act_id, partnership_id, before, after, outcome, why FROM partnerships_bulkactrow"),
    ("organisation_name_once", "UPDATE partnerships_organisationname SET name = 'Port'"),
    ("distinct_once", "INSERT INTO partnerships_distinctorganisations (first_id, second_id, made_at) "
                      "SELECT first_id, second_id, made_at FROM partnerships_distinctorganisations"),
    ("evidence_once", "UPDATE partnerships_evidence SET preferred = false, document_id = (SELECT id FROM partnerships_document), "
                      "start = 0, \"end\" = 9"),
    ("event_partnership_once", "UPDATE partnerships_eventpartnership SET relation = 'signed'"),
    ("list_columns_once", "UPDATE partnerships_listcolumns SET list_name = 'events'"),
    ("digest_once_a_day", "UPDATE partnerships_digest SET day = '2026-02-02'"),
    ("reminder_once", "UPDATE partnerships_reminder SET days_left = 7"),
]  # fmt: skip


@pytest.fixture
def rows(db: None) -> None:
    """Something of everything, all of it allowed."""
    one, other = (Organisation.objects.create(pk=pk, name=f"Harbour {pk}") for pk in (ONE, OTHER))
    for place, organisation in enumerate((one, other)):
        OrganisationIdentifier.objects.create(organisation=organisation, scheme="wikidata", value=f"Q{place + 1}")
    OrganisationMerge.objects.create(kept=one, merged=other)
    DistinctOrganisations.objects.create(first=one, second=other)
    partnership = Partnership.objects.create(title="Ferry", status="active")
    Party.objects.create(partnership=partnership, organisation=one)
    StatusChange.objects.create(partnership=partnership, before="signed", status="active")
    for number in (1, 2):
        Term.objects.create(partnership=partnership, number=number, outcome="renewed")
        Evidence.objects.create(record=partnership, field="status", note=f"source {number}", preferred=number == 1)
    event = Event.objects.create(title="Visit")
    Participation.objects.create(event=event, person="Aino Satamainen")
    opportunity = Opportunity.objects.create(title="Berths", kind="call")
    Interest.objects.create(
        opportunity=opportunity, name="I", email="i@example.org", message="We build boats.", consent_at=timezone.now(),
        answer_by=timezone.localdate(), delete_on=timezone.localdate(),
    )  # fmt: skip
    act = BulkAct.objects.create(kind="status", values={"status": "suspended"}, reason="ice")
    BulkActRow.objects.create(act=act, partnership=partnership)
    for name in ("Port", "Quay"):
        OrganisationName.objects.create(organisation=one, name=name)
    Document.objects.create(sha256="a" * 64, content=b"", size=0)
    ada = get_user_model().objects.create(username="ada")
    for number, (relation, list_name) in enumerate((("signed", "events"), ("renewed", "partnerships"))):
        EventPartnership.objects.create(event=event, partnership=partnership, relation=relation)
        ListColumns.objects.create(user=ada, list_name=list_name)
        day = timezone.localdate() + datetime.timedelta(days=number)
        Digest.objects.create(recipient=ada, day=day)
        Reminder.objects.create(partnership=partnership, recipient=ada, decide_by=timezone.localdate(), days_left=number)


@pytest.mark.parametrize(("constraint", "statement"), REFUSED)
def test_refused(rows: None, constraint: str, statement: str) -> None:
    table = statement.split()[1 if statement.startswith("UPDATE") else 2]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0], table
        with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
            cursor.execute(statement)


# Each leaves a public partnership without a party: what is refused when it is committed.
PARTYLESS = [
    "DELETE FROM partnerships_party",
    "UPDATE partnerships_party SET partnership_id = (SELECT id FROM partnerships_partnership WHERE title = 'Draft')",
    "UPDATE partnerships_partnership SET live = true WHERE title = 'Draft'",
]


@pytest.mark.parametrize("statement", PARTYLESS)
def test_a_public_partnership_has_a_party(rows: None, statement: str) -> None:
    Partnership.objects.create(title="Draft", live=False)
    with pytest.raises(IntegrityError, match="is public and has no party"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")


def test_a_new_one_has_a_party_when_it_is_committed(rows: None) -> None:
    alone = Partnership.objects.create(title="Alone")
    with pytest.raises(IntegrityError, match="is public and has no party"), transaction.atomic():
        connection.check_constraints()
    Party.objects.create(partnership=alone, organisation_id=ONE)


def test_parties_come_in_any_order_and_go_with_their_partnership(rows: None) -> None:
    Party.objects.all().delete()
    Party.objects.create(partnership=Partnership.objects.get(), organisation_id=OTHER)
    connection.check_constraints()
    EventPartnership.objects.all().delete()
    Partnership.objects.all().delete()
    connection.check_constraints()


def test_none_is_forgotten() -> None:
    """Each condition that a model of the register states is tried above, its lists' narrow table apart."""
    models = apps.get_app_config("partnerships").get_models()
    stated = {constraint.name for model in models if model is not FacetRow for constraint in model._meta.constraints}
    assert not stated - {constraint for constraint, _statement in REFUSED}
