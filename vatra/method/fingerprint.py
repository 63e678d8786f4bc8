"""The content hash of a rulebook: the same files give the same hash on every machine."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def content_hash(folder: Path) -> str:
    """SHA-256 over the names and contents of every CSV file below a folder, in the order of their names.

    Line ends do not count, so that a checkout on another system is the same rulebook.
    """
    digest = sha256()
    for path in sorted(folder.rglob("*.csv"), key=lambda each: each.relative_to(folder).as_posix()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
