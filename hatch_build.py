"""Compile the inner loops where a C compiler is at hand; without one the package is the same, and slower.

The build back end calls the hook. To compile them beside their sources in a working copy: `python hatch_build.py`.
`GAZETTED_KERNEL=0` builds without them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
SOURCES = sorted((ROOT / "src" / "gazetted" / "text").glob("_*.c"))


def compile_all() -> list[Path]:
    """The compiled modules, each beside its source; none where they cannot be compiled."""
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    if os.environ.get("GAZETTED_KERNEL") == "0" or sys.platform == "win32" or not suffix or compiler is None:
        return []
    return [made for source in SOURCES if (made := _compiled(source, suffix, compiler)) is not None]


def _compiled(source: Path, suffix: str, compiler: str) -> Path | None:
    target = source.with_name(f"{source.stem}{suffix}")
    made = target.with_suffix(".tmp")
    flags = ["-O2", "-ffp-contract=off", "-fPIC", "-shared", f"-I{sysconfig.get_paths()['include']}"]
    if sys.platform == "darwin":
        flags += ["-undefined", "dynamic_lookup"]
    try:
        subprocess.run([compiler, *flags, str(source), "-o", str(made)], check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        made.unlink(missing_ok=True)
        return None
    made.replace(target)
    return target


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # compiled by hand, where the build back end is not installed
    BuildHookInterface = None  # type: ignore[assignment,misc]

if BuildHookInterface is not None:

    class KernelHook(BuildHookInterface[Any]):
        """Puts the compiled modules into a wheel, which then is one for this platform."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Compile, and tell the builder of what came of it."""
            del version
            found = compile_all() if self.target_name == "wheel" else []
            if found:
                build_data["artifacts"].extend(f"src/gazetted/text/{one.name}" for one in found)
                build_data["pure_python"] = False
                build_data["infer_tag"] = True


if __name__ == "__main__":
    print(*compile_all() or ["nothing compiled: there is no C compiler, or no header of Python"], sep="\n")
