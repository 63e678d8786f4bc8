"""Fill the database of VATRA_HOME with the village of the page tests; run as a module in a process of its own."""

from __future__ import annotations

import os


def main() -> None:
    """Tables, then places, workers and households."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from tests.unit.web.council_village import stuck_case
    from tests.unit.web.village import handed_in, made_village
    from vatra.config.words import compile_catalogue
    from vatra.results.tallies import refresh

    compile_catalogue()
    call_command("migrate", verbosity=0, interactive=False)
    made_village(timezone.localdate(), more=30)
    handed_in(stuck_case("gospodar3"), "ana")
    made_institutions()
    refresh(on=timezone.localdate())


def made_institutions() -> None:
    """Whom the register knows in the first commune: its school, its town hall, a family doctor."""
    from django.apps import apps

    from tests.unit.web.village import HERE

    for code, kind, name in (
        ("4061100001", "school", "Școala Gimnazială Răcăciuni"),
        (f"primaria-{HERE}", "town_hall", "Primăria Răcăciuni"),
        ("cabinet-vasiliu", "clinic", "Cabinetul Dr. Vasiliu"),
    ):
        apps.get_model("places.Institution").objects.create(
            code=code, kind=kind, name=name, commune_id=HERE, lat=46.33, lon=26.98)


if __name__ == "__main__":
    main()
