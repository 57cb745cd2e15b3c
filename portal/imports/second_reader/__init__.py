"""Asks a language model for a second reading of an article, where the operator has named one; see docs/importing.md."""

from portal.imports.second_reader.asking import Opinion, ask, longest
from portal.imports.second_reader.spending import Allowance, reserve, settle

__all__ = ["Allowance", "Opinion", "ask", "longest", "reserve", "settle"]
