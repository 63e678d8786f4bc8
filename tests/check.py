"""`make check`: every check runs, and all failures are reported at once."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "style and bans (ruff)": [BIN / "ruff", "check", "."],
    "the order of the rooms (import-linter)": [BIN / "lint-imports"],
    "types (mypy)": [BIN / "mypy"],
    "the rulebook of Romania": [BIN / "vatra", "rulebook", "check"],
    "nothing left to migrate": [BIN / "vatra", "manage", "makemigrations", "--check", "--dry-run"],
    "the repository keeps its own rules": [BIN / "python", "-m", "pytest", "-q", "tests/repository"],
}


def main() -> int:
    """Run all checks; the number of failures is the exit status."""
    failures = {}
    for name, command in CHECKS.items():
        begun = time.monotonic()
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        if done.returncode:
            failures[name] = done.stdout + done.stderr
    for name, said in failures.items():
        print(f"\n--- {name}\n{said.strip()}")
    return len(failures)


if __name__ == "__main__":
    sys.exit(main())
