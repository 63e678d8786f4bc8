"""A fleet of tablets: `python -m bench.tablets PORT FILE` syncs them all at the same time, as the field app pulls.

FILE holds [{"token", "cursor"}, ...]. Prints {"seconds", "tablets": [{"seconds", "bytes", "pages", "cursor"}]}.
Pages are unpacked only as far as their head, so that the fleet costs the server's machine little.
"""

from __future__ import annotations

import http.client
import json
import re
import sys
import threading
import time
import zlib
from pathlib import Path

LIMIT = 200
CURSOR, MORE = re.compile(rb'"cursor":"([^"]*)"'), re.compile(rb'"more":(true|false)')


def main() -> None:
    """Every tablet in a thread of its own."""
    port, fleet = int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
    done: list[dict] = [{} for _ in fleet]

    def run(place: int) -> None:
        done[place] = synced(port, fleet[place]["token"], fleet[place]["cursor"])

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(fleet))]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.perf_counter() - begun, "tablets": done}))


def synced(port: int, token: str, cursor: str) -> dict:
    """One tablet's pull from a cursor to the end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    begun, size, pages, more = time.perf_counter(), 0, 0, b"true"
    while more == b"true":
        connection.request("GET", f"/api/sync/pull?limit={LIMIT}&since={cursor}",
                           headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {body[:200]!r}")
        head = zlib.decompressobj(wbits=31).decompress(body, 60_000)
        cursor, more = CURSOR.search(head)[1].decode(), MORE.search(head)[1]
        size, pages = size + len(body), pages + 1
    return {"seconds": time.perf_counter() - begun, "bytes": size, "pages": pages, "cursor": cursor}


if __name__ == "__main__":
    main()
