"""`make bench`: all benchmarks, or the ones named."""

from __future__ import annotations

import pkgutil
import platform
import subprocess
import sys

import bench


def main() -> int:
    """Run each benchmark in a process of its own, so that none warms or fattens another."""
    wanted = [name.lower() for name in sys.argv[1:]]
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name.startswith("p"))
    chosen = [name for name in names if not wanted or name.partition("_")[0] in wanted]
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}\n", flush=True)
    return max((subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in chosen),
               default=2)


if __name__ == "__main__":
    sys.exit(main())
