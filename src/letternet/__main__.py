"""The command `letternet`, also as `python -m letternet`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command; nothing that can go wrong ends in a traceback."""
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
