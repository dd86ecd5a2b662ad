"""The streetlights: do people walk or stop?  The chapter's network predicts all six patterns at once.

Look at `l0=streetlights`: the formula says one datapoint, and the run takes a batch of six, one a row.  The weights
are random, so the predictions are wrong; that is where learning starts.
"""

import numpy as np

from letternet import Formula

streetlights = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1], [0, 1, 1], [1, 0, 1]])
walk_vs_stop = np.array([[0], [1], [0], [1], [1], [0]])

net = Formula("l2 = relu(l0W0)W1; e = sum((l2 - y)²)", dims={"l0": 3, "l1": 4, "l2": 1})

random = np.random.default_rng(1)
weights_0_1 = 2 * random.random(net.sizes["W0"]) - 1
weights_1_2 = 2 * random.random(net.sizes["W1"]) - 1

run = net.run(l0=streetlights, W0=weights_0_1, W1=weights_1_2, y=walk_vs_stop)

print(net.python(batch=["l0"]))
for lights, prediction, truth, error in zip(streetlights, run["l2"], walk_vs_stop, run["e"], strict=True):
    print(lights, "predicted", f"{prediction[0]:+.3f}", "is", truth[0], "error", f"{error:.3f}")
