"""Properties: what is known stays known, and generated code says what the tree says."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.method.vectors import ON, Maker
from vatra.method.answers import AnswerBook
from vatra.method.interpret import Scene, evaluate
from vatra.method.program import blocks_of, tasks_on
from vatra.method.python import compiled, generate
from vatra.method.tree import SUBJECTS, Known, walk


def known_free(program) -> set[str]:
    """Vulnerabilities that do not ask whether something is known, themselves or through what they refer to."""
    from vatra.method.ordering import refers_to

    tasks = tasks_on(program.rulebook, ON)
    tainted: set[str] = set()
    for code in program.rulebook.order:
        trees = tasks[code].trees()
        if any(isinstance(part, Known) for tree in trees for part in walk(tree)) or tainted & set(refers_to(trees)):
            tainted.add(code)
    return {each.code for each in program.rulebook.vulnerabilities} - tainted


def findings(program, household, members):
    result = program.assess(household, members, on=ON)
    return {(s.id, f.code): f.state for s in (result.household, *result.subjects) for f in s.findings}


@pytest.mark.parametrize("book", ["program", "romania"])
@given(seed=st.integers(0, 10**9), missing=st.floats(0.05, 0.9))
@settings(max_examples=60)
def test_answering_what_was_unknown_never_flips_a_decided_finding(request, book, seed, missing):
    program = request.getfixturevalue(book)
    rng = random.Random(seed)
    household, members = Maker(program.rulebook, seed).household()
    less = [
        {code: answer for code, answer in each.items() if code in ("id", "kind") or rng.random() > missing}
        for each in (household, *members)
    ]
    before, after = findings(program, less[0], less[1:]), findings(program, household, members)
    monotone = known_free(program)
    assert (
        len(monotone) >= len(program.rulebook.vulnerabilities) - 3
    )  # only a rule that asks known() may take a default
    flipped = {
        key: (state, after[key])
        for key, state in before.items()
        if key[1] in monotone and state != "unknown" and after[key] != state
    }
    assert not flipped


@pytest.mark.parametrize("book", ["program", "romania"])
@given(seed=st.integers(0, 10**9), missing=st.floats(0, 0.9))
@settings(max_examples=40)
def test_an_unknown_finding_asks_and_only_for_what_is_missing(request, book, seed, missing):
    program = request.getfixturevalue(book)
    household, members = Maker(program.rulebook, seed).household(missing)
    given_facts = set(household) | {code for member in members for code in member}
    result = program.assess(household, members, on=ON)
    for subject in (result.household, *result.subjects):
        for finding in subject.findings:
            if finding.state == "unknown":
                assert finding.ask, finding
                everywhere = {code for code in finding.ask if code in household} | {
                    code for code in finding.ask if all(code in member for member in members)
                }
                assert not everywhere, (finding, given_facts)
            else:
                assert finding.ask == ()


@pytest.mark.parametrize("book", ["program", "romania"])
@given(seed=st.integers(0, 10**9), missing=st.floats(0, 0.9))
@settings(max_examples=60)
def test_generated_python_says_what_the_trees_say(request, book, seed, missing):
    program = request.getfixturevalue(book)
    rulebook = program.rulebook
    maker = Maker(rulebook, seed)
    _, (household, members) = next(iter(maker.large(1)))
    if seed % 2:
        household, members = maker.household(missing)
    house, taken = AnswerBook(rulebook).take(household, members, ON)
    by_kind = {kind: [m.values for m in taken if kind in m.kinds] for kind in SUBJECTS[1:]} | {
        "member": [m.values for m in taken]
    }
    tasks, parameters = tasks_on(rulebook, ON), rulebook.parameters_on(ON)
    given_facts = {id(values): set(values) for values in (house.values, *by_kind["member"])}
    compiled(generate(blocks_of(rulebook), tasks, parameters))(house.values, by_kind)
    in_force = frozenset(tasks) - set(rulebook.derived)
    for code, task in tasks.items():
        subject = (
            rulebook.derived[code].subject
            if code in rulebook.derived
            else next(v.subject for v in rulebook.vulnerabilities if v.code == code)
        )
        for own in [house.values] if subject == "household" else by_kind[subject]:
            if code in given_facts[id(own)]:
                continue
            scene = Scene(own, house.values, by_kind, parameters, in_force)
            assert own[code] == expected(task, scene), (code, own[code])


def expected(task, scene):
    if task.tree is not None:
        return evaluate(task.tree, scene)
    truths = [(severity, evaluate(tree, scene)) for severity, tree in task.rows]
    present = [severity for severity, truth in truths if truth]
    return max(present) if present else None if None in (truth for _, truth in truths) else 0


def test_the_day_is_an_argument_and_the_same_day_gives_the_same_answer(romania):
    household, members = Maker(romania.rulebook, 3).household()
    once = romania.assess(household, members, on=date(2026, 11, 1)).as_dict()
    romania.assess(household, members, on=date(2027, 11, 1))
    assert romania.assess(household, members, on=date(2026, 11, 1)).as_dict() == once
