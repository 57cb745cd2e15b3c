"""A second reader beside the rules: what it may be, how its answer is read, checked against the text and merged.

Everything here is pure. Who asks over a network does so elsewhere and hands in the answer.
"""

from portal.extraction.second.checking import Ground
from portal.extraction.second.claims import Claim, SecondReader, SecondReaderError, parse_answer
from portal.extraction.second.merging import Merged, merge

__all__ = ["Claim", "Ground", "Merged", "SecondReader", "SecondReaderError", "merge", "parse_answer"]
