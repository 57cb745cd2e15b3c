"""Asks a language model for a second reading of an article, where the operator has named one; see docs/importing.md."""

from portal.imports.second_reader.asking import Opinion, ask
from portal.imports.second_reader.spending import Allowance, reserve, settle

__all__ = ["Allowance", "Opinion", "ask", "reserve", "settle"]
