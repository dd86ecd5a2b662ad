"""The command `letternet`, also as `python -m letternet`."""

from __future__ import annotations

import atexit
import gc
import sys

PLENTY = 100_000  # things that are made before anybody looks for those in circles that nobody needs any longer


def main() -> int:
    """Run the command; nothing that can go wrong ends in a traceback."""
    # A short command is over before there is anything to collect, and a process that ends need not tidy up.
    gc.set_threshold(PLENTY, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
    try:
        from .show.command import command

        return command(sys.argv[1:])
    except KeyboardInterrupt:
        return 130
    except MemoryError:
        print("letternet: there is not enough memory for this", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain when it flushes.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # a defect of this program, not of what was asked
        print(f"letternet has a defect: {type(error).__name__}: {error}; please report what you asked", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
