"""Eight threads at once give what one gives, also when everything is loaded and built for the first time."""

from __future__ import annotations

import json
import subprocess
import sys

TOGETHER = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from letternet import Formula, FormulaError

sys.setswitchinterval(1e-5)
TEXTS = [
    "l2 = relu(l0W0)W1; l0 : 3; l1 : 4; l2 : 1",
    "f(x) = x ⊙ σ(x); y = softmax(f([x, 1])W + b); x : 3; b : 2",
    "c_t = f ⊙ c + i ⊙ tanh([x, h]W + b); x : 3; h, c : 4",
    "A = softmax(QKᵀ/√d)V; Q : 2 × 3; d : number",
    "d2 = l2 - y; d1 = d2W1ᵀ ⊙ relu'(l1); W1 <- W1 - α l1ᵀd2; l1 = relu(l0W0); l2 = l1W1; l0 : 2; W0 : 2 × 2; l2 : 1",
    "l2 = relu(l0W0)W1; l0 : 3; W0 : 3 × 4; W1 : 5 × 2",
    "l1 = rleu(l0W0",
    "layer_1 = relu(layer_0.dot(weights_0_1))",
    "Take layer 0 times the weights 0, add the bias and apply relu.",
    "\\\\mathbf{h}_t = \\\\tanh(\\\\mathbf{W}\\\\mathbf{x}_t + \\\\mathbf{b}_h)",
]
SHARED = [Formula(text, check=False) for text in TEXTS[:1]]


def everything(text):
    try:
        net = Formula(text)
    except FormulaError as error:
        return [problem.as_json() for problem in error.problems]
    from letternet.run.needed import numbers_to_try
    values = numbers_to_try(net.checked, {})
    said = [
        net.letters(), net.python(module=True), net.english(), net.english("lesson"), net.latex(), net.picture().svg,
        net.chain().letters(), str(dict(net.sizes)), net.trace(values), str(dict(net.run(values))),
    ]
    for shared in SHARED:
        call = shared.function()
        said.append(str(call([1.0, 2.0, 3.0], [[1.0] * 4] * 3, [[2.0]] * 4)) + call.source + shared.english("steps"))
    return said


barrier = Barrier(8)


def turn(number):
    barrier.wait()
    order = TEXTS[number:] + TEXTS[:number]
    found = {text: everything(text) for text in order}
    return [found[text] for text in TEXTS]


with ThreadPoolExecutor(8) as pool:
    told = list(pool.map(turn, range(8)))
alone = [everything(text) for text in TEXTS]
print(json.dumps({"same": [one == alone for one in told], "lengths": [len(str(each)) for each in alone]}))
"""


def test_eight_threads_at_once_give_what_one_gives() -> None:
    made = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", TOGETHER], capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert (made.returncode, made.stderr) == (0, "")
    found = json.loads(made.stdout)
    assert found["same"] == [True] * 8
    assert min(found["lengths"]) > 100
