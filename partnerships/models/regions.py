"""The regions of the world by the United Nations' geographic scheme (M49): codes that stay; their names come from CLDR.

It says where a country lies, nothing else. Antarctica lies in none of them.
"""

from __future__ import annotations

from collections.abc import Mapping

CONTINENTS: Mapping[int, tuple[int, ...]] = {
    2: (15, 14, 17, 18, 11),
    19: (21, 13, 29, 5),
    142: (143, 30, 35, 34, 145),
    150: (151, 154, 39, 155),
    9: (53, 54, 57, 61),
}
"""Africa, the Americas, Asia, Europe and Oceania, each with the regions in it."""

_COUNTRIES = {
    15: "DZ EG EH LY MA SD TN",
    14: "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
    17: "AO CD CF CG CM GA GQ ST TD",
    18: "BW LS NA SZ ZA",
    11: "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    21: "BM CA GL PM US",
    13: "BZ CR GT HN MX NI PA SV",
    29: "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    5: "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    143: "KG KZ TJ TM UZ",
    30: "CN HK JP KP KR MN MO TW",
    35: "BN ID KH LA MM MY PH SG TH TL VN",
    34: "AF BD BT IN IR LK MV NP PK",
    145: "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    151: "BG BY CZ HU MD PL RO RU SK UA",
    154: "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    39: "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA",
    155: "AT BE CH DE FR LI LU MC NL",
    53: "AU CC CX HM NF NZ",
    54: "FJ NC PG SB VU",
    57: "FM GU KI MH MP NR PW UM",
    61: "AS CK NU PF PN TK TO TV WF WS",
}
_CONTINENT_OF = {region: continent for continent, regions in CONTINENTS.items() for region in regions}
_REGIONS_OF = {code: (_CONTINENT_OF[region], region) for region, countries in _COUNTRIES.items() for code in countries.split()}
REGION_CODES = frozenset({*CONTINENTS, *_CONTINENT_OF})


def regions_of(code: str) -> list[int]:
    """The continent and the region that a country lies in, empty for what lies in none; `code` as in ISO 3166-1 alpha-2."""
    return list(_REGIONS_OF.get(code, ()))


def region_code(region: int) -> str:
    """As it stands in addresses: 002, 030, 142."""
    return f"{region:03}"
