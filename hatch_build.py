"""The build step: gather the Romanian words into Django's catalogue, and build the field app."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WordsAndFieldApp(BuildHookInterface):
    """Runs for wheels and for editable installs alike."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """A Node from PyPI, only where the system has none."""
        sys.path.insert(0, self.root)
        from field.build import PACKAGED, system_node

        return [] if self.target_name != "wheel" or system_node() else [PACKAGED]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make both in place and have them taken along, though git ignores them."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, self.root)
        from field.build import build
        from vatra.config.words import compile_catalogue

        for path in compile_catalogue(Path(self.root) / "vatra" / "locale"):
            build_data["artifacts"].append(str(Path(path).relative_to(self.root)))
        build_data["artifacts"].append(f"{build().relative_to(self.root).as_posix()}/**")
