"""Three dwellings of a street, on the list of the first commune; run in the server's VATRA_HOME."""

from __future__ import annotations

import os


def main() -> None:
    """Through the register's door."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from dataclasses import replace

    from tests.unit.web import village

    dwellings = [{"uuid": str(village.uuid(f"morii {number}")), "address": f"Aleea Morii {number}"}
                 for number in (10, 2, 3)]
    said = {"village": village.HERE + 1, "dwellings": dwellings}
    village.handed_in([replace(village.draft("list_dwellings", "", said), household=None)], "ana")


if __name__ == "__main__":
    main()
