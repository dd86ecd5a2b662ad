"""A network predicting, as three frames of a film: the lights come in, layer 1 lights up, layer 2 answers.

Look at layer 1: the trace says which of its values relu set to 0, and those take no part in the answer.  The same on
the command line:

    letternet run 'l2 = relu(l0W0)W1' --set l0='1 0 1' --set W0='…' --set W1='…' --trace
"""

import numpy as np

from letternet import Formula

net = Formula("l2 = relu(l0W0)W1", dims={"l0": 3, "l1": 4, "l2": 1})
lights = np.array([1, 0, 1])
weights_0_1 = np.array([[-0.2, 0.8, -0.6, -0.4], [-0.7, -0.8, -0.6, -0.3], [-0.2, 0.1, -0.2, 0.4]])
weights_1_2 = np.array([[-0.6], [0.8], [-0.9], [0.5]])

frames = net.trace(l0=lights, W0=weights_0_1, W1=weights_1_2).split("\n\n")
for number, frame in enumerate(frames, 1):
    print(f"--- frame {number}")
    print(frame)
