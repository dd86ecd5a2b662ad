"""Real data: 1,797 digits written by hand, as pictures of 8 × 8 points, are learned by a formula of two lines.

Look at the two lines: they say nothing of the data but its 64 points and 10 digits.  A fifth of the digits is held out,
and the share of those that are told right is printed.  The digits come with scikit-learn: `pip install scikit-learn`.
With the name of a folder, the picture of the network and the curve of the errors are saved there.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from letternet import Formula

digits = load_digits()
points, numbers = digits.data / 16, digits.target
order = np.random.default_rng(0).permutation(len(points))
learned, held_out = order[:1437], order[1437:]


def of(some):
    """Some of the digits: their points, and a 1 for the number that each of them is."""
    return {"l0": points[some], "y": np.eye(10)[numbers[some]]}


net = Formula(
    """l1 = relu(l0W0 + b0)
    l2 = softmax(l1W1 + b1)""",
    dims={"l0": 64, "l1": 32, "l2": 10},
)
training = net.train(of(learned), rate=0.2, epochs=40, batch=32, seed=0, held_out=of(held_out))

predicted = net.run(training, l0=points[held_out])["l2"].argmax(axis=1)
accuracy = (predicted == numbers[held_out]).mean()

print(net.picture("strips").text, net.backprop().letters(), training.curve.text, sep="\n\n")
print(f"{accuracy:.1%} of {len(held_out)} digits that were held out are told right")

for folder in map(Path, sys.argv[1:2]):
    net.picture("strips").save(folder / "digits.svg")
    training.curve.save(folder / "digits_curve.svg")
