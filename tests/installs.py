"""The wheel and the source distribution in clean environments of several Pythons, with the required packages only.

`python tests/installs.py python3.11 python3.12 python3.13` takes some minutes and a package registry.  In each
environment the command does its main jobs, the tests that need nothing further pass, and what needs an extra says how
to install it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
NET = "l2 = relu(l0W0)W1"
VALUES = ["--set", "l0=1 0 1", "--set", "W0=1 -1; 0 1; 1 2", "--set", "W1=1; 2"]
# What works with the required packages, with what has to be printed.
WORKS = [
    (["check", NET], ""),
    (["python", NET], "relu(layer_0.dot(weights_0_1)).dot(weights_1_2)"),
    (["english", NET], "perform the relu function"),
    (["latex", NET], "\\operatorname{relu}"),
    (["letters", "Take layer 0 times the weights 0."], "l0W0"),
    (["letters", "layer_1 = relu(layer_0.dot(weights_0_1))"], "l1 = relu(l0W0)"),
    (["run", NET, *VALUES], "l2 = "),
    (["run", NET, *VALUES, "--trace"], "l0W0 = "),
    (["backprop", NET], "W0 <- W0 - α l0ᵀd1"),
    (["train", "l1 = l0W0", "--set", "l0=1 0; 0 1", "--set", "y=1; 0", "--epochs", "2", "-o", "w.npz"], "epoch"),
    (["picture", NET], "relu"),
    (["page", NET, "-o", "page.html"], ""),
    (["explain", "E0201"], "E0201"),
]
# What needs a package more, the code it ends with, and what it says.
NEEDS = [(["-m", "letternet", "serve", "--port", "0"], 2, "pip install 'letternet[page]'")]


def done(*command: str | Path, cwd: Path, code: int = 0) -> str:
    """What a command says, which has to end with this code."""
    made = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, encoding="utf-8", check=False,
        stdin=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "HOME": str(cwd)},
    )  # fmt: skip
    said = made.stdout + made.stderr
    if made.returncode != code:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {made.returncode}:\n{said}")
    return said


def installed(python: str, archive: Path, folder: Path) -> Path:
    """The Python of a new environment with this archive and what it requires."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    own = folder / "bin" / "python"
    subprocess.run([str(own), "-m", "pip", "install", "-q", str(archive)], check=True, cwd=folder)
    return own


def tried(own: Path, folder: Path) -> None:
    """The main jobs, and what is missing."""
    for command, wanted in WORKS:
        said = done(own, "-m", "letternet", *command, cwd=folder)
        if wanted not in said:
            raise SystemExit(f"letternet {' '.join(command)} does not say {wanted!r}:\n{said}")
    for arguments, code, wanted in NEEDS:
        said = done(own, *arguments, cwd=folder, code=code)
        if wanted not in said:
            raise SystemExit(f"{' '.join(arguments)} does not say {wanted!r}:\n{said}")


def main() -> int:
    with tempfile.TemporaryDirectory() as room:
        built = Path(room, "dist")
        subprocess.run([sys.executable, "-m", "build", "-q", "--outdir", str(built), str(HOUSE)], check=True)
        for python in sys.argv[1:]:
            for archive in sorted(built.iterdir()):
                folder = Path(room, f"{Path(python).name}{archive.suffix}")
                own = installed(python, archive, folder)
                tried(own, folder)
                version = done(own, "--version", cwd=folder).strip()
                frozen = done(own, "-m", "pip", "freeze", cwd=folder).splitlines()
                packages = [re.split("==| @", line)[0] for line in frozen]
                print(f"{version}, {archive.name}: all is well with {', '.join(packages)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
