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
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain when it flushes.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
