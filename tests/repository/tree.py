"""What the tests of the repository look at: the files that git knows."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git tracks or would track."""
    said = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"],
                          cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for line in said.splitlines() if (path := ROOT / line).is_file())


def python_files(*folders: str) -> list[Path]:
    """Python sources below the folders, without migrations."""
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts
            and path.relative_to(ROOT).parts[0] in folders]
