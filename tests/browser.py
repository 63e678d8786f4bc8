"""Finds a Chromium for the journeys, or fetches one from a package registry."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path

from tests import node

PACKED = Path(__file__).resolve().parent.parent / ".venv" / "chromium"
NPM_CHROMIUM = "@sparticuz/chromium@153.0.0"
MISSING = (
    "No Chromium was found. Install the system's (Debian: apt-get install chromium) or name one in VATRA_CHROMIUM; "
    "`make install` brings one from the npm registry where it can."
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
]


@cache
def chromium() -> str:
    """The path of a Chromium; raises FileNotFoundError with a sentence that says how to get one."""
    named = os.environ.get("VATRA_CHROMIUM")
    if named:
        return named
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        found = shutil.which(name)
        if found:
            return found
    if (PACKED / "start").exists():
        return str(PACKED / "start")
    raise FileNotFoundError(MISSING)


def install() -> str:
    """Bring a Chromium where none is: as root from Debian's packages, else unpacked from npm."""
    try:
        return chromium()
    except FileNotFoundError:
        chromium.cache_clear()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        if subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet).returncode == 0:
            return chromium()
    _unpack_from_npm()
    return chromium()


_UNPACK = """
const {brotliDecompressSync} = require("zlib"), {readFileSync, writeFileSync} = require("fs");
for (const name of ["chromium", "al2023.tar", "swiftshader.tar"])
  writeFileSync(name, brotliDecompressSync(readFileSync(`node_modules/@sparticuz/chromium/bin/${name}.br`)));
"""


def _unpack_from_npm() -> None:
    """Unpack the npm registry's Chromium, with the libraries that a bare system lacks."""
    PACKED.mkdir(parents=True, exist_ok=True)
    (PACKED / "package.json").write_text('{"private": true}')
    run = {"cwd": PACKED, "check": True}
    subprocess.run([*node.npm_command(), "install", "--silent", "--no-audit", "--no-fund", NPM_CHROMIUM], **run)
    subprocess.run([node.program("node"), "-e", _UNPACK], **run)
    for archive in ("al2023.tar", "swiftshader.tar"):
        with tarfile.open(PACKED / archive) as tar:
            tar.extractall(PACKED, filter="data")
    (PACKED / "chromium").chmod(0o755)
    start = PACKED / "start"
    start.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="$LD_LIBRARY_PATH:{PACKED}/lib:{PACKED}/al2023/lib" '
                     f'exec "{PACKED}/chromium" "$@"\n')
    start.chmod(0o755)


if __name__ == "__main__":
    print(install())
