"""A process that pushes entries into a register of its own, and may be killed at any moment.

`python -m tests.faults.pusher prepare`           migrate, make communes, a worker and the test room's tables
`python -m tests.faults.pusher push SEED BATCH`   push the seed's entries; prints each uuid once it has its receipt
`python -m tests.faults.pusher check`             prints what the register holds, as JSON
`python -m tests.faults.pusher live SEED`         receive a life of all rooms' kinds
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from uuid import UUID

ENTRIES = 400


def main() -> None:
    """Run one of the commands on the database of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatra.config.settings")
    import django

    django.setup()
    if sys.argv[1] == "live":
        live()
        return
    from django.conf import settings

    from tests.unit.register import jars

    settings.RULEBOOK = str(Path(__file__).resolve().parent.parent / "unit" / "register" / "rulebook")
    with jars.declared():
        {"prepare": prepare, "push": push, "check": check}[sys.argv[1]]()


def prepare() -> None:
    """The ground under the entries."""
    from django.core.management import call_command

    from tests.unit.register import jars
    from tests.unit.register.conftest import made_communes, made_worker

    call_command("migrate", verbosity=0)
    jars.create_tables()
    made_communes()
    made_worker("maria")


def push() -> None:
    """Push in batches; a uuid is printed only after `receive` has returned, as a tablet would be told."""
    from django.contrib.auth import get_user_model

    from tests.unit.register.jars import AT, draft
    from vatra.register.entries import receive

    seed, size = int(sys.argv[2]), int(sys.argv[3])
    drawn = random.Random(seed)
    drafts = [
        draft("put_in", uuid=UUID(int=drawn.getrandbits(128), version=4), household=UUID(int=drawn.randrange(1, 9)),
              commune=drawn.choice((20001, 20002)), count=drawn.randrange(5))
        for _ in range(ENTRIES)
    ]
    worker = get_user_model().objects.get(username="maria")
    order = random.Random()
    order.shuffle(drafts)  # another order each time: what is new stands among what is known
    for begin in range(0, ENTRIES, size):
        for receipt in receive(drafts[begin:begin + size], by=worker, at=AT):
            assert receipt.outcome in ("received", "duplicate"), receipt
            sys.stdout.write(f"{receipt.uuid}\n")
        sys.stdout.flush()


def live() -> None:
    """A few households' three years, through all rooms."""
    from django.core.management import call_command

    from tests.faults.lives import drafts
    from tests.unit.register.conftest import made_communes, made_worker
    from vatra.register.entries import receive

    call_command("migrate", verbosity=0)
    made_communes()
    made_worker("elena", "supervisor_dgaspc")
    wanted = drafts(int(sys.argv[2]))
    receive(wanted, by=made_worker("maria", "social_worker"), at=max(draft.at for draft in wanted))


def check() -> None:
    """What the register holds, and whether it agrees with itself."""
    from tests.unit.register.jars import Coin, Jar
    from tests.unit.register.test_rebuild import picture
    from vatra.register.rebuild import rebuild
    from vatra.register.verify import faults

    before = picture()
    rebuild(longest_run=3)
    from django.apps import apps

    entries = apps.get_model("register.Entry").objects
    print(json.dumps({
        "entries": sorted(str(uuid) for uuid in entries.values_list("uuid", flat=True)),
        "coins": sorted(str(uuid) for uuid in Coin.objects.values_list("uuid", flat=True)),
        "in_jars": sum(Jar.objects.values_list("coins", flat=True)),
        "put_in": sum(Coin.objects.values_list("count", flat=True)),
        "faults": [repr(fault) for fault in faults()],
        "rebuilt_alike": picture() == before,
    }))


if __name__ == "__main__":
    main()
