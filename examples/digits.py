"""A network with 784 inputs, as for pictures of digits of 28 × 28 points: a batch of 64 random pictures.

Look at the formula: it is the chapter's, with softmax around it.  It says nothing of the batch, and the sizes come
from the three layers.
"""

import numpy as np

from letternet import Formula

net = Formula("l2 = softmax(relu(l0W0)W1)", dims={"l0": 784, "W0": (784, 100), "l2": 10})

random = np.random.default_rng(7)
pictures = random.random((64, 784))
weights_0_1 = 0.1 * random.standard_normal(net.sizes["W0"])
weights_1_2 = 0.1 * random.standard_normal(net.sizes["W1"])

predict = net.function()
shares = net.run(l0=pictures, W0=weights_0_1, W1=weights_1_2)["l2"]
one = predict(pictures[0], weights_0_1, weights_1_2)

print(net.python(module=True))
print("a batch gives", shares.shape, "and one picture", one.shape)
print("the first pictures look like", shares.argmax(axis=1)[:8], "to weights that have learned nothing")
