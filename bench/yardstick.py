"""The yardstick of P1: a bare Django insert of a household, three children and an event, in one transaction."""

from __future__ import annotations

import time
from uuid import uuid4

from django.db import connection, models, transaction

TIMES = 500


class BareHousehold(models.Model):
    """A household and nothing that anyone could want to know of it."""

    uuid = models.UUIDField(unique=True)
    address = models.CharField(max_length=200)

    class Meta:
        app_label = "bench"


class BareChild(models.Model):
    """A child of it."""

    uuid = models.UUIDField(unique=True)
    household = models.ForeignKey(BareHousehold, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)

    class Meta:
        app_label = "bench"


class BareEvent(models.Model):
    """What was said of it."""

    uuid = models.UUIDField(unique=True)
    household = models.ForeignKey(BareHousehold, on_delete=models.CASCADE)
    payload = models.JSONField()

    class Meta:
        app_label = "bench"


def bare_inserts() -> tuple[float, float]:
    """Transactions a second, and milliseconds of this process's processor time for each."""
    with connection.schema_editor() as editor:
        for model in (BareHousehold, BareChild, BareEvent):
            editor.create_model(model)
    wall, processor = time.perf_counter(), time.process_time()
    for number in range(TIMES):
        with transaction.atomic():
            household = BareHousehold.objects.create(uuid=uuid4(), address=f"nr. {number}")
            BareChild.objects.bulk_create(
                [BareChild(uuid=uuid4(), household=household, name="Ana") for _ in range(3)]
            )
            BareEvent.objects.create(uuid=uuid4(), household=household, payload={"rooms": 2, "toilet": "none"})
    seconds, used = time.perf_counter() - wall, time.process_time() - processor
    with connection.schema_editor() as editor:
        for model in (BareEvent, BareChild, BareHousehold):
            editor.delete_model(model)
    return TIMES / seconds, used / TIMES * 1000
