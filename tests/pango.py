"""Sees to it that the library Pango, with which PDFs are made, is on a machine that runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
MISSING = (
    f"PDFs need Pango, which this machine does not have (Debian, Ubuntu: apt-get install {' '.join(PACKAGES)}; "
    "macOS: brew install pango). Everything else works; the tests of PDFs fail until it is there."
)


def is_here() -> bool:
    """Whether PDFs can be made."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def install() -> str:
    """Bring Pango where it is missing and this is root on a Debian; else say how."""
    if is_here():
        return "Pango is here"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", *PACKAGES], check=False, **quiet)
    return "Pango is here" if is_here() else MISSING


if __name__ == "__main__":
    print(install())
