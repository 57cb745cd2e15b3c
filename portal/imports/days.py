"""Which days of a partnership follow from the one that an article tells of it."""

from __future__ import annotations

from dataclasses import dataclass

from partnerships.edtf import IncompleteDate
from partnerships.models.partnerships import PartnershipStatus

Day = IncompleteDate | None


@dataclass(frozen=True, slots=True)
class Days:
    """When it was signed, when it starts and ends, and since when its status holds; None for what the article leaves open."""

    signed: Day = None
    starts: Day = None
    ends: Day = None
    since: Day = None

    def kept(self, signed: Day, starts: Day, ends: Day) -> dict[str, Day]:
        """The fields to fill in a record that has these already: none by which it would end before it starts."""
        first = starts or signed or self.starts or self.signed
        last = ends or self.ends
        told = {"signed": self.signed, "starts": self.starts, "ends": self.ends}
        return {"signed": None, "starts": None, "ends": None} if _are_turned(first, last) else told


def days_of(status: str, date: Day, signing: Day, ends: Day, published: Day) -> Days:
    """`date` is the day of the act that the status tells of, `signing` that of a signing which the same words speak of, if it is not told.

    What was signed has its signature on that day, what is active its start; of what is halted or over it says since when.
    An act after the article is a mistake of the reading.
    """
    date = None if _are_turned(date, published) else date
    signing = None if date or _are_turned(signing, published) or status == PartnershipStatus.PROPOSED else signing
    signed = date or signing if status == PartnershipStatus.SIGNED else signing
    starts = date if status == PartnershipStatus.ACTIVE else None
    if status == PartnershipStatus.EXPIRED:
        ends = ends or date
    if _are_turned(starts or signed, ends):
        ends = None
    is_agreed = status in (PartnershipStatus.SIGNED, PartnershipStatus.PROPOSED)
    return Days(signed, starts, ends, (signed if is_agreed else date) or published)


def _are_turned(first: Day, last: Day) -> bool:
    """Whether the first of two days is certainly after the last."""
    return bool(first and first.earliest and last and last.latest and first.earliest > last.latest)
