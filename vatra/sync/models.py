"""The record of this room: what was already made and packed, so that the next tablet need not wait for it."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """A household in one view, as JSON packed by zlib; holds as long as nothing newer is known of the household."""

    id = models.BigAutoField(primary_key=True)
    household = models.UUIDField()
    view = models.CharField(max_length=16)
    generation = models.CharField(max_length=16)  # of rulebook and shape: another one makes all anew
    entry = models.BigIntegerField()
    echo = models.BigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "view"], name="one_document_per_view")]


class PackedPage(models.Model):
    """A page of a sync of everything, packed; holds while `marks` (how far the communes' streams go) are the same."""

    id = models.BigAutoField(primary_key=True)
    slot = models.CharField(max_length=32, unique=True)  # which view of which communes, from where on
    generation = models.CharField(max_length=16)
    marks = models.CharField(max_length=32)
    content = models.BinaryField()
    crc = models.BigIntegerField()
    length = models.BigIntegerField()
    about = models.JSONField()  # {"last": internal id or null, "households": [[uuid, commune], ...]}
