"""An invented register of any size, the same for the same seed: for trials and benchmarks. Nothing in it is true."""

from __future__ import annotations

import datetime
import itertools
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from partnerships.models.events import EventKind, EventState, ParticipationRole
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.organisations import OrganisationKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus
from partnerships.models.records import Role
from partnerships.terms import OVER, RUNNING

MARK = "de30de30"
"""The last eight digits of the identifier of every demonstration record."""
LABEL = "Invented for demonstration."

# What is known of a date, in percent: a day, a month, a year, about a year, a day without a year, nothing.
PRECISIONS = {"day": 68, "month": 12, "year": 11, "about": 2, "yearless": 2, "none": 5}
FIRST_YEAR, LAST_YEAR = 1994, 2026
# `.values` of a vocabulary is worked out at each call.
PARTNERSHIP_KINDS, EVENT_KINDS, OPPORTUNITY_KINDS = PartnershipKind.values, EventKind.values, OpportunityKind.values
STATUS_SHARES = {"active": 42, "signed": 26, "proposed": 14, "ended": 9, "expired": 6, "suspended": 3}
PARTY_SHARES = {2: 66, 3: 19, 4: 10, 5: 5}
DRAFTS = 0.03
# The notice period of a running partnership whose end is known, in percent.
NOTICES = {(3, "months"): 50, (6, "months"): 20, (30, "days"): 15, (None, "months"): 15}

# The countries that news of an international office is most often about come first; all others follow in the order of their codes.
FREQUENT = "CN DE NL IN JP RU KR FR GB IT BE IL ES FI SE BR VN PL TR SG ID KZ AE ZA KE UA AT CH NO DK PT MX TH MY EG MA".split()
CITIES = {
    "CN": ["Wuxi", "Chengdu", "Harbin", "Shenzhen"], "DE": ["Jena", "Dresden", "Bremen"], "NL": ["Eindhoven", "Groningen", "Delft"],
    "IN": ["Pune", "Kochi", "Mysuru"], "JP": ["Hamamatsu", "Sendai", "Kobe"], "RU": ["Tomsk", "Kazan", "Perm"],
    "KR": ["Daejeon", "Busan"], "FR": ["Grenoble", "Nantes"], "GB": ["Leeds", "Dundee"], "IT": ["Trieste", "Turin"],
    "BE": ["Leuven", "Ghent"], "IL": ["Haifa", "Beersheba"], "ES": ["Bilbao", "Valencia"], "FI": ["Oulu", "Tampere"],
    "SE": ["Lund", "Umeå"], "BR": ["Recife", "Campinas"], "VN": ["Da Nang", "Hue"], "PL": ["Łódź", "Gdańsk"],
    "TR": ["İzmir", "Bursa"], "KZ": ["Almaty", "Karaganda"], "KE": ["Kisumu", "Mombasa"], "UA": ["Lviv", "Kharkiv"],
}  # fmt: skip
BODIES = {
    OrganisationKind.COMPANY: ["{city} Systems", "{city} Instruments", "{city} Mobility Works", "{adjective} Machines {city}"],
    OrganisationKind.STARTUP: ["{adjective} Labs", "{adjective} Robotics", "{adjective} Analytics"],
    OrganisationKind.UNIVERSITY: ["University of {city}", "{city} Technical University", "{city} Medical University"],
    OrganisationKind.RESEARCH_INSTITUTE: ["{city} Institute for {field}", "Centre for {field}, {city}"],
    OrganisationKind.TECHNOPARK: ["{city} Science Park", "{city} Innovation Centre", "{city} Cluster for {field}"],
    OrganisationKind.PUBLIC_AUTHORITY: ["City of {city}", "{city} Regional Development Agency", "Port of {city}"],
    OrganisationKind.FOUNDATION: ["{city} Foundation for {field}"],
    OrganisationKind.ASSOCIATION: ["{city} Chamber of Commerce", "{city} Industry Association"],
    OrganisationKind.INVESTOR: ["{adjective} Ventures", "{city} Growth Fund"],
    OrganisationKind.MEDIA: ["{city} Business Courier"],
    OrganisationKind.OTHER: ["{city} Friendship Society"],
}
KIND_SHARES = dict(zip(BODIES, (26, 10, 18, 10, 10, 12, 3, 5, 3, 1, 2), strict=True))
ADJECTIVES = (
    "Amber Northern Silver Clear Bright Verdant Azure Steady Granite Lucid Copper Harbour Meridian Cedar Solstice".split()
)
FIELDS = (
    "Water Management", "Marine Energy", "Photonics", "Food Safety", "Urban Transport", "Materials Science", "Digital Health",
    "Machine Learning", "Heritage Conservation", "Precision Agriculture", "Space Engineering", "Battery Technology",
)  # fmt: skip
SUBJECTS: dict[str, str] = {
    PartnershipKind.MEMORANDUM: "memorandum on {field}",
    PartnershipKind.AGREEMENT: "agreement on {field}",
    PartnershipKind.LETTER_OF_INTENT: "letter of intent on {field}",
    PartnershipKind.JOINT_CENTRE: "joint centre for {field}",
    PartnershipKind.JOINT_FUND: "joint fund for {field}",
    PartnershipKind.JOINT_VENTURE: "joint company for {field}",
    PartnershipKind.PROGRAMME: "exchange programme in {field}",
    PartnershipKind.TWINNING: "twinning",
    PartnershipKind.ALLIANCE: "alliance for {field}",
    PartnershipKind.PROJECT: "pilot project in {field}",
    PartnershipKind.COOPERATION: "cooperation in {field}",
}
OCCASIONS: dict[str, str] = {
    EventKind.DELEGATION_VISIT: "Delegation from {guest} visits {host}",
    EventKind.TRADE_MISSION: "Trade mission of {guest} to {host}",
    EventKind.FORUM: "{host} forum on {field}",
    EventKind.EXHIBITION: "{field} exhibition in {host}",
    EventKind.MEETING: "{guest} and {host} meet on {field}",
    EventKind.SIGNING: "{guest} and {host} sign on {field}",
    EventKind.OPENING: "Opening of the {field} office in {host}",
    EventKind.MATCHMAKING: "{field} matchmaking in {host}",
    EventKind.COMPETITION: "{field} contest in {host}",
    EventKind.WEBINAR: "Webinar of {guest} and {host} on {field}",
}
OFFERS: dict[str, str] = {
    OpportunityKind.SOFT_LANDING: "Soft landing at {body}",
    OpportunityKind.INTERNSHIP: "Internships in {field} at {body}",
    OpportunityKind.FUNDING: "Grants for {field} from {body}",
    OpportunityKind.TECHNOLOGY_OFFER: "{body} offers technology for {field}",
    OpportunityKind.TECHNOLOGY_REQUEST: "{body} looks for technology for {field}",
    OpportunityKind.PARTNER_SEARCH: "{body} seeks a partner in {field}",
    OpportunityKind.CALL: "Open call of {body}: {field}",
}


