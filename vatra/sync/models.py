"""The record of this room: documents already made, so that the next tablet need not wait for them."""

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
