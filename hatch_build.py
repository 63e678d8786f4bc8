"""The build step: gather the Romanian words into the catalogue that Django reads."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GatherWords(BuildHookInterface):
    """Runs for wheels and for editable installs alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogue in place and have it taken along, though git ignores it."""
        sys.path.insert(0, self.root)
        from vatra.config.words import compile_catalogue

        for path in compile_catalogue(Path(self.root) / "vatra" / "locale"):
            build_data["artifacts"].append(str(Path(path).relative_to(self.root)))
