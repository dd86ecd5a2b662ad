"""One report: the machine and the versions, then the tables of one script after the other.

Run `python tests/benchmarks`; with names (`python tests/benchmarks run memory`), only these.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import date
from importlib import metadata
from pathlib import Path

from side_by_side import ONE_THREAD

FOLDER = Path(__file__).parent
SCRIPTS = {
    "growth": "Growth of translation",
    "translate": "Translation",
    "run": "Running",
    "chains": "The order of products",
    "memory": "Memory",
    "learning": "Learning",
}
LIBRARIES = ("letternet", "numpy", "scipy", "sympy", "torch", "jax", "onnxruntime")


def processor() -> str:
    """What the system calls its processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def version(library: str) -> str:
    try:
        return f"{library} {metadata.version(library)}"
    except metadata.PackageNotFoundError:
        return f"{library} not installed"


def machine() -> str:
    """When and where, in two lines."""
    today = date.today()
    where = f"{today.day} {today:%B %Y}, {processor()}, {cores()} cores, {platform.system()}, one BLAS thread;"
    return f"{where}\nPython {platform.python_version()}, {', '.join(map(version, LIBRARIES))}."


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/benchmarks", description=__doc__)
    parser.add_argument("scripts", nargs="*", metavar="script", help=f"only these of {', '.join(SCRIPTS)}")
    parser.add_argument("--tiny", action="store_true", help="tiny sizes, to see that the scripts run")
    given = parser.parse_args()
    if unknown := [name for name in given.scripts if name not in SCRIPTS]:
        parser.error(f"there is no {unknown[0]}, but {', '.join(SCRIPTS)}")
    print(machine())
    failed = 0
    for name in given.scripts or SCRIPTS:
        print(f"\n### {SCRIPTS[name]}\n", flush=True)
        start = [sys.executable, "-X", "utf8", str(FOLDER / f"{name}.py"), *(["--tiny"] if given.tiny else [])]
        failed |= subprocess.run(start, env={**os.environ, **ONE_THREAD}, check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
