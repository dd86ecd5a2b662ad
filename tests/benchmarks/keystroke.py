"""What a keystroke costs on the live page: from the text to the views laid out, in Chromium, beside its server.

Run `python tests/benchmarks/keystroke.py`; it needs Chromium and chromedriver, without which only the answers are
measured.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from side_by_side import medians, table, tiny

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser import Browser, missing
from served import served

from letternet import Formula
from letternet.show.live import answer

# Puts each text in turn into the formula, and measures three parts of what follows in ms.
MEASURE = """
    formula.value = given[0][0];
    await ask();
    const taken = [[], [], [], []];
    for (let i = 0; i < given[1]; i++) {
      formula.value = given[0][(i + 1) % given[0].length];
      asking = new AbortController();
      const times = [performance.now()];
      const answer = await asked({});
      times.push(performance.now());
      show(answer);
      times.push(performance.now());
      document.body.offsetHeight;
      times.push(performance.now());
      for (const part of [0, 1, 2]) taken[part].push(times[part + 1] - times[part]);
      taken[3].push(times[3] - times[0]);
      await new Promise((done) => setTimeout(done, 150));
    }
    return taken.map((all) => all.sort((a, b) => a - b)[all.length >> 1]);
"""


def program(lines: int) -> str:
    """A network of so many lines, the first of them a size."""
    layers = [f"l{i + 1} = relu(l{i}W{i} + b{i})" for i in range(lines - 2)]
    return "\n".join(["l0 : 8", *layers, f"p = softmax(l{lines - 2}W{lines - 2})"])


def typed(lines: int) -> dict[str, list[str]]:
    """What is typed, as the texts that come one after the other."""
    whole = program(lines)
    before, _, last = whole.rpartition("\n")
    middle = whole.replace("b1)", "b1 + l1)")
    return {
        "a space": [whole, f"{whole} "],
        "a size at the top": [whole, whole.replace(": 8", ": 80")],
        "a letter in the middle": [whole, middle.replace("l1)", "l)"), middle],
        "the last line, letter by letter": [f"{before}\n{last[:end]}" for end in range(1, len(last) + 1)],
    }


def answers(lines: int, rounds: int) -> str:
    """What an answer costs in a process, with values and without, beside reading and checking alone."""
    text = program(lines)
    values = answer({"text": text, "fill": True})["filled"]
    taken = medians(
        {
            "read and check": lambda: Formula(text),
            "the answer": lambda: answer({"text": text}),
            "with values": lambda: answer({"text": text, "values": values}),
            "a step with values": lambda: answer({"text": text, "values": values, "step": 1}),
        },
        rounds,
    )
    least = taken["read and check"]
    return table(
        [f"{lines} lines, in a process", "ms", "÷ read and check"],
        [[name, seconds * 1e3, seconds / least] for name, seconds in taken.items()],
    )


def keystrokes(lines: int, rounds: int) -> str:
    """The parts of a keystroke in the browser."""
    live = served()
    rows = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(Path(profile))
        try:
            tab = browser.tab()
            tab.open(f"http://127.0.0.1:{live.port}/", 1280, 900)
            for name, texts in typed(lines).items():
                rows.append([name, *map(float, tab.script(MEASURE, texts, rounds))])
        finally:
            browser.quit()
            live.ended()
    return table(
        [f"{lines} lines, typed", "ms for the answer", "ms for the views", "ms of layout", "ms in all"], rows
    )


if __name__ == "__main__":
    lines, rounds = (3, 1) if tiny(__doc__) else (11, 40)
    print(answers(lines, rounds))
    print(f"\n{missing() or keystrokes(lines, rounds)}")