@dataclass(slots=True)
class Body:
    """An organisation as far as other records need to know it."""

    id: int
    name: str
    city: str
    place_id: int


@dataclass
class Register:
    """The rows of an invented register, by table name; build it with `invent`."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        self.rows.setdefault(table, []).append(values)
        return values


class Inventor:
    """Makes up a register of `partnerships` partnerships; equal arguments give equal rows (times of writing aside)."""

    def __init__(
        self, partnerships: int, seed: int, places: dict[str, tuple[int, str]], sectors: Sequence[int], today: datetime.date
    ) -> None:
        self.count = partnerships
        self.today = today
        self.random = random.Random(seed)  # noqa: S311 - to be repeatable, not secret
        self.places = places
        self.sectors = sectors
        codes = [code for code in FREQUENT if code in places]
        self.codes = codes + sorted(set(places) - set(codes))
        self.code_weights = list(itertools.accumulate(1 / rank for rank in range(1, len(self.codes) + 1)))
        self.register = Register()
        self.bodies: list[Body] = []
        self.names: dict[str, int] = {}
        self.ids: dict[str, Iterator[int]] = {}

    def invent(self) -> Register:
        """Everything, with ids that count from 1 in each table."""
        for _number in range(max(6, self.count * 2 // 5)):
            self._organisation()
        self.body_weights = list(itertools.accumulate(1 / (rank + 12) for rank in range(len(self.bodies))))
        for _number in range(self.count):
            self._partnership()
        for _number in range(self.count * 2 // 5):
            self._event()
        for _number in range(self.count // 10):
            self._opportunity()
        return self.register

    def _id(self, table: str) -> int:
        return next(self.ids.setdefault(table, itertools.count(1)))

    def _uuid(self) -> uuid.UUID:
        digits = f"{self.random.getrandbits(96):024x}"
        return uuid.UUID(hex=f"{digits[:12]}4{digits[13:16]}a{digits[17:24]}{MARK}")

    def _pick(self, shares: dict[Any, int]) -> Any:
        return self.random.choices(list(shares), weights=list(shares.values()))[0]

    def _code(self) -> str:
        return self.random.choices(self.codes, cum_weights=self.code_weights)[0]

    def _several_bodies(self, count: int) -> list[Body]:
        """Different bodies, the busy ones more often."""
        chosen: dict[int, Body] = {}
        while len(chosen) < count:
            body = self.random.choices(self.bodies, cum_weights=self.body_weights)[0]
            chosen[body.id] = body
        return list(chosen.values())

    def _date(self, year: int) -> str | None:
        month, day = self.random.randint(1, 12), self.random.randint(1, 28)
        forms = {
            "day": f"{year}-{month:02}-{day:02}",
            "month": f"{year}-{month:02}",
            "year": str(year),
            "about": f"{year}~",
            "yearless": f"XXXX-{month:02}-{day:02}",
            "none": None,
        }
        return forms[self._pick(PRECISIONS)]

    def _past_date(self, year: int) -> str | None:
        """One that does not lie ahead: it would be a year earlier."""
        date = self._date(year)
        lies_ahead = date is not None and date[0].isdigit() and date > self.today.isoformat()
        return f"{year - 1}{date[4:]}" if date and lies_ahead else date

    def _year(self) -> int:
        # Of late years there is more news.
        return LAST_YEAR - int((LAST_YEAR - FIRST_YEAR + 1) * self.random.random() ** 2)

    def _record(self, table: str, **values: Any) -> dict[str, Any]:
        return self.register.add(
            table,
            id=self._id(table),
            uuid=self._uuid(),
            live=self.random.random() >= DRAFTS,
            language="en",
            summary=LABEL,
            **values,
        )

    def _tick_sectors(self, table: str, record_id: int) -> None:
        for sector in self.random.sample(self.sectors, self._pick({1: 55, 2: 30, 3: 15})):
            self.register.add(f"{table}_sectors", **{f"{table}_id": record_id}, sector_id=sector)

    def _organisation(self) -> None:
        code = self._code()
        place_id, country = self.places[code]
        city = self.random.choice(CITIES.get(code, [f"{country} City", f"New {country}", f"Port {country}"]))
        kind = self._pick(KIND_SHARES)
        name = self.random.choice(BODIES[kind]).format(
            city=city, adjective=self.random.choice(ADJECTIVES), field=self.random.choice(FIELDS)
        )
        if self.random.random() < 0.25:
            name = f"{name} {self.random.choice(('II', 'North', 'South', 'International', 'Group'))}"
        self.names[name] = self.names.get(name, 0) + 1
        if self.names[name] > 1:
            name = f"{name} {self.names[name]}"
        row = self._record("organisation", name=name, kind=kind, country_id=place_id, city=city, website="")
        if self.random.random() < 0.4:
            short = "".join(word[0] for word in name.split() if word[0].isalpha()).upper() + f"-{row['id']}"
            self.register.add(
                "organisationname",
                id=self._id("organisationname"), organisation_id=row["id"], name=short, language="en", kind="abbreviation",
                sort_order=0,
            )  # fmt: skip
        self._tick_sectors("organisation", row["id"])
        self.bodies.append(Body(row["id"], name, city, place_id))

    def _partnership(self) -> None:
        kind = self.random.choice(PARTNERSHIP_KINDS)
        count = max(3, self._pick(PARTY_SHARES)) if kind == PartnershipKind.ALLIANCE else self._pick(PARTY_SHARES)
        bodies = self._several_bodies(min(count, len(self.bodies)))
        year = self._year()
        status = self._pick(STATUS_SHARES)
        if status in OVER:
            # It ended in a later year than it began, and before today.
            year = min(year, self.today.year - 2)
        signed = None if status == PartnershipStatus.PROPOSED else self._past_date(year)
        ends = self._past_date(min(year + self.random.randint(1, 6), self.today.year)) if status in OVER else None
        about = SUBJECTS[kind].format(field=self.random.choice(FIELDS))
        row = self._record(
            "partnership",
            title=f"{bodies[0].name} and {bodies[1].name}: {about}"[:255],
            kind=kind, status=status, status_since=signed, status_reason="", signed=signed,
            starts=self._past_date(year) if self.random.random() < 0.3 else None, **self._term(status, year, ends),
        )  # fmt: skip
        for order, body in enumerate(bodies):
            role = self.random.choice((Role.PARTNER, Role.SIGNATORY, Role.LEAD, Role.HOST, Role.FUNDER))
            self.register.add(
                "party", id=self._id("party"), partnership_id=row["id"], organisation_id=body.id, role=role, sort_order=order
            )
        self._tick_sectors("partnership", row["id"])
        if row["live"]:
            self.register.add(
                "statuschange",
                id=self._id("statuschange"), partnership_id=row["id"], before="", status=status, date=signed, reason=LABEL,
            )  # fmt: skip

    def _term(self, status: str, year: int, ends: str | None) -> dict[str, Any]:
        """What the office keeps of it: some to decide soon, some confirmed of late, some that nobody has looked at for years."""
        is_running = status in RUNNING
        if is_running and self.random.random() < 0.35:
            soonest = 400 if year >= self.today.year else 10
            end = self.today + datetime.timedelta(days=self.random.randint(soonest, 1500))
            ends = end.isoformat() if self.random.random() < 0.8 else end.isoformat()[:7]
        notice, unit = self._pick(NOTICES) if is_running and ends else (None, "months")
        renews = bool(is_running and ends and self.random.random() < 0.2)
        ago = datetime.timedelta(days=int(1300 * self.random.random() ** 2))
        return {
            "ends": ends,
            "notice": notice,
            "notice_unit": unit,
            "renews_itself": renews,
            "renewal_months": self.random.choice((12, 24, 36)) if renews else None,
            "review_months": self.random.choice((12, 24)) if is_running and self.random.random() < 0.2 else None,
            "last_confirmed": self.today - ago if status not in OVER and self.random.random() < 0.6 else None,
            "status_confirmed": status != PartnershipStatus.EXPIRED or self.random.random() < 0.5,
        }

    def _event(self) -> None:
        kind = self.random.choice(EVENT_KINDS)
        guest, host, *others = self._several_bodies(min(self._pick({2: 60, 3: 25, 4: 15}), len(self.bodies)))
        year = self._year()
        title = OCCASIONS[kind].format(guest=guest.name, host=host.name, field=self.random.choice(FIELDS))
        state = EventState.PLANNED if year == LAST_YEAR and self.random.random() < 0.3 else EventState.HELD
        starts = self._date(year) if state == EventState.PLANNED else self._past_date(year)
        row = self._record("event", title=title[:255], kind=kind, state=state, starts=starts, ends=None)
        for order, body in enumerate([host, *others[: self.random.randint(0, 2)]]):
            self.register.add(
                "leg",
                id=self._id("leg"), event_id=row["id"], place=body.city, country_id=body.place_id, starts=None, ends=None,
                sort_order=order,
            )  # fmt: skip
        roles = [ParticipationRole.DELEGATION, ParticipationRole.HOST, *[ParticipationRole.ATTENDEE] * len(others)]
        for order, (body, role) in enumerate(zip([guest, host, *others], roles, strict=True)):
            self.register.add(
                "participation",
                id=self._id("participation"), event_id=row["id"], organisation_id=body.id, person="", person_role="", role=role,
                sort_order=order,
            )  # fmt: skip
        self.register.add(
            "eventpartnership",
            id=self._id("eventpartnership"), event_id=row["id"], partnership_id=self.random.randint(1, self.count),
            relation=self.random.choice(("discussed", "signed", "launched", "renewed")), sort_order=0,
        )  # fmt: skip
        self._tick_sectors("event", row["id"])

    def _opportunity(self) -> None:
        kind = self.random.choice(OPPORTUNITY_KINDS)
        body = self._several_bodies(1)[0]
        title = OFFERS[kind].format(body=body.name, field=self.random.choice(FIELDS))
        row = self._record(
            "opportunity",
            title=title[:255], kind=kind, offered_by_id=body.id, opens=None,
            closes=f"{self.random.randint(2025, 2028)}-{self.random.randint(1, 12):02}-15T12:00:00Z" if self.random.random() < 0.6 else None,
        )  # fmt: skip
        self.register.add("opportunity_countries", opportunity_id=row["id"], place_id=body.place_id)
        self._tick_sectors("opportunity", row["id"])


def invent(
    partnerships: int, seed: int, places: dict[str, tuple[int, str]], sectors: Sequence[int], today: datetime.date | None = None
) -> Register:
    """The rows of an invented register as it would stand `today`, table by table, with ids from 1 in each.

    `places` maps a country's code to (id, name), `sectors` lists ids. The tables are those of the register's models without
    their prefix: organisation, organisation_sectors, party and so on.
    """
    return Inventor(partnerships, seed, places, sectors, today or datetime.date.today()).invent()
