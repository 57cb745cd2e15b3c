"""With whom an organisation works."""

from __future__ import annotations

from django.db.models import Count, Q

from partnerships.models import Organisation, Partnership
from partnerships.pictures.network import Network, Tie, network
from partnerships.terms import OVER

MOST_PARTNERS = 60


def network_of(organisation: Organisation) -> Network | None:
    """The public organisations with which it is in public partnerships, those with the most in common first; two queries."""
    if not organisation.pk:
        return None
    common = Partnership.objects.public().filter(parties__organisation=organisation)
    mine = Q(parties__partnership__in=common.order_by().values("pk"))
    lasting = mine & ~Q(parties__partnership__status__in=OVER)
    partners = Organisation.objects.public().filter(mine).exclude(pk=organisation.pk)
    counted = partners.annotate(
        in_common=Count("parties__partnership", filter=mine, distinct=True),
        lasting=Count("parties__partnership", filter=lasting, distinct=True),
    )
    shown = counted.select_related("country").order_by("-in_common", "-lasting", "sort_key", "pk")[: MOST_PARTNERS + 1]
    ties = [Tie(one, one.in_common, not one.lasting) for one in shown]
    total = len(ties) if len(ties) <= MOST_PARTNERS else partners.order_by().values("pk").distinct().count()
    return network(ties[:MOST_PARTNERS], total)
