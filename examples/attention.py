"""One head of attention: every word of a sentence looks at every other one.

Look at the sizes: the sentence and two of the matrices are declared, in letters.  That the scores are n × n follows; so
does √k, in which the size of a query stands for a number.
"""

import numpy as np

from letternet import Formula

HEAD = """
X means "sentence"
X : n × d
A, B : d × k
Q = XA          # what each word asks for
K = XB          # what each word has to offer
V = XC          # what each word says
S = softmax(QKᵀ/√k)
Z = SV
"""

head = Formula(HEAD)

random = np.random.default_rng(3)
words = random.standard_normal((5, 8))
weights = {name: random.standard_normal((8, 4)) for name in "ABC"}
run = head.run(weights, X=words)

for name, size in head.sizes.items():
    print(f"{name}  {size}")
print(head.python())
print("how much each word looks at each other one, in percent:")
print(np.round(100 * run["S"]).astype(int))
