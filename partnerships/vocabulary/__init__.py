"""The project's own vocabulary: the tree of sectors and the countries of ISO 3166-1, loaded after every migrate."""

from __future__ import annotations

import csv

from babel import Locale
from django.db import transaction

from partnerships.models import Place, Sector
from partnerships.models.regions import regions_of
from partnerships.models.sectors import SHIPPED_SECTORS

# ISO 3166-1 alpha-2 as officially assigned. CLDR's own list also holds groupings (EU, UN) and withdrawn codes.
COUNTRY_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM
PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
""".split()


def load_vocabulary(sender: object = None, **kwargs: object) -> None:
    """Add the sectors and countries that are missing; what editors have changed or disabled stays as it is."""
    with transaction.atomic():
        territories = Locale("en").territories
        missing = set(COUNTRY_CODES) - set(Place.objects.values_list("code", flat=True))
        for code in sorted(missing):
            Place.objects.create(code=code, name=territories[code])
        for place in Place.objects.filter(regions=[]):
            if regions_of(place.code):
                place.save(update_fields=["regions"])
        known = dict(Sector.objects.values_list("code", "pk"))
        with SHIPPED_SECTORS.open(encoding="utf-8", newline="") as rows:
            for order, row in enumerate(csv.DictReader(rows)):
                if row["code"] not in known:
                    parent_id = known[row["parent"]] if row["parent"] else None
                    sector = Sector.objects.create(code=row["code"], parent_id=parent_id, label=row["label"], order=order)
                    known[row["code"]] = sector.pk
