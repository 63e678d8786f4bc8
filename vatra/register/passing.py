"""Which errors of the database lie with the machine, so that what was sent is right to be sent again."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError

# SQLSTATE classes: connection, transaction rollback (deadlock, serialisation), out of resources,
# object in use or lock not to be had, operator intervention, system error.
_PASSING_STATES = ("08", "40", "53", "55", "57", "58")
_CONTENTION_STATES = ("40001", "40P01", "55P03")
_CONTENTION_NAMES = ("SQLITE_BUSY", "SQLITE_LOCKED")
# data or an index that is corrupted
_DAMAGE_STATES = ("XX001", "XX002")
_DAMAGE_NAMES = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def is_passing(error: BaseException) -> bool:
    """Whether the fault lies with the machine of the moment and not with the entry."""
    if isinstance(error, MemoryError | InterfaceError) or is_damage(error):
        return True
    if not isinstance(error, OperationalError):
        return False
    state, name = _state(error), _name(error)
    if state is not None:
        return state.startswith(_PASSING_STATES)
    # SQLITE_ERROR is a statement that cannot run: the entry's fault or ours, and it will not pass.
    return name not in ("SQLITE_ERROR", "SQLITE_TOOBIG", "SQLITE_RANGE")


def is_contention(error: BaseException) -> bool:
    """Whether another transaction was in the way: a deadlock, a lock, a serialisation failure."""
    if not isinstance(error, OperationalError):
        return False
    return _state(error) in _CONTENTION_STATES or (_name(error) or "").startswith(_CONTENTION_NAMES)


def is_disk_full(error: BaseException) -> bool:
    """Whether the disk (or its quota) is full."""
    return _state(error) == "53100" or _name(error) == "SQLITE_FULL"


def is_damage(error: BaseException) -> bool:
    """Whether the database's files are damaged: nothing may be judged by them until they are put back."""
    return _state(error) in _DAMAGE_STATES or (_name(error) or "").startswith(_DAMAGE_NAMES)


def _state(error: BaseException) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def _name(error: BaseException) -> str | None:
    return getattr(error.__cause__, "sqlite_errorname", None)
