"""Questionnaires: XLSForm sheets as CSV, read strictly, made into data for the tablet, and evaluated as ODK does.

Words: a *question* is asked, a *calculate* is computed, a *group* holds questions, a *repeat* is a group that occurs
once for each member; *relevant* says whether something is asked, a *constraint* whether an answer can be. Only a closed
subset of XForms is understood; what lies outside is refused when it is read, with file, row and name.
`field/src/questionnaire` is the mirror in TypeScript; `protocol/cases/questionnaire.json` keeps the two the same.
"""

from vatra.method.forms.answering import Filled, Problem, evaluate
from vatra.method.forms.data import form_data, inspect_form
from vatra.method.forms.facts import GIVEN_ELSEWHERE, SPECIAL, fact_of_text, facts_of, special_of
from vatra.method.forms.form import Form, form_of
from vatra.method.forms.meaning import ABOUT_HOUSEHOLD, ABOUT_MEMBER, WHY_MISSING

__all__ = [
    "ABOUT_HOUSEHOLD",
    "ABOUT_MEMBER",
    "GIVEN_ELSEWHERE",
    "SPECIAL",
    "WHY_MISSING",
    "Filled",
    "Form",
    "Problem",
    "evaluate",
    "fact_of_text",
    "facts_of",
    "form_data",
    "form_of",
    "inspect_form",
    "special_of",
]
