"""The abstract record of which every derived table is made."""

from django.db import models


class Record(models.Model):
    """`id` is internal; `uuid` is made by whoever creates the thing and is stable outside."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True, editable=False)

    class Meta:
        abstract = True

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.uuid}>"  # never a name: it may end in a log


class Period(models.Model):
    """Something that holds since a day and until a day (exclusive), or is still so."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
