"""Programs that push one entry per request, each over its own connection: `python -m bench.clients PORT FILE...`.

Each file holds one client's [{token, entry}, ...]. Prints {"seconds", "outcomes"} as JSON.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path


def main() -> None:
    """Send every client's entries at the same time."""
    port, shares = int(sys.argv[1]), [json.loads(Path(name).read_text("utf-8")) for name in sys.argv[2:]]
    ready = [[(one["token"], json.dumps({"entries": [one["entry"]]}).encode()) for one in share] for share in shares]
    outcomes: Counter[str] = Counter()
    lock = threading.Lock()

    def send(share: list[tuple[str, bytes]]) -> None:
        mine: Counter[str] = Counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for token, body in share:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            connection.request("POST", "/api/entries", body, headers)
            answer = connection.getresponse()
            content = answer.read()
            mine[json.loads(content)["receipts"][0]["outcome"] if answer.status == 200 else str(answer.status)] += 1
        with lock:
            outcomes.update(mine)

    threads = [threading.Thread(target=send, args=(share,)) for share in ready]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.perf_counter() - begun, "outcomes": outcomes}))


if __name__ == "__main__":
    main()
