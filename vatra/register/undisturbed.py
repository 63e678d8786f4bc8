"""Python's search for cycles waits while a batch is taken in.

A batch makes some hundred thousand objects that live until its end; looking through them again and again for
cycles took a quarter of the processor time of the door. What has no cycles is freed as always.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0
_searched_before = True


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within this block, in whatever threads it runs at once, no cycles are looked for."""
    global _inside, _searched_before
    with _lock:
        if not _inside:
            _searched_before = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _searched_before:
                gc.enable()
