"""The record of places. Codes are those of SIRUTA (INS), of SIIIR for schools, else slugs of ours."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class County(models.Model):
    """A county (județ), or București."""

    code = models.CharField(max_length=2, primary_key=True)  # "BC": the mnemonic on number plates
    siruta = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A local authority, rural or urban; and each sector of București, which is `part_of` the city."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        TOWN = "town", _("town")
        COMMUNE = "commune", _("commune")
        SECTOR = "sector", _("sector")

    siruta = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    searched = models.CharField(max_length=60, db_index=True)  # lower case, no diacritics
    kind = models.CharField(max_length=12, choices=Kind.choices)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="communes")
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    urban = models.BooleanField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)  # residents on 1 December 2021

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="sector", part_of__isnull=False)
                | (~models.Q(kind="sector") & models.Q(part_of__isnull=True)),
                name="only_sectors_are_part_of_a_commune",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BoundarySet(models.Model):
    """Boundaries that a user loaded from one file; the file itself is not kept, whose it is and by what right are."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True)
    loaded_on = models.DateField()


class Boundary(models.Model):
    """The outline of a commune: rings of [longitude, latitude] in degrees (WGS84), simplified for drawing."""

    commune = models.OneToOneField(Commune, on_delete=models.PROTECT, primary_key=True, related_name="boundary")
    rings = models.JSONField()
    of = models.ForeignKey(BoundarySet, on_delete=models.CASCADE, related_name="boundaries")


class Village(models.Model):
    """A village, or a part of a town that has a name and a code of its own."""

    siruta = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    searched = models.CharField(max_length=60, db_index=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="villages")
    seat = models.BooleanField(default=False)  # where the town hall stands
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.name


class CensusAgeGroup(models.Model):
    """Residents of an age group at the 2021 census: ages from `age_from` to before `age_until`."""

    id = models.BigAutoField(primary_key=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="age_groups")
    age_from = models.PositiveSmallIntegerField()
    age_until = models.PositiveSmallIntegerField(null=True)  # null: and older
    persons = models.PositiveIntegerField(null=True)  # null: suppressed by INS, which is not 0

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "age_from"], name="one_row_per_age_group")]


class Institution(models.Model):
    """A school, kindergarten, clinic, town hall or licensed provider of social services."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school")
        KINDERGARTEN = "kindergarten", _("kindergarten")
        CLINIC = "clinic", _("clinic")
        TOWN_HALL = "town_hall", _("town hall")
        PROVIDER = "provider", _("provider of services")
        EDUCATION_OTHER = "education_other", _("other institution of education")  # inspectorate, counselling, clubs

    code = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=200)
    run_by = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=120, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="institutions")
    village = models.ForeignKey(Village, null=True, on_delete=models.PROTECT, related_name="institutions")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    capacity = models.PositiveIntegerField(null=True)  # places, of a provider
    pupils = models.PositiveIntegerField(null=True)  # of a legal unit with all its buildings
    service_code = models.CharField(max_length=20, blank=True)  # nomenclature of HG 867/2015
    parent_code = models.CharField(max_length=60, blank=True)  # the legal unit a school belongs to

    class Meta:
        indexes = [models.Index(fields=["commune", "kind"], name="institution_in_commune")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """How many posts a town hall may have and how many are filled (OUG 63/2010), in 2025."""

    commune = models.OneToOneField(Commune, on_delete=models.PROTECT, primary_key=True, related_name="posts")
    allowed = models.PositiveIntegerField(null=True)
    filled = models.DecimalField(max_digits=7, decimal_places=1, null=True)  # half posts exist
