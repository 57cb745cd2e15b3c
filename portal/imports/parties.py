"""The organisations that an accepted reading names: found in the register as a person has decided, or made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partnerships.models import Organisation, OrganisationName
from partnerships.models.organisations import NameKind, OrganisationKind
from partnerships.names import script_of, sort_key
from portal.imports import matching
from portal.imports.keeping import Keeper
from portal.imports.known import Known
from portal.imports.models import NameDecision, Suggestion
from portal.imports.review import ACCEPTED, Choice
from portal.imports.telling import Told, told
from portal.imports.titles import SCRIPTS, cut
from portal.imports.values import one_of

_LONGEST_ABBREVIATION = 12


class Organisations:
    """Those of one item. Whoever asks for a name that the text has gets the organisation that it means."""

    def __init__(self, suggestions: Sequence[Suggestion], known: Known, keeper: Keeper, language: str) -> None:
        self._known = known
        self._keeper = keeper
        self._language = language
        named = [s for s in suggestions if s.kind == Suggestion.Kind.ORGANISATION]
        self._rejected = {s.value["name"] for s in named if s.state == s.State.REJECTED}
        self._mentions = {s.value["name"]: s for s in named}
        self.by_name: dict[str, Organisation] = {}
        self.made: list[tuple[Organisation, Choice]] = []
        """Those that the text says something of, made or found."""
        self.left_out: list[tuple[str, Told]] = []

    def make(self, choices: Sequence[Choice], partnerships: Sequence[Choice]) -> None:
        """What was chosen, and the parties that the partnerships need beside."""
        listed = {choice.suggestion.value["name"] for choice in choices}
        implied = [name for name in self._needed(partnerships) if name not in listed and name not in self._rejected]
        # A party that nobody has decided on comes with the partnership that needs it.
        needed = [Choice(self._mentions[name], self._mentions[name].value) for name in implied if name in self._mentions]
        bare = [{"name": name, "aliases": []} for name in implied if name not in self._mentions]
        matches = self._known.match([*(c.value for c in (*choices, *needed)), *bare])
        for choice, exact in zip((*choices, *needed), matches, strict=False):
            match = self._as_shown(choice, exact)
            if organisation := self._organisation(choice.value, match, choice):
                self.made.append((organisation, choice))
                names = (choice.value["name"], choice.suggestion.value["name"], *choice.suggestion.value.get("aliases", ()))
                self.by_name |= dict.fromkeys(names, organisation)
        for mention, match in zip(bare, matches[len(choices) + len(needed) :], strict=True):
            if organisation := self._organisation(mention, match, None):
                self.by_name[str(mention["name"])] = organisation

    def _needed(self, partnerships: Sequence[Choice]) -> list[str]:
        """Names of parties of the accepted partnerships, in the order of the text, without those that are short forms of another."""
        aliases = {alias for s in self._mentions.values() for alias in s.value.get("aliases", ())}
        names = [name for choice in partnerships for name in choice.value.get("parties", ())]
        return [name for name in dict.fromkeys(names) if name in self._mentions or name not in aliases]

    def _organisation(self, value: dict[str, Any], match: matching.Match, choice: Choice | None) -> Organisation | None:
        decided = choice is not None and choice.suggestion.state in ACCEPTED
        use = value.get("use")
        if use and use != "new":
            organisation = self._known.organisation(use)
        elif use == "new" and choice:
            # Made before it is said, lest the new one be among those that are not meant.
            organisation = self._new_organisation(value, choice)
            self._known.remember(
                choice.suggestion.value["name"], self._offered(choice), NameDecision.Verdict.NEVER, self._keeper.user
            )
            return organisation
        elif match.state == matching.NEW:
            return self._new_organisation(value, choice)
        elif match.state == matching.PROBABLE and decided:
            # Accepting a probable match is to say: yes, that one.
            organisation = match.candidates[0]
        else:
            organisation = match.record
        if organisation and decided and choice and (use or match.state == matching.PROBABLE):
            self._known.remember(choice.suggestion.value["name"], [organisation], NameDecision.Verdict.SAME, self._keeper.user)
        if organisation is None:
            self.left_out.append((value["name"], match.reason or told("The chosen record no longer exists.")))
            return None
        self._keeper.link(organisation, choice)
        self._keeper.fill(organisation, country=self._known.places.get(value.get("country") or ""))
        return organisation

    def _as_shown(self, choice: Choice, match: matching.Match) -> matching.Match:
        """The match, or where no organisation has the name what it was said to mean probably: the person has decided on that."""
        shown = choice.suggestion.match or {}
        name = choice.suggestion.value["name"]
        is_open = match.state == matching.NEW and choice.value["name"] == name
        if not is_open or shown.get("state") not in (matching.PROBABLE, matching.AMBIGUOUS):
            return match
        offered = tuple(one for one in self._offered(choice) if not self._known.names.is_never(name, one))
        return matching.Match(shown["state"], offered, Told.of(shown.get("reason"))) if offered else match

    def _offered(self, choice: Choice) -> list[Organisation]:
        """The organisations that the person was shown and did not choose."""
        candidates = (choice.suggestion.match or {}).get("candidates", ())
        return [found for candidate in candidates if (found := self._known.organisation(candidate["uuid"]))]

    def _new_organisation(self, value: dict[str, Any], choice: Choice | None) -> Organisation:
        organisation = Organisation(
            name=cut(value["name"]),
            # A Russian text writes a Dutch name in Latin letters; a name in the letters of its language is in it.
            language=self._language if SCRIPTS.get(self._language, "") == script_of(value["name"]) else "",
            kind=one_of(value.get("kind"), OrganisationKind, OrganisationKind.OTHER),
            country=self._known.places.get(value.get("country") or ""),
        )
        names = {alias: _name_kind(alias, organisation.name) for alias in value.get("aliases", ()) if alias != organisation.name}
        organisation.names = [OrganisationName(name=cut(alias), kind=kind) for alias, kind in names.items() if kind]
        self._keeper.add(organisation, choice)
        return organisation


def _name_kind(alias: str, name: str) -> NameKind | None:
    """What kind of name it is in every text; None for a word such as "the Centre", which is one in its own text only."""
    if alias.isupper() and " " not in alias and 1 < len(alias) <= _LONGEST_ABBREVIATION:
        return NameKind.ABBREVIATION
    is_proper = len(alias) > 2 and not alias[0].islower()
    if is_proper and alias.isascii() != name.isascii() and sort_key(alias) != sort_key(name):
        # The text gives the name in another script beside it: 金沙科技园（Jinsha Science Park）.
        return NameKind.ALIAS
    return None
