"""The streetlights again: the chapter's network learns from six patterns when people walk and when they stop.

Look at the lines that are printed first: nobody wrote them, they follow from the formula.  Then at the predictions:
after 60 epochs they are near 0 where people stop and near 1 where they walk.  With the name of a folder, the picture of
the learning formulas and the curve of the errors are saved there.
"""

import sys
from pathlib import Path

import numpy as np

from letternet import Formula

streetlights = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1], [0, 1, 1], [1, 0, 1]])
walk_vs_stop = np.array([[0], [1], [0], [1], [1], [0]])

net = Formula("l1 = relu(l0W0); l2 = l1W1", dims={"l0": 3, "l1": 4, "l2": 1})
learning = net.backprop(target="y")

training = net.train({"l0": streetlights, "y": walk_vs_stop}, rate=0.2, epochs=60, batch=1, seed=1)

print(learning.letters(), "", learning.python(batch=["l0", "y"]), "", sep="\n")
print(training.curve.text)
for lights, prediction, truth in zip(
    streetlights, net.run(training, l0=streetlights)["l2"], walk_vs_stop, strict=True
):
    print(lights, f"predicted {prediction[0]:+.3f}, is {truth[0]}")

for folder in map(Path, sys.argv[1:2]):
    learning.picture().save(folder / "learning.svg")
    training.curve.save(folder / "streetlights.svg")
