"""Where the things that Vatra ships beside its code are found, in a checkout and in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """The path of a shipped folder or file, such as `rulebook/romania`.

    A wheel carries them inside the package; a checkout has them beside it.
    Raises FileNotFoundError, naming what is missing.
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{name} is not part of this installation of Vatra")
