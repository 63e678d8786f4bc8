"""Tell stories: `python -m tests.simulator --seed 17 -v`, or many: `python -m tests.simulator --seeds 1-200`.

Prints a line for each seed that fails, with the command that tells it again; the exit status is 1 then.
"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import time

from tests.simulator import batch


def main() -> int:
    """Tell the stories asked for, on one ground."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seed", type=int, help="one story")
    parser.add_argument("--seeds", help="several stories, as 1-200")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite", help="under the server")
    parser.add_argument("--steps", type=int, help="only the first steps of each")
    parser.add_argument("--no-shrink", action="store_true", help="do not look for the fewest steps that fail")
    parser.add_argument("--json", action="store_true", help="a last line in JSON, for a program that asks")
    parser.add_argument("-v", action="store_true", dest="verbose", help="tell every step")
    asked = parser.parse_args()
    seeds = [asked.seed] if asked.seed is not None else _seeds(asked.seeds or "1-20")
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(143))  # whoever ends this ends server and tablets too
    begun = time.monotonic()
    with batch.ground(asked.database) as on:
        failed = _told(seeds, on, asked)
        of_all = batch.faults_of_all()
        cpu = on.cpu()
    for said in of_all:
        print(f"ALL: {said}", flush=True)
    for seed in failed:
        fewest = None if asked.no_shrink or asked.steps else batch.shrunk(seed, asked.database)
        more = f" --database {asked.database}" + ("" if fewest is None else f" --steps {fewest}")
        print(f"again: python -m tests.simulator --seed {seed} -v{more}")
    seconds = time.monotonic() - begun
    if asked.json:
        print(json.dumps({"runs": len(seeds), "failed": failed, "of_all": of_all, "seconds": seconds, "cpu": cpu}))
    else:
        print(f"{len(seeds)} runs, {len(failed)} failed, {seconds:.0f} s, {cpu:.0f} s of processor")
    return 1 if failed or of_all else 0


def _seeds(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def _told(seeds: list[int], on: batch.Ground, asked: argparse.Namespace) -> list[int]:
    failed = []
    for seed in seeds:
        outcome = batch.run(seed, on, say=print if asked.verbose else lambda line: None, most_steps=asked.steps)
        if outcome.broken:
            failed.append(seed)
            print(f"seed {seed} FAILS:", flush=True)
            for said in outcome.broken[:20]:
                print(f"  {said[:1_500]}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
