"""Answers that take for ever, end their process or go wrong otherwise: for tests of what a server does then."""

from __future__ import annotations

import os
import time
from typing import Any


def answer(state: dict[str, Any]) -> dict[str, Any]:
    """Do what the state says, and say which process did it."""
    match state.get("do"):
        case "spin":
            while True:
                pass
        case "die":
            os._exit(3)
        case "leave":
            raise SystemExit
        case "raise":
            raise KeyError("l0W0")
        case "eat":
            bytearray(100_000_000_000)
        case "print":
            print("something for nobody")
        case "nan":
            return {"number": float("nan")}
        case "nap":
            time.sleep(state.get("seconds", 0.05))
    return {"process": os.getpid(), "state": state}
