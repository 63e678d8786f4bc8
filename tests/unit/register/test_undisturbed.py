"""While a batch is taken in, cycles are not looked for; afterwards they are again."""

from __future__ import annotations

import gc

import pytest

from vatra.register.undisturbed import undisturbed


def test_cycles_are_looked_for_again_when_the_last_batch_is_in() -> None:
    assert gc.isenabled()
    with undisturbed():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_fault_leaves_the_search_as_it_was() -> None:
    with pytest.raises(KeyError), undisturbed():
        raise KeyError
    assert gc.isenabled()


def test_a_process_that_never_looks_for_cycles_is_left_so() -> None:
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
