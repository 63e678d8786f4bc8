"""The method: what answers mean, by named, dated and cited rules. Pure Python on the standard library alone.

Words: a *fact* is what an answer states; a *vulnerability* is what facts together mean; a *finding* is a vulnerability
present, absent or unknown in a subject on a day; a *rulebook* is a country's method in a version. Everything is
three-valued (Kleene): an answer that is missing is unknown, never no. The clock is an argument.
"""

from vatra.method.mistakes import BadInput, Mistake, RulebookInvalid
from vatra.method.program import Finding, Program, Result, SubjectResult, compile_rulebook
from vatra.method.proposals import ProposedService
from vatra.method.reading import inspect_rulebook, read_rulebook
from vatra.method.rulebook import Rulebook

__all__ = [
    "BadInput",
    "Finding",
    "Mistake",
    "Program",
    "ProposedService",
    "Result",
    "Rulebook",
    "RulebookInvalid",
    "SubjectResult",
    "compile_rulebook",
    "inspect_rulebook",
    "read_rulebook",
]
