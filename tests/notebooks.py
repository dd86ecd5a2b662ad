"""Teaching code as people publish it, with the numbers it must give, and texts that must be refused or understood.

A cell is run as plain Python in one namespace that holds ``np`` and ``__name__ == "__main__"``: first ``before``, then
``code``. ``before`` alone gives every input its starting value, also where ``code`` sets or draws the same value again.
Where ``once`` is given it runs right after ``before`` (without ``code``), and ``watch`` names what that leaves;
a name in ``watch`` may then be one that the loop would go on changing. What ``code`` draws without a ``once`` keeps
its value to the end. ``left_out`` lists fragments, each found in ``code``, of the lines that letters cannot say.
Not listed are imports, definitions and what their ``if`` chooses by a constant, comments, docstrings, the test of
``__name__``, the head of a loop that has a ``once``, and the lines under a listed ``if``. A cell with ``runs=False``
needs a package, or a notebook, that is not there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    title: str
    code: str
    before: str
    watch: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    once: str = ""
    runs: bool = True


BOOK: tuple[Cell, ...] = (
    Cell(
        title="the simplest network, chapter 3",
        code=r'''# The network

weight = 0.1

def neural_network(input, weight):
    prediction = input * weight
    return prediction

# How we use the network to predict something

number_of_toes = [8.5, 9.5, 10, 9]

input = number_of_toes[0]

pred = neural_network(input,weight)
print(pred)
''',
        before="",
        watch=("pred",),
        left_out=("print(pred)",),
    ),
    Cell(
        title="one line of a neuron, an input times a weight",
        code="prediction = input * weight\n",
        before="input = 8.5\nweight = 0.1\n",
        watch=("prediction",),
    ),
    Cell(
        title="a weighted sum written out with a loop over lists, chapter 3",
        code=r'''def w_sum(a,b):

    assert(len(a) == len(b))

    output = 0
    for i in range(len(a)):
        output += (a[i] * b[i])

    return output

weights = [0.1, 0.2, 0]

def neural_network(input, weights):
    pred = w_sum(input,weights)
    return pred

# This dataset is the current
# status at the beginning of
# each game for the first 4 games
# in a season.

# toes = current number of toes
# wlrec = current games won (percent)
# nfans = fan count (in millions)

toes =  [8.5, 9.5, 9.9, 9.0]
wlrec = [0.65, 0.8, 0.8, 0.9]
nfans = [1.2, 1.3, 0.5, 1.0]

# Input corresponds to every entry
# for the first game of the season.

input = [toes[0],wlrec[0],nfans[0]]
pred = neural_network(input,weights)

print(pred)
''',
        before="",
        watch=("pred",),
        left_out=("assert(len(a) == len(b))", "print(pred)"),
    ),
    Cell(
        title="the same weighted sum with NumPy's dot, chapter 3",
        code=r'''import numpy as np
weights = np.array([0.1, 0.2, 0])
def neural_network(input, weights):
    pred = input.dot(weights)
    return pred

toes = np.array([8.5, 9.5, 9.9, 9.0])
wlrec = np.array([0.65, 0.8, 0.8, 0.9])
nfans = np.array([1.2, 1.3, 0.5, 1.0])

# Input corresponds to every entry
# for the first game of the season.

input = np.array([toes[0],wlrec[0],nfans[0]])
pred = neural_network(input,weights)

print(pred)
''',
        before="",
        watch=("pred",),
        left_out=("print(pred)",),
    ),
    Cell(
        title="one input and several outputs with ele_mul, chapter 3",
        code=r'''# Instead of predicting just
# whether the team won or lost,
# now we're also predicting whether
# they are happy/sad AND the percentage
# of the team that is hurt. We are
# making this prediction using only
# the current win/loss record.

weights = [0.3, 0.2, 0.9]

def ele_mul(number,vector):
    output = [0,0,0]

    assert(len(output) == len(vector))

    for i in range(len(vector)):
        output[i] = number * vector[i]

    return output

def neural_network(input, weights):
    pred = ele_mul(input,weights)
    return pred

wlrec = [0.65, 0.8, 0.8, 0.9]
input = wlrec[0]
pred = neural_network(input,weights)

print(pred)
''',
        before="",
        watch=("pred",),
        left_out=("assert(len(output) == len(vector))", "print(pred)"),
    ),
    Cell(
        title="several inputs and several outputs, one row of weights for each output, chapter 3",
        code=r'''import numpy as np

            #toes %win #fans
weights = np.array([ [0.1, 0.1, -0.3], #hurt?
                     [0.1, 0.2, 0.0],  #win?
                     [0.0, 1.3, 0.1] ])#sad?

def vect_mat_mul(vect,matrix):
    return matrix.dot(vect)

def neural_network(input, weights):
    pred = vect_mat_mul(input,weights)
    return pred

input = np.array([8.5,0.65,1.2])
pred = neural_network(input,weights)
print(pred)
''',
        before="",
        watch=("pred",),
        left_out=("print(pred)",),
    ),
    Cell(
        title="predicting on predictions: a hidden layer and a list of two weight matrices, chapter 3",
        code=r'''import numpy as np

# toes % win # fans
ih_wgt = np.array([
            [0.1, 0.2, -0.1], # hid[0]
            [-0.1,0.1, 0.9],  # hid[1]
            [0.1, 0.4, 0.1]]).T # hid[2]


# hid[0] hid[1] hid[2]
hp_wgt = np.array([
            [0.3, 1.1, -0.3], # hurt?
            [0.1, 0.2, 0.0],  # win?
            [0.0, 1.3, 0.1] ]).T # sad?

weights = [ih_wgt, hp_wgt]

def neural_network(input, weights):

    hid = input.dot(weights[0])
    pred = hid.dot(weights[1])
    return pred


toes =  np.array([8.5, 9.5, 9.9, 9.0])
wlrec = np.array([0.65,0.8, 0.8, 0.9])
nfans = np.array([1.2, 1.3, 0.5, 1.0])

input = np.array([toes[0],wlrec[0],nfans[0]])

pred = neural_network(input,weights)
print(pred)
''',
        before="",
        watch=("pred",),
        left_out=("print(pred)",),
    ),
    Cell(
        title="the primer on NumPy vectors and matrices, chapter 3",
        code=r'''import numpy as np

a = np.array([0,1,2,3]) # a vector
b = np.array([4,5,6,7]) # another vector
c = np.array([[0,1,2,3], # a matrix
              [4,5,6,7]])

s = a * 0.1    # multiplies every number in vector "a" by 0.1
t = c * 0.2    # multiplies every number in matrix "c" by 0.2
u = a * b      # multiplies elementwise between a and b (columns paired up)
v = a*b*0.2    # multiplies elementwise between a and b (columns paired up), then multiplies by 0.2
d = np.random.rand(2,5) # a 2x5 matrix with random numbers between 0 and 1

print(a)
print(d)
print(a - b)
''',
        before="np.random.seed(3)\n",
        watch=("s", "t", "u", "v"),
        left_out=("np.random.rand(2,5)", "print(a)", "print(d)"),
    ),
    Cell(
        title="the shapes of dot products, transposed where they must be, chapter 3",
        code=r'''import numpy as np

a = np.ones((2,4))
b = np.ones((4,3))

c = a.dot(b)
print(c.shape) # outputs (2,3)

e = np.ones((2,1)) * 0.5
f = np.ones((1,3)) * 4

g = e.dot(f)
print(g.shape) # outputs (2,3)

h = np.ones((5,4)).T # throws an error without the ".T"
i = np.ones((5,6))

j = h.dot(i)
print(j.shape) # outputs (4,6)
''',
        before="",
        watch=("c", "g", "j"),
        left_out=("print(c.shape)", "print(g.shape)", "print(j.shape)"),
    ),
    Cell(
        title="comparing: the squared error, chapter 4",
        code=r'''knob_weight = 0.5
input = 0.5
goal_pred = 0.8

pred = input * knob_weight
error = (pred - goal_pred) ** 2
print(error)
''',
        before="",
        watch=("pred", "error"),
        left_out=("print(error)",),
    ),
    Cell(
        title="hot and cold learning, chapter 4",
        code=r'''weight = 0.5
input = 0.5
goal_prediction = 0.8

step_amount = 0.001 # <== how much to move weights each iteration

for iteration in range(1101): # <== repeat learning many times so that
                              #     error can keep getting smaller
    prediction = input * weight
    error = (prediction - goal_prediction) ** 2

    print("Error:" + str(error) + " Prediction:" + str(prediction))

    up_prediction = input * (weight + step_amount) # <== try up!
    up_error = (goal_prediction - up_prediction) ** 2

    down_prediction = input * (weight - step_amount) # <== try down!
    down_error = (goal_prediction - down_prediction) ** 2

    if(down_error < up_error):
        weight = weight - step_amount # <== if down is better, go down!

    if(down_error > up_error):
        weight = weight + step_amount # <== if up is better, go up!
''',
        before="weight = 0.5\ninput = 0.5\ngoal_prediction = 0.8\nstep_amount = 0.001\n",
        watch=("prediction", "error", "up_prediction", "up_error", "down_prediction", "down_error"),
        left_out=('print("Error:"', "if(down_error < up_error):", "if(down_error > up_error):"),
        once=r'''prediction = input * weight
error = (prediction - goal_prediction) ** 2
up_prediction = input * (weight + step_amount)
up_error = (goal_prediction - up_prediction) ** 2
down_prediction = input * (weight - step_amount)
down_error = (goal_prediction - down_prediction) ** 2
''',
    ),
    Cell(
        title="turning the knob by direction and amount, chapter 4",
        code=r'''weight = 0.5
goal_pred = 0.8
input = 0.5

for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    direction_and_amount = (pred - goal_pred) * input
    weight = weight - direction_and_amount

    print("Error:" + str(error) + " Prediction:" + str(pred))
''',
        before="weight = 0.5\ngoal_pred = 0.8\ninput = 0.5\n",
        watch=("pred", "error", "direction_and_amount", "weight"),
        left_out=('print("Error:"',),
        once=r'''pred = input * weight
error = (pred - goal_pred) ** 2
direction_and_amount = (pred - goal_pred) * input
weight = weight - direction_and_amount
''',
    ),
    Cell(
        title="one iteration of gradient descent, chapter 4",
        code=r'''weight = 0.1
alpha = 0.01

def neural_network(input, weight):
    prediction = input * weight
    return prediction

number_of_toes = [8.5]
win_or_lose_binary = [1] # (won!!!)

input = number_of_toes[0]
goal_pred = win_or_lose_binary[0]

pred = neural_network(input,weight)
error = (pred - goal_pred) ** 2

delta = pred - goal_pred

weight_delta = input * delta

weight -= weight_delta * alpha
''',
        before="weight = 0.1\n",
        watch=("pred", "error", "delta", "weight_delta", "weight"),
    ),
    Cell(
        title="learning is just reducing error, chapter 4",
        code=r'''weight, goal_pred, input = (0.0, 0.8, 1.1)

for iteration in range(4):
    print("-----\nWeight:" + str(weight))
    pred = input * weight
    error = (pred - goal_pred) ** 2
    delta = pred - goal_pred
    weight_delta = delta * input
    weight = weight - weight_delta
    print("Error:" + str(error) + " Prediction:" + str(pred))
    print("Delta:" + str(delta) + " Weight Delta:" + str(weight_delta))
''',
        before="weight, goal_pred, input = (0.0, 0.8, 1.1)\n",
        watch=("pred", "error", "delta", "weight_delta", "weight"),
        left_out=('print("-----', 'print("Error:"', 'print("Delta:"'),
        once=r'''pred = input * weight
error = (pred - goal_pred) ** 2
delta = pred - goal_pred
weight_delta = delta * input
weight = weight - weight_delta
''',
    ),
    Cell(
        title="an alpha that stops the divergence, chapter 4",
        code=r'''weight = 0.5
goal_pred = 0.8
input = 2
alpha = 0.1

for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    derivative = input * (pred - goal_pred)
    weight = weight - (alpha * derivative)

    print("Error:" + str(error) + " Prediction:" + str(pred))
''',
        before="weight = 0.5\ngoal_pred = 0.8\ninput = 2\nalpha = 0.1\n",
        watch=("pred", "error", "derivative", "weight"),
        left_out=('print("Error:"',),
        once=r'''pred = input * weight
error = (pred - goal_pred) ** 2
derivative = input * (pred - goal_pred)
weight = weight - (alpha * derivative)
''',
    ),
    Cell(
        title="gradient descent with several inputs and lists that a loop updates, chapter 5",
        code=r'''def w_sum(a,b):
    assert(len(a) == len(b))
    output = 0

    for i in range(len(a)):
        output += (a[i] * b[i])

    return output

weights = [0.1, 0.2, -.1]

def neural_network(input,weights):
    pred = w_sum(input,weights)
    return pred

toes =  [8.5, 9.5, 9.9, 9.0]
wlrec = [0.65, 0.8, 0.8, 0.9]
nfans = [1.2, 1.3, 0.5, 1.0]

win_or_lose_binary = [1, 1, 0, 1]
true = win_or_lose_binary[0]

# Input corresponds to every entry for the first game of the season.
input = [toes[0],wlrec[0],nfans[0]]

pred = neural_network(input,weights)

error = (pred - true) ** 2

delta = pred - true

def ele_mul(number,vector):
    output = [0,0,0]

    assert(len(output) == len(vector))

    for i in range(len(vector)):
        output[i] = number * vector[i]

    return output

weight_deltas = ele_mul(delta,input)

alpha = 0.01

for i in range(len(weights)):
    weights[i] -= alpha * weight_deltas[i]

print("Weights:" + str(weights))
print("Weight Deltas:" + str(weight_deltas))
''',
        before="",
        watch=("pred", "error", "delta", "weight_deltas"),
        left_out=(
            "assert(len(a) == len(b))",
            "assert(len(output) == len(vector))",
            "weights[i] -= alpha * weight_deltas[i]",
            'print("Weights:"',
            'print("Weight Deltas:"',
        ),
    ),
    Cell(
        title="several steps of learning with one weight frozen, chapter 5",
        code=r'''import numpy as np

def neural_network(input, weights):
  return input.dot(weights)

weights = np.array([0.1, 0.2, -.1])
alpha = 0.3

toes =  [8.5, 9.5, 9.9, 9.0]
wlrec = [0.65, 0.8, 0.8, 0.9]
nfans = [1.2, 1.3, 0.5, 1.0]
win_or_lose_binary = [1, 1, 0, 1]

true = win_or_lose_binary[0]
input = np.array([toes[0],wlrec[0],nfans[0]])

for iter in range(3):

  pred = neural_network(input,weights)
  error = (pred - true) ** 2
  delta = pred - true

  weight_deltas = delta * input
  weight_deltas[0] = 0

  print("Iteration:" + str(iter+1))
  print("Pred:" + str(pred))
  print("Error:" + str(error))
  print("Delta:" + str(delta))
  print()

  weights -= alpha * weight_deltas
''',
        before=r'''weights = np.array([0.1, 0.2, -.1])
alpha = 0.3
true = 1
input = np.array([8.5, 0.65, 1.2])
''',
        watch=("pred", "error", "delta"),
        left_out=("weight_deltas[0] = 0", 'print("Iteration:"', 'print("Pred:"', "print()"),
        once=r'''pred = input.dot(weights)
error = (pred - true) ** 2
delta = pred - true
''',
    ),
    Cell(
        title="gradient descent with several outputs, chapter 5",
        code=r'''import numpy as np

# Instead of predicting just whether the team won or lost, we're also
# predicting whether they're happy/sad AND the percentage of the team
# that is hurt.

weights = np.array([0.3, 0.2, 0.9])

def neural_network(input, weights):
    return input * weights

wlrec = [0.65, 1.0, 1.0, 0.9]

hurt  = [0.1, 0.0, 0.0, 0.1]
win   = [  1,   1,   0,   1]
sad   = [0.1, 0.0, 0.1, 0.2]

input = wlrec[0]
true = np.array([hurt[0], win[0], sad[0]])

pred = neural_network(input,weights)

error = (pred - true) ** 2
delta = pred - true

def scalar_ele_mul(number,vector):
    return number * vector

weight_deltas = scalar_ele_mul(input,delta)
alpha = 0.1

weights -= (weight_deltas * alpha)

print("Weights:" + str(weights))
''',
        before="",
        watch=("pred", "error", "delta", "weight_deltas", "weights"),
        left_out=('print("Weights:"',),
    ),
    Cell(
        title="several inputs and outputs, the outer product and weights of rows, chapter 5",
        code=r'''import numpy as np

                #toes %win #fans
weights = np.array([[0.1, 0.1, -0.3],#hurt?
                    [0.1, 0.2, 0.0], #win?
                    [0.0, 1.3, 0.1]])#sad?

input = np.array([8.5, 0.65, 1.2])
true  = np.array([0.1, 1, 0.1])
alpha = 0.01

pred = np.dot(weights, input)

error = (pred - true) ** 2
delta = pred - true

def outer_prod(a, b):
    # just a matrix of zeros
    out = np.zeros((len(a), len(b)))

    for i in range(len(a)):
        for j in range(len(b)):
            out[i][j] = a[i] * b[j]
    return out

weight_deltas = outer_prod(delta,input)

for i in range(len(weights)):
    for j in range(len(weights[0])):
        weights[i][j] -= alpha * weight_deltas[i][j]
''',
        before="",
        watch=("pred", "error", "delta", "weight_deltas"),
        left_out=("weights[i][j] -= alpha * weight_deltas[i][j]",),
    ),
    Cell(
        title="the outer product by NumPy, with an update of the whole matrix",
        code=r'''pred = weights.dot(input)
delta = pred - true
weight_deltas = np.outer(delta,input)
weights -= alpha * weight_deltas
''',
        before=r'''np.random.seed(5)
weights = np.random.rand(4, 3)
input = np.array([8.5, 0.65, 1.2])
true = np.array([0.1, 1, 0.1, 0.4])
alpha = 0.01
''',
        watch=("pred", "delta", "weight_deltas", "weights"),
    ),
    Cell(
        title="the streetlights, one light pattern over and over, chapter 6",
        code=r'''import numpy as np
weights = np.array([0.5,0.48,-0.7])
alpha = 0.1

streetlights = np.array( [[ 1, 0, 1 ],
                          [ 0, 1, 1 ],
                          [ 0, 0, 1 ],
                          [ 1, 1, 1 ],
                          [ 0, 1, 1 ],
                          [ 1, 0, 1 ] ] )

walk_vs_stop = np.array( [ 0, 1, 0, 1, 1, 0 ] )

input = streetlights[0] # [1,0,1]
goal_prediction = walk_vs_stop[0] # equals 0... i.e. "stop"

for iteration in range(20):
    prediction = input.dot(weights)
    error = (goal_prediction - prediction) ** 2
    delta = prediction - goal_prediction
    weights = weights - (alpha * (input * delta))

    print("Error:" + str(error) + " Prediction:" + str(prediction))
''',
        before=r'''weights = np.array([0.5,0.48,-0.7])
alpha = 0.1
input = np.array([1, 0, 1])
goal_prediction = 0
''',
        watch=("prediction", "error", "delta", "weights"),
        left_out=('print("Error:"',),
        once=r'''prediction = input.dot(weights)
error = (goal_prediction - prediction) ** 2
delta = prediction - goal_prediction
weights = weights - (alpha * (input * delta))
''',
    ),
    Cell(
        title="the streetlights, the whole data set in an inner loop, chapter 6",
        code=r'''import numpy as np

weights = np.array([0.5,0.48,-0.7])
alpha = 0.1

streetlights = np.array( [[ 1, 0, 1 ],
                          [ 0, 1, 1 ],
                          [ 0, 0, 1 ],
                          [ 1, 1, 1 ],
                          [ 0, 1, 1 ],
                          [ 1, 0, 1 ] ] )

walk_vs_stop = np.array( [ 0, 1, 0, 1, 1, 0 ] )

for iteration in range(40):
    error_for_all_lights = 0
    for row_index in range(len(walk_vs_stop)):
        input = streetlights[row_index]
        goal_prediction = walk_vs_stop[row_index]

        prediction = input.dot(weights)

        error = (goal_prediction - prediction) ** 2
        error_for_all_lights += error

        delta = prediction - goal_prediction
        weights = weights - (alpha * (input * delta))
        print("Prediction:" + str(prediction))
    print("Error:" + str(error_for_all_lights) + "\n")
''',
        before=r'''weights = np.array([0.5,0.48,-0.7])
alpha = 0.1
streetlights = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1], [0, 1, 1], [1, 0, 1]])
walk_vs_stop = np.array([0, 1, 0, 1, 1, 0])
row_index = 0
input = streetlights[row_index]
goal_prediction = walk_vs_stop[row_index]
''',
        watch=("prediction", "error", "delta", "weights"),
        left_out=(
            "input = streetlights[row_index]",
            "goal_prediction = walk_vs_stop[row_index]",
            'print("Prediction:"',
            'print("Error:"',
        ),
        once=r'''prediction = input.dot(weights)
error = (goal_prediction - prediction) ** 2
delta = prediction - goal_prediction
weights = weights - (alpha * (input * delta))
''',
    ),
    Cell(
        title="a first deep network, forward only, chapter 6",
        code=r'''import numpy as np

np.random.seed(1)

def relu(x):
    return (x > 0) * x # returns x if x > 0
                       # return 0 otherwise

alpha = 0.2
hidden_size = 4

streetlights = np.array( [[ 1, 0, 1 ],
                          [ 0, 1, 1 ],
                          [ 0, 0, 1 ],
                          [ 1, 1, 1 ] ] )

walk_vs_stop = np.array([[ 1, 1, 0, 0]]).T

weights_0_1 = 2*np.random.random((3,hidden_size)) - 1
weights_1_2 = 2*np.random.random((hidden_size,1)) - 1

layer_0 = streetlights[0]
layer_1 = relu(np.dot(layer_0,weights_0_1))
layer_2 = np.dot(layer_1,weights_1_2)
''',
        before=r'''np.random.seed(1)
weights_0_1 = 2*np.random.random((3,4)) - 1
weights_1_2 = 2*np.random.random((4,1)) - 1
''',
        watch=("layer_1", "layer_2"),
        left_out=(
            "np.random.seed(1)",
            "weights_0_1 = 2*np.random.random((3,hidden_size)) - 1",
            "weights_1_2 = 2*np.random.random((hidden_size,1)) - 1",
            "layer_0 = streetlights[0]",
        ),
    ),
    Cell(
        title="backpropagation with relu2deriv on the streetlights, chapter 6",
        code=r'''import numpy as np

np.random.seed(1)

def relu(x):
    return (x > 0) * x # returns x if x > 0
                       # return 0 otherwise

def relu2deriv(output):
    return output>0 # returns 1 for input > 0
                    # return 0 otherwise

streetlights = np.array( [[ 1, 0, 1 ],
                          [ 0, 1, 1 ],
                          [ 0, 0, 1 ],
                          [ 1, 1, 1 ] ] )

walk_vs_stop = np.array([[ 1, 1, 0, 0]]).T

alpha = 0.2
hidden_size = 4

weights_0_1 = 2*np.random.random((3,hidden_size)) - 1
weights_1_2 = 2*np.random.random((hidden_size,1)) - 1

for iteration in range(60):
   layer_2_error = 0
   for i in range(len(streetlights)):
      layer_0 = streetlights[i:i+1]
      layer_1 = relu(np.dot(layer_0,weights_0_1))
      layer_2 = np.dot(layer_1,weights_1_2)

      layer_2_error += np.sum((layer_2 - walk_vs_stop[i:i+1]) ** 2)

      layer_2_delta = (layer_2 - walk_vs_stop[i:i+1])
      layer_1_delta=layer_2_delta.dot(weights_1_2.T)*relu2deriv(layer_1)

      weights_1_2 -= alpha * layer_1.T.dot(layer_2_delta)
      weights_0_1 -= alpha * layer_0.T.dot(layer_1_delta)

   if(iteration % 10 == 9):
      print("Error:" + str(layer_2_error))
''',
        before=r'''np.random.seed(1)
alpha = 0.2
hidden_size = 4
weights_0_1 = 2*np.random.random((3,hidden_size)) - 1
weights_1_2 = 2*np.random.random((hidden_size,1)) - 1
streetlights = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1]])
walk_vs_stop = np.array([[1, 1, 0, 0]]).T
i = 0
layer_0 = streetlights[i:i+1]
''',
        watch=("layer_1", "layer_2", "layer_2_delta", "layer_1_delta", "weights_1_2", "weights_0_1"),
        left_out=(
            "np.random.seed(1)",
            "weights_0_1 = 2*np.random.random((3,hidden_size)) - 1",
            "weights_1_2 = 2*np.random.random((hidden_size,1)) - 1",
            "layer_0 = streetlights[i:i+1]",
            "if(iteration % 10 == 9):",
        ),
        once=r'''layer_1 = np.maximum(np.dot(layer_0, weights_0_1), 0)
layer_2 = np.dot(layer_1, weights_1_2)
layer_2_delta = layer_2 - walk_vs_stop[i:i+1]
layer_1_delta = layer_2_delta.dot(weights_1_2.T) * (layer_1 > 0)
weights_1_2 -= alpha * layer_1.T.dot(layer_2_delta)
weights_0_1 -= alpha * layer_0.T.dot(layer_1_delta)
''',
    ),
    Cell(
        title="the whole network in one line of code, chapter 7",
        code=r'''layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)
''',
        before=r'''np.random.seed(7)
relu = lambda x: (x > 0) * x
layer_0 = np.array([1, 0, 1])
weights_0_1 = np.random.randn(3, 4)
weights_1_2 = np.random.randn(4, 2)
''',
        watch=("layer_2",),
    ),
    Cell(
        title="three layers on images, one image at a time, chapter 8",
        code=r'''np.random.seed(1)
relu = lambda x:(x>=0) * x # returns x if x > 0, return 0 otherwise
relu2deriv = lambda x: x>=0 # returns 1 for input > 0, return 0 otherwise
alpha, iterations, hidden_size, pixels_per_image, num_labels = (0.005, 2, 40, 64, 10)

weights_0_1 = 0.2*np.random.random((pixels_per_image,hidden_size)) - 0.1
weights_1_2 = 0.2*np.random.random((hidden_size,num_labels)) - 0.1

for j in range(iterations):
    error, correct_cnt = (0.0, 0)

    for i in range(len(images)):
        layer_0 = images[i:i+1]
        layer_1 = relu(np.dot(layer_0,weights_0_1))
        layer_2 = np.dot(layer_1,weights_1_2)

        error += np.sum((labels[i:i+1] - layer_2) ** 2)
        correct_cnt += int(np.argmax(layer_2) == \
                                        np.argmax(labels[i:i+1]))

        layer_2_delta = (labels[i:i+1] - layer_2)
        layer_1_delta = layer_2_delta.dot(weights_1_2.T)\
                                    * relu2deriv(layer_1)
        weights_1_2 += alpha * layer_1.T.dot(layer_2_delta)
        weights_0_1 += alpha * layer_0.T.dot(layer_1_delta)

    sys.stdout.write("\r I:"+str(j)+ \
                     " Train-Err:" + str(error/float(len(images)))[0:5] +\
                     " Train-Acc:" + str(correct_cnt/float(len(images))))
''',
        before=r'''import sys
rng = np.random.RandomState(8)
images = rng.rand(12, 64)
labels = np.eye(10)[rng.randint(10, size=12)]
np.random.seed(1)
alpha, iterations, hidden_size, pixels_per_image, num_labels = (0.005, 2, 40, 64, 10)
weights_0_1 = 0.2*np.random.random((pixels_per_image,hidden_size)) - 0.1
weights_1_2 = 0.2*np.random.random((hidden_size,num_labels)) - 0.1
i = 0
layer_0 = images[i:i+1]
''',
        watch=("layer_1", "layer_2", "layer_2_delta", "layer_1_delta", "weights_1_2", "weights_0_1"),
        left_out=(
            "np.random.seed(1)",
            "weights_0_1 = 0.2*np.random.random",
            "weights_1_2 = 0.2*np.random.random",
            "layer_0 = images[i:i+1]",
            "correct_cnt += int(np.argmax(layer_2)",
            "sys.stdout.write(",
        ),
        once=r'''layer_1 = np.maximum(layer_0 @ weights_0_1, 0)
layer_2 = layer_1 @ weights_1_2
layer_2_delta = labels[i:i+1] - layer_2
layer_1_delta = (layer_2_delta @ weights_1_2.T) * (layer_1 >= 0)
weights_1_2 += alpha * layer_1.T.dot(layer_2_delta)
weights_0_1 += alpha * layer_0.T.dot(layer_1_delta)
''',
    ),
    Cell(
        title="dropout on the hidden layer, chapter 8",
        code=r'''i = 0
layer_0 = images[i:i+1]
layer_1 = relu(np.dot(layer_0,weights_0_1))
dropout_mask = np.random.randint(2,size=layer_1.shape)

layer_1 *= dropout_mask * 2
layer_2 = np.dot(layer_1, weights_1_2)

error = np.sum((labels[i:i+1] - layer_2) ** 2)

layer_2_delta = (labels[i:i+1] - layer_2)
layer_1_delta = layer_2_delta.dot(weights_1_2.T) * relu2deriv(layer_1)

layer_1_delta *= dropout_mask

weights_1_2 += alpha * layer_1.T.dot(layer_2_delta)
weights_0_1 += alpha * layer_0.T.dot(layer_1_delta)
''',
        before=r'''np.random.seed(11)
def relu(x):
    return (x >= 0) * x

def relu2deriv(output):
    return output >= 0

alpha = 0.005
images = np.random.rand(5, 9)
labels = np.eye(3)[[0, 2, 1, 1, 0]]
weights_0_1 = np.random.randn(9, 6)
weights_1_2 = np.random.randn(6, 3)
''',
        watch=("layer_1", "layer_2", "error", "layer_2_delta", "layer_1_delta", "weights_1_2", "weights_0_1"),
        left_out=(
            "layer_0 = images[i:i+1]",
            "dropout_mask = np.random.randint(2,size=layer_1.shape)",
        ),
    ),
    Cell(
        title="mini-batches with dropout, chapter 8",
        code=r'''import numpy as np
np.random.seed(1)

def relu(x):
    return (x >= 0) * x # returns x if x > 0

def relu2deriv(output):
    return output >= 0 # returns 1 for input > 0

batch_size = 10
alpha, iterations = (0.001, 3)
pixels_per_image, num_labels, hidden_size = (49, 10, 20)

weights_0_1 = 0.2*np.random.random((pixels_per_image,hidden_size)) - 0.1
weights_1_2 = 0.2*np.random.random((hidden_size,num_labels)) - 0.1

for j in range(iterations):
    error, correct_cnt = (0.0, 0)
    for i in range(int(len(images) / batch_size)):
        batch_start, batch_end = ((i * batch_size),((i+1)*batch_size))

        layer_0 = images[batch_start:batch_end]
        layer_1 = relu(np.dot(layer_0,weights_0_1))
        dropout_mask = np.random.randint(2,size=layer_1.shape)
        layer_1 *= dropout_mask * 2
        layer_2 = np.dot(layer_1,weights_1_2)

        error += np.sum((labels[batch_start:batch_end] - layer_2) ** 2)
        for k in range(batch_size):
            correct_cnt += int(np.argmax(layer_2[k:k+1]) == \
                               np.argmax(labels[batch_start+k:batch_start+k+1]))

            layer_2_delta = (labels[batch_start:batch_end]-layer_2) \
                                                            /batch_size
            layer_1_delta = layer_2_delta.dot(weights_1_2.T)* \
                                                     relu2deriv(layer_1)
            layer_1_delta *= dropout_mask

            weights_1_2 += alpha * layer_1.T.dot(layer_2_delta)
            weights_0_1 += alpha * layer_0.T.dot(layer_1_delta)

    if(j%10 == 0):
        print("I:" + str(j) + " Train-Err:" + str(error/ float(len(images)))[0:5])
''',
        before=r'''rng = np.random.RandomState(12)
images = rng.rand(40, 49)
labels = np.eye(10)[rng.randint(10, size=40)]
np.random.seed(1)
batch_size = 10
alpha = 0.001
weights_0_1 = 0.2*np.random.random((49,20)) - 0.1
weights_1_2 = 0.2*np.random.random((20,10)) - 0.1
batch_start, batch_end = (0, 10)
layer_0 = images[batch_start:batch_end]
dropout_mask = np.random.randint(2,size=(10,20))
''',
        watch=("layer_1", "layer_2", "layer_2_delta", "layer_1_delta", "weights_1_2", "weights_0_1"),
        left_out=(
            "np.random.seed(1)",
            "weights_0_1 = 0.2*np.random.random",
            "weights_1_2 = 0.2*np.random.random",
            "layer_0 = images[batch_start:batch_end]",
            "dropout_mask = np.random.randint(2,size=layer_1.shape)",
            "correct_cnt += int(np.argmax(layer_2[k:k+1])",
            "if(j%10 == 0):",
        ),
        once=r'''layer_1 = np.maximum(layer_0 @ weights_0_1, 0) * dropout_mask * 2
layer_2 = layer_1 @ weights_1_2
layer_2_delta = (labels[batch_start:batch_end] - layer_2) / batch_size
layer_1_delta = (layer_2_delta @ weights_1_2.T) * (layer_1 >= 0) * dropout_mask
weights_1_2 += alpha * layer_1.T.dot(layer_2_delta)
weights_0_1 += alpha * layer_0.T.dot(layer_1_delta)
''',
    ),
    Cell(
        title="tanh, its slope and softmax, upgraded in a batch, chapter 9",
        code=r'''import numpy as np

np.random.seed(1)

def tanh(x):
    return np.tanh(x)

def tanh2deriv(output):
    return 1 - (output ** 2)

def softmax(x):
    temp = np.exp(x)
    return temp / np.sum(temp, axis=1, keepdims=True)

alpha, iterations, hidden_size = (2, 3, 15)
pixels_per_image, num_labels = (30, 10)
batch_size = 8

weights_0_1 = 0.02*np.random.random((pixels_per_image,hidden_size))-0.01
weights_1_2 = 0.2*np.random.random((hidden_size,num_labels)) - 0.1

for j in range(iterations):
    correct_cnt = 0
    for i in range(int(len(images) / batch_size)):
        batch_start, batch_end=((i * batch_size),((i+1)*batch_size))
        layer_0 = images[batch_start:batch_end]
        layer_1 = tanh(np.dot(layer_0,weights_0_1))
        dropout_mask = np.random.randint(2,size=layer_1.shape)
        layer_1 *= dropout_mask * 2
        layer_2 = softmax(np.dot(layer_1,weights_1_2))

        for k in range(batch_size):
            correct_cnt += int(np.argmax(layer_2[k:k+1]) == np.argmax(labels[batch_start+k:batch_start+k+1]))

        layer_2_delta = (labels[batch_start:batch_end]-layer_2) / (batch_size * layer_2.shape[0])
        layer_1_delta = layer_2_delta.dot(weights_1_2.T) * tanh2deriv(layer_1)
        layer_1_delta *= dropout_mask

        weights_1_2 += alpha * layer_1.T.dot(layer_2_delta)
        weights_0_1 += alpha * layer_0.T.dot(layer_1_delta)
''',
        before=r'''rng = np.random.RandomState(13)
images = rng.rand(24, 30)
labels = np.eye(10)[rng.randint(10, size=24)]
np.random.seed(1)
batch_size = 8
alpha = 2
weights_0_1 = 0.02*np.random.random((30,15))-0.01
weights_1_2 = 0.2*np.random.random((15,10)) - 0.1
batch_start, batch_end = (0, 8)
layer_0 = images[batch_start:batch_end]
dropout_mask = np.random.randint(2,size=(8,15))
''',
        watch=("layer_1", "layer_2", "layer_2_delta", "layer_1_delta", "weights_1_2", "weights_0_1"),
        left_out=(
            "np.random.seed(1)",
            "weights_0_1 = 0.02*np.random.random",
            "weights_1_2 = 0.2*np.random.random",
            "layer_0 = images[batch_start:batch_end]",
            "dropout_mask = np.random.randint(2,size=layer_1.shape)",
            "correct_cnt += int(np.argmax(layer_2[k:k+1])",
        ),
        once=r'''layer_1 = np.tanh(layer_0 @ weights_0_1) * dropout_mask * 2
layer_2 = np.exp(layer_1 @ weights_1_2)
layer_2 = layer_2 / layer_2.sum(axis=1, keepdims=True)
layer_2_delta = (labels[batch_start:batch_end] - layer_2) / (batch_size * 8)
layer_1_delta = (layer_2_delta @ weights_1_2.T) * (1 - layer_1 ** 2) * dropout_mask
weights_1_2 += alpha * layer_1.T.dot(layer_2_delta)
weights_0_1 += alpha * layer_0.T.dot(layer_1_delta)
''',
    ),
    Cell(
        title="four activations and their slopes, called on real layers, chapter 9",
        code=r'''def sigmoid(x):
    return 1/(1 + np.exp(-x))

def sigmoid2deriv(output):
    return output*(1-output)

def tanh2deriv(output):
    return 1-(output**2)

layer_1 = sigmoid(layer_0.dot(weights_0_1))
layer_2 = np.tanh(layer_1.dot(weights_1_2))

layer_2_delta = (layer_2 - y) * tanh2deriv(layer_2)
layer_1_delta = layer_2_delta.dot(weights_1_2.T) * sigmoid2deriv(layer_1)
''',
        before=r'''np.random.seed(14)
layer_0 = np.random.rand(6, 5)
weights_0_1 = np.random.randn(5, 4)
weights_1_2 = np.random.randn(4, 3)
y = np.random.rand(6, 3)
''',
        watch=("layer_1", "layer_2", "layer_2_delta", "layer_1_delta"),
    ),
    Cell(
        title="a flattened image section times the kernels, chapter 10",
        code=r'''es = expanded_input.shape

flattened_input = expanded_input.reshape(es[0]*es[1],-1)

kernel_output = flattened_input.dot(kernels)
layer_1 = np.tanh(kernel_output.reshape(es[0],-1))
dropout_mask = np.random.randint(2,size=layer_1.shape)
layer_1 *= dropout_mask * 2
layer_2 = softmax(np.dot(layer_1,weights_1_2))
''',
        before=r'''np.random.seed(15)
def softmax(x):
    temp = np.exp(x)
    return temp / np.sum(temp, axis=1, keepdims=True)

expanded_input = np.random.rand(4, 6, 3, 3)
kernels = 0.02 * np.random.random((9, 5)) - 0.01
weights_1_2 = np.random.randn(30, 10)
''',
        watch=("kernel_output", "layer_2"),
        left_out=(
            "es = expanded_input.shape",
            "flattened_input = expanded_input.reshape(es[0]*es[1],-1)",
            "kernel_output.reshape(es[0],-1)",
            "dropout_mask = np.random.randint(2,size=layer_1.shape)",
        ),
    ),
    Cell(
        title="sentiment from summed word embeddings, chapter 11",
        code=r'''import numpy as np
np.random.seed(1)

def sigmoid(x):
    return 1/(1 + np.exp(-x))

alpha, iterations = (0.01, 2)
hidden_size = 100

weights_0_1 = 0.2*np.random.random((len(vocab),hidden_size)) - 0.1
weights_1_2 = 0.2*np.random.random((hidden_size,1)) - 0.1

correct,total = (0,0)
for iter in range(iterations):

    # train on all but the last reviews
    for i in range(len(input_dataset)-1):

        x,y = (input_dataset[i],target_dataset[i])
        layer_1 = sigmoid(np.sum(weights_0_1[x],axis=0)) #embed + sigmoid
        layer_2 = sigmoid(np.dot(layer_1,weights_1_2)) # linear + softmax

        layer_2_delta = layer_2 - y # compare pred with truth
        layer_1_delta = layer_2_delta.dot(weights_1_2.T) #backprop

        weights_0_1[x] -= layer_1_delta * alpha
        weights_1_2 -= np.outer(layer_1,layer_2_delta) * alpha

        if(np.abs(layer_2_delta) < 0.5):
            correct += 1
        total += 1
        if(i % 10 == 9):
            progress = str(i/float(len(input_dataset)))
            sys.stdout.write('\rIter:'+str(iter)+' Progress:'+progress[2:4]+'.'+progress[4:6])
''',
        before=r'''import sys
vocab = ["word%d" % k for k in range(30)]
input_dataset = [[0, 4, 9], [2, 3, 20, 28], [7, 1], [5, 6, 8, 11, 29]]
target_dataset = [1, 0, 1, 0]
np.random.seed(1)
alpha = 0.01
hidden_size = 100
weights_0_1 = 0.2*np.random.random((len(vocab),hidden_size)) - 0.1
weights_1_2 = 0.2*np.random.random((hidden_size,1)) - 0.1
x, y = (input_dataset[0], target_dataset[0])
''',
        watch=("layer_1", "layer_2", "layer_2_delta", "layer_1_delta", "weights_1_2"),
        left_out=(
            "np.random.seed(1)",
            "weights_0_1 = 0.2*np.random.random",
            "weights_1_2 = 0.2*np.random.random",
            "x,y = (input_dataset[i],target_dataset[i])",
            "weights_0_1[x] -= layer_1_delta * alpha",
            "if(np.abs(layer_2_delta) < 0.5):",
            "if(i % 10 == 9):",
        ),
        once=r'''layer_1 = 1/(1 + np.exp(-np.sum(weights_0_1[x],axis=0)))
layer_2 = 1/(1 + np.exp(-np.dot(layer_1,weights_1_2)))
layer_2_delta = layer_2 - y
layer_1_delta = layer_2_delta.dot(weights_1_2.T)
weights_1_2 -= np.outer(layer_1,layer_2_delta) * alpha
''',
    ),
    Cell(
        title="filling in the blank with negative sampling, chapter 11",
        code=r'''layer_1 = np.mean(weights_0_1[left_context+right_context],axis=0)
layer_2 = sigmoid(layer_1.dot(weights_1_2[target_samples].T))
layer_2_delta = layer_2 - layer_2_target
layer_1_delta = layer_2_delta.dot(weights_1_2[target_samples])

weights_0_1[left_context+right_context] -= layer_1_delta * alpha
weights_1_2[target_samples] -= np.outer(layer_2_delta,layer_1)*alpha
''',
        before=r'''np.random.seed(16)
def sigmoid(x):
    return 1/(1 + np.exp(-x))

alpha = 0.05
weights_0_1 = (np.random.rand(20, 8) - 0.5) * 0.2
weights_1_2 = np.random.rand(20, 8) * 0.1
left_context, right_context = [3, 4], [9, 10]
target_samples = [7, 1, 12, 15, 19, 0]
layer_2_target = np.zeros(6)
layer_2_target[0] = 1
''',
        watch=("layer_1", "layer_2", "layer_2_delta", "layer_1_delta"),
        left_out=(
            "weights_0_1[left_context+right_context] -= layer_1_delta * alpha",
            "weights_1_2[target_samples] -= np.outer(layer_2_delta,layer_1)*alpha",
        ),
    ),
    Cell(
        title="how similar two words are, chapter 11",
        code=r'''difference = target_vector - word_vector
squared_difference = difference * difference
score = -math.sqrt(sum(squared_difference))
''',
        before=r'''import math
np.random.seed(17)
target_vector = np.random.rand(8)
word_vector = np.random.rand(8)
''',
        watch=("difference", "squared_difference", "score"),
    ),
    Cell(
        title="the averaged sentence embedding and the surprising identity matrix, chapter 12",
        code=r'''import numpy as np

def softmax(x_):
    x = np.atleast_2d(x_)
    temp = np.exp(x)
    return temp / np.sum(temp, axis=1, keepdims=True)

yankees = np.array([[0.,0.,0.]])
bears = np.array([[0.,0.,0.]])
braves = np.array([[0.,0.,0.]])
red = np.array([[0.1,0.2,0.3]])
socks = np.array([[0.4,0.1,0.]])
defeat = np.array([[0.,0.5,0.2]])

identity = np.eye(3)

sent2output = np.random.rand(3,9)

layer_0 = red
layer_1 = layer_0.dot(identity) + socks
layer_2 = layer_1.dot(identity) + defeat

pred = softmax(layer_2.dot(sent2output))
print(pred)
''',
        before="np.random.seed(18)\nsent2output = np.random.rand(3,9)\nnp.random.seed(18)\n",
        watch=("layer_1", "layer_2", "pred"),
        left_out=("sent2output = np.random.rand(3,9)", "print(pred)"),
    ),
    Cell(
        title="backpropagation through the identity matrix, chapter 12",
        code=r'''y = np.array([1,0,0,0,0,0,0,0,0]) # target one-hot vector for "yankees"

pred_delta = pred - y
layer_2_delta = pred_delta.dot(sent2output.T)
defeat_delta = layer_2_delta * 1 # can ignore the "1" like prev. chapter
layer_1_delta = layer_2_delta.dot(identity.T)
socks_delta = layer_1_delta * 1 # again... can ignore the "1"
layer_0_delta = layer_1_delta.dot(identity.T)
alpha = 0.01
red -= layer_0_delta * alpha
socks -= socks_delta * alpha
defeat -= defeat_delta * alpha
identity -= np.outer(layer_0,layer_1_delta) * alpha
identity -= np.outer(layer_1,layer_2_delta) * alpha
sent2output -= np.outer(layer_2,pred_delta) * alpha
''',
        before=r'''np.random.seed(19)
red, socks, defeat = np.random.rand(3), np.random.rand(3), np.random.rand(3)
identity = np.eye(3)
sent2output = np.random.rand(3, 9)
layer_0 = red * 1.
layer_1 = layer_0.dot(identity) + socks
layer_2 = layer_1.dot(identity) + defeat
pred = np.exp(layer_2.dot(sent2output))
pred = pred / np.sum(pred)
''',
        watch=("pred_delta", "layer_2_delta", "layer_1_delta", "layer_0_delta", "red", "socks", "defeat", "identity",
               "sent2output"),
    ),
    Cell(
        title="the recurrent cell that predicts the next word, chapter 12",
        code=r'''layer_pred = softmax(hidden.dot(decoder)) # try to predict the next term

loss = -np.log(layer_pred[target])

# generate the next hidden state
new_hidden = hidden.dot(recurrent) + embed[target]

output_delta = layer_pred - one_hot[target]
new_hidden_delta = output_delta.dot(decoder.transpose())
''',
        before=r'''np.random.seed(20)
def softmax(x):
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum(axis=0)

embed_size = 10
vocab_size = 14
embed = (np.random.rand(vocab_size,embed_size) - 0.5) * 0.1
recurrent = np.eye(embed_size)
start = np.zeros(embed_size)
decoder = (np.random.rand(embed_size, vocab_size) - 0.5) * 0.1
one_hot = np.eye(vocab_size)
hidden = np.random.rand(embed_size)
target = 5
''',
        watch=("layer_pred", "new_hidden", "output_delta", "new_hidden_delta"),
        left_out=("loss = -np.log(layer_pred[target])",),
    ),
    Cell(
        title="predicting a sentence with a list of layers, chapter 12",
        code=r'''def softmax(x):
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum(axis=0)

def predict(sent):

    layers = list()
    layer = {}
    layer['hidden'] = start
    layers.append(layer)

    loss = 0

    # forward propagate
    preds = list()
    for target_i in range(len(sent)):

        layer = {}

        # try to predict the next term
        layer['pred'] = softmax(layers[-1]['hidden'].dot(decoder))

        loss += -np.log(layer['pred'][sent[target_i]])

        # generate the next hidden state
        layer['hidden'] = layers[-1]['hidden'].dot(recurrent) + embed[sent[target_i]]
        layers.append(layer)
    return layers, loss

layers, loss = predict([1, 4, 2])
hidden = layers[-1]['hidden']
''',
        before=r'''np.random.seed(21)
embed = (np.random.rand(6, 5) - 0.5) * 0.1
recurrent = np.eye(5)
start = np.zeros(5)
decoder = (np.random.rand(5, 6) - 0.5) * 0.1
''',
        watch=(),
        left_out=("layers, loss = predict([1, 4, 2])", "hidden = layers[-1]['hidden']"),
    ),
)

OTHERS: tuple[Cell, ...] = (
    Cell(
        title="an LSTM cell from scratch with W_f, U_f and b_f",
        code=r'''def sigmoid(z):
    """Squash everything into (0, 1)."""
    return 1.0 / (1.0 + np.exp(-z))

def lstm_cell(x_t, h_prev, c_prev):
    """One step of an LSTM.

    x_t    -- input at time t,  shape (n_x,)
    h_prev -- hidden state at t-1,  shape (n_h,)
    c_prev -- memory at t-1,  shape (n_h,)
    """
    f_t = sigmoid(x_t @ W_f + h_prev @ U_f + b_f)   # forget gate
    i_t = sigmoid(x_t @ W_i + h_prev @ U_i + b_i)   # input gate
    o_t = sigmoid(x_t @ W_o + h_prev @ U_o + b_o)   # output gate
    c_hat = np.tanh(x_t @ W_c + h_prev @ U_c + b_c) # candidate
    c_t = f_t * c_prev + i_t * c_hat
    h_t = o_t * np.tanh(c_t)
    return h_t, c_t

h_next, c_next = lstm_cell(x_t, h_prev, c_prev)
''',
        before=r'''np.random.seed(30)
W_f, W_i, W_o, W_c = (np.random.randn(3, 4) * 0.5 for _ in range(4))
U_f, U_i, U_o, U_c = (np.random.randn(4, 4) * 0.5 for _ in range(4))
b_f, b_i, b_o, b_c = (np.random.randn(4) * 0.1 for _ in range(4))
x_t = np.random.randn(3)
h_prev = np.random.randn(4)
c_prev = np.random.randn(4)
''',
        watch=("h_next", "c_next"),
    ),
    Cell(
        title="an LSTM cell that joins the state and the input",
        code=r'''concat = np.hstack([h_prev, x])

f = sigmoid(concat @ Wf + bf)
i = sigmoid(concat @ Wi + bi)
c_bar = np.tanh(concat @ Wc + bc)
c = f * c_prev + i * c_bar
o = sigmoid(concat @ Wo + bo)
h = o * np.tanh(c)

# logits and probabilities
v = h @ Wv + bv
y = np.exp(v) / np.sum(np.exp(v))
''',
        before=r'''np.random.seed(31)
sigmoid = lambda z: 1 / (1 + np.exp(-z))
Wf, Wi, Wc, Wo = (np.random.randn(9, 5) * 0.3 for _ in range(4))
bf, bi, bc, bo = (np.zeros(5) + 0.1 * k for k in range(4))
Wv, bv = np.random.randn(5, 4), np.random.randn(4)
h_prev, c_prev, x = np.random.randn(5), np.random.randn(5), np.random.randn(4)
''',
        watch=("concat", "f", "i", "c_bar", "c", "o", "h", "v", "y"),
    ),
    Cell(
        title="the column style of an LSTM, weights on the left and np.concatenate on the rows",
        code=r'''# Concatenate a_prev and xt
concat = np.concatenate((a_prev, xt), axis=0)

# Compute values for ft, it, cct, c_next, ot, a_next
ft = sigmoid(np.dot(Wf, concat) + bf)
it = sigmoid(np.dot(Wi, concat) + bi)
cct = np.tanh(np.dot(Wc, concat) + bc)
c_next = np.multiply(ft, c_prev) + np.multiply(it, cct)
ot = sigmoid(np.dot(Wo, concat) + bo)
a_next = np.multiply(ot, np.tanh(c_next))
''',
        before=r'''np.random.seed(32)
sigmoid = lambda z: 1 / (1 + np.exp(-z))
xt = np.random.randn(3, 10)
a_prev = np.random.randn(5, 10)
c_prev = np.random.randn(5, 10)
Wf, Wi, Wo, Wc = (np.random.randn(5, 5 + 3) for _ in range(4))
bf, bi, bo, bc = (np.random.randn(5, 1) for _ in range(4))
''',
        watch=("concat", "ft", "it", "cct", "c_next", "ot", "a_next"),
    ),
    Cell(
        title="a gated recurrent unit",
        code=r'''z = sigmoid(np.dot(x, Wz) + np.dot(h_prev, Uz) + bz)    # update gate
r = sigmoid(np.dot(x, Wr) + np.dot(h_prev, Ur) + br)    # reset gate
h_tilde = np.tanh(np.dot(x, Wh) + np.dot(r * h_prev, Uh) + bh)
h = (1 - z) * h_prev + z * h_tilde
''',
        before=r'''np.random.seed(33)
def sigmoid(x): return 1. / (1 + np.exp(-x))
Wz, Wr, Wh = (np.random.randn(4, 6) for _ in range(3))
Uz, Ur, Uh = (np.random.randn(6, 6) for _ in range(3))
bz, br, bh = np.random.randn(6), np.random.randn(6), np.random.randn(6)
x, h_prev = np.random.randn(4), np.random.randn(6)
''',
        watch=("z", "r", "h_tilde", "h"),
    ),
    Cell(
        title="min-char-rnn, one step with columns",
        code=r'''hs = np.tanh(np.dot(Wxh, xs) + np.dot(Whh, hprev) + bh) # hidden state
ys = np.dot(Why, hs) + by # unnormalized log probabilities for next chars
ps = np.exp(ys) / np.sum(np.exp(ys)) # probabilities for next chars
''',
        before=r'''np.random.seed(34)
vocab_size, hidden_size = 7, 10
Wxh = np.random.randn(hidden_size, vocab_size)*0.01 # input to hidden
Whh = np.random.randn(hidden_size, hidden_size)*0.01 # hidden to hidden
Why = np.random.randn(vocab_size, hidden_size)*0.01 # hidden to output
bh = np.zeros((hidden_size, 1)) + 0.1 # hidden bias
by = np.zeros((vocab_size, 1)) # output bias
xs = np.zeros((vocab_size, 1))
xs[3] = 1
hprev = np.random.randn(hidden_size, 1)
''',
        watch=("hs", "ys", "ps"),
    ),
    Cell(
        title="min-char-rnn, the backward lines of one step",
        code=r'''dWhy += np.dot(dy, hs.T)
dby += dy
dh = np.dot(Why.T, dy) + dhnext # backprop into h
dhraw = (1 - hs * hs) * dh # backprop through tanh nonlinearity
dbh += dhraw
dWxh += np.dot(dhraw, xs.T)
dWhh += np.dot(dhraw, hprev.T)
dhnext = np.dot(Whh.T, dhraw)
''',
        before=r'''np.random.seed(35)
Whh, Why = np.random.randn(6, 6), np.random.randn(4, 6)
dWxh, dWhh, dWhy = np.zeros((6, 4)), np.zeros((6, 6)), np.zeros((4, 6))
dbh, dby = np.zeros((6, 1)), np.zeros((4, 1))
dy, hs, hprev = np.random.randn(4, 1), np.tanh(np.random.randn(6, 1)), np.random.randn(6, 1)
xs, dhnext = np.eye(4)[:, [2]], np.random.randn(6, 1)
''',
        watch=("dWhy", "dby", "dh", "dhraw", "dbh", "dWxh", "dWhh", "dhnext"),
    ),
    Cell(
        title="min-char-rnn with its dictionaries of time steps",
        code=r'''xs, hs, ys, ps = {}, {}, {}, {}
hs[-1] = np.copy(hprev)
loss = 0
# forward pass
for t in range(len(inputs)):
  xs[t] = np.zeros((vocab_size,1)) # encode in 1-of-k representation
  xs[t][inputs[t]] = 1
  hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t-1]) + bh) # hidden state
  ys[t] = np.dot(Why, hs[t]) + by # unnormalized log probabilities for next chars
  ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t])) # probabilities for next chars
  loss += -np.log(ps[t][targets[t],0]) # softmax (cross-entropy loss)
''',
        before=r'''np.random.seed(36)
vocab_size, hidden_size = 5, 4
Wxh, Whh = np.random.randn(4, 5), np.random.randn(4, 4)
Why, bh, by = np.random.randn(5, 4), np.zeros((4, 1)), np.zeros((5, 1))
hprev = np.zeros((4, 1))
inputs, targets = [0, 1, 2], [1, 2, 3]
''',
        watch=(),
        left_out=(
            "xs, hs, ys, ps = {}, {}, {}, {}",
            "hs[-1] = np.copy(hprev)",
            "xs[t][inputs[t]] = 1",
            "loss += -np.log(ps[t][targets[t],0])",
        ),
    ),
    Cell(
        title="scaled dot-product attention for one head",
        code=r'''d_k = Q.shape[-1]
scores = Q @ K.T / np.sqrt(d_k)
weights = softmax(scores)
output = weights @ V
''',
        before=r'''np.random.seed(37)
def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)

Q, K, V = np.random.randn(4, 6), np.random.randn(5, 6), np.random.randn(5, 3)
''',
        watch=("scores", "weights", "output"),
    ),
    Cell(
        title="self-attention from the embeddings, with a residual",
        code=r'''def softmax(x, axis=-1):
    x = x - x.max(axis=axis, keepdims=True)   # numerical stability
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

def self_attention(X, W_q, W_k, W_v):
    Q = X @ W_q
    K = X @ W_k
    V = X @ W_v
    A = softmax(Q @ K.T / np.sqrt(K.shape[1]), axis=-1)
    return A @ V

Z = self_attention(X, W_q, W_k, W_v) @ W_o + X
print(f"Z has shape {Z.shape}")
''',
        before=r'''np.random.seed(38)
X = np.random.randn(6, 8)
W_q, W_k, W_v = (np.random.randn(8, 5) / np.sqrt(8) for _ in range(3))
W_o = np.random.randn(5, 8)
''',
        watch=("Z",),
        left_out=('print(f"Z has shape {Z.shape}")',),
    ),
    Cell(
        title="layer norm over each row of a batch",
        code=r'''mu = x.mean(axis=-1, keepdims=True)
var = x.var(axis=-1, keepdims=True)
x_hat = (x - mu) / np.sqrt(var + 1e-5)
out = gamma * x_hat + beta
''',
        before=r'''np.random.seed(39)
x = np.random.randn(4, 7) * 3 + 1
gamma, beta = np.random.rand(7), np.random.rand(7)
''',
        watch=("out",),
    ),
    Cell(
        title="layer norm of one vector",
        code=r'''def layer_norm(x, eps=1e-5):
    mean = np.mean(x)
    std = np.sqrt(np.mean((x - mean)**2) + eps)
    return (x - mean) / std

h = g * layer_norm(a) + b
''',
        before="np.random.seed(40)\na, g, b = np.random.randn(5) * 4, np.random.rand(5), np.random.randn(5)\n",
        watch=("h",),
    ),
    Cell(
        title="softmax regression on a batch, loss and gradients",
        code=r'''# forward
logits = X.dot(W) + b
logits = logits - np.max(logits, axis=1, keepdims=True)
probs = np.exp(logits) / np.sum(np.exp(logits), axis=1, keepdims=True)

# cross-entropy, averaged over the batch
loss = -np.sum(Y * np.log(probs)) / N

# backward
dlogits = (probs - Y) / N
dW = X.T.dot(dlogits) + reg * W
db = np.sum(dlogits, axis=0)

W += -learning_rate * dW
b += -learning_rate * db
''',
        before=r'''np.random.seed(41)
N = 9
X = np.random.randn(N, 5)
Y = np.eye(3)[np.random.randint(3, size=N)]
W, b = np.random.randn(5, 3), np.zeros(3) + 0.2
reg, learning_rate = 1e-3, 0.5
''',
        watch=("probs", "loss", "dlogits", "dW", "db", "W", "b"),
    ),
    Cell(
        title="logistic regression with its gradient, in a training loop",
        code=r'''def sigmoid(z):
    return 1 / (1 + np.exp(-z))

w = np.zeros(X.shape[1])
b = 0.0
lr = 0.1
m = len(y)

for epoch in range(100):
    # forward pass
    z = X @ w + b
    p = sigmoid(z)
    cost = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    # gradients
    dw = X.T @ (p - y) / m
    db = np.mean(p - y)

    # step
    w -= lr * dw
    b -= lr * db

    if epoch % 20 == 0:
        print(f'epoch {epoch:3d}   cost {cost:.4f}')
''',
        before=r'''np.random.seed(42)
X = np.random.randn(30, 2)
y = (X[:, 0] + X[:, 1] > 0).astype(float)
w = np.zeros(2)
b = 0.0
lr = 0.1
m = 30
''',
        watch=("z", "p", "cost", "dw", "db", "w", "b"),
        left_out=("w = np.zeros(X.shape[1])", "m = len(y)", "if epoch % 20 == 0:"),
        once=r'''z = X @ w + b
p = 1 / (1 + np.exp(-z))
cost = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
dw = X.T @ (p - y) / m
db = np.mean(p - y)
w = w - lr * dw
b = b - lr * db
''',
    ),
    Cell(
        title="linear regression by the normal equation",
        code=r'''theta = np.linalg.inv(X.T @ X) @ X.T @ y
y_hat = X @ theta
residuals = y - y_hat
mse = np.mean(residuals ** 2)
r2 = 1 - np.sum(residuals ** 2) / np.sum((y - y.mean()) ** 2)
''',
        before=r'''np.random.seed(43)
X = np.c_[np.ones(20), np.random.randn(20, 2)]
y = X @ np.array([1.0, 2.0, -3.0]) + 0.1 * np.random.randn(20)
''',
        watch=("theta", "y_hat", "residuals", "mse", "r2"),
    ),
    Cell(
        title="linear regression by gradient descent, intercept and slope",
        code=r'''m, c = 0, 0
L = 0.01  # The learning Rate
epochs = 50  # The number of iterations to perform gradient descent

n = float(len(X)) # Number of elements in X

# Performing Gradient Descent
for i in range(epochs):
    Y_pred = m*X + c  # The current predicted value of Y
    D_m = (-2/n) * sum(X * (Y - Y_pred))  # Derivative wrt m
    D_c = (-2/n) * sum(Y - Y_pred)  # Derivative wrt c
    m = m - L * D_m  # Update m
    c = c - L * D_c  # Update c

print (m, c)
''',
        before=r'''np.random.seed(44)
X = np.random.rand(15)
Y = 3 * X + 1 + 0.05 * np.random.randn(15)
m, c = 0, 0
L = 0.01
n = 15.0
''',
        watch=("Y_pred", "D_m", "D_c", "m", "c"),
        left_out=("n = float(len(X))", "print (m, c)"),
        once=r'''Y_pred = m*X + c
D_m = (-2/n) * np.sum(X * (Y - Y_pred))
D_c = (-2/n) * np.sum(Y - Y_pred)
m = m - L * D_m
c = c - L * D_c
''',
    ),
    Cell(
        title="ridge regression in closed form",
        code=r'''n_features = X.shape[1]
A = X.T.dot(X) + lam * np.eye(n_features)
w = np.linalg.solve(A, X.T.dot(y))
pred = X.dot(w)
penalty = lam * np.sum(w**2)
objective = np.sum((y - pred)**2) + penalty
''',
        before="np.random.seed(45)\nX, y, lam = np.random.randn(12, 4), np.random.randn(12), 0.7\n",
        watch=("A", "w", "pred", "penalty", "objective"),
        left_out=("n_features = X.shape[1]",),
    ),
    Cell(
        title="centering and the covariance matrix of PCA",
        code=r'''X_centered = X - np.mean(X, axis=0)
cov = X_centered.T @ X_centered / (n - 1)
Z = X_centered @ components
X_rec = Z @ components.T + X.mean(axis=0)
err = np.linalg.norm(X - X_rec)
''',
        before=r'''np.random.seed(46)
n = 25
X = np.random.randn(n, 4) @ np.random.randn(4, 4)
components = np.linalg.eigh(np.cov(X.T))[1][:, ::-1][:, :2]
''',
        watch=("cov", "Z", "X_rec", "err"),
    ),
    Cell(
        title="one step of momentum",
        code=r'''v = momentum * v - learning_rate * dw
w += v
''',
        before=r'''np.random.seed(47)
w, v, dw = np.random.randn(5), np.random.randn(5), np.random.randn(5)
momentum, learning_rate = 0.9, 1e-2
''',
        watch=("v", "w"),
    ),
    Cell(
        title="one step of RMSProp",
        code=r'''cache = decay_rate * cache + (1 - decay_rate) * dx**2
x += - learning_rate * dx / (np.sqrt(cache) + eps)
''',
        before=r'''np.random.seed(48)
x, cache, dx = np.random.randn(3, 4), np.random.rand(3, 4), np.random.randn(3, 4)
decay_rate, learning_rate, eps = 0.99, 1e-2, 1e-8
''',
        watch=("cache", "x"),
    ),
    Cell(
        title="one step of Adam, with the bias correction",
        code=r'''m = beta1*m + (1-beta1)*dx
mt = m / (1-beta1**t)
v = beta2*v + (1-beta2)*(dx**2)
vt = v / (1-beta2**t)
x += - learning_rate * mt / (np.sqrt(vt) + eps)
''',
        before=r'''np.random.seed(49)
x, m, v, dx = np.random.randn(6), np.random.randn(6), np.random.rand(6), np.random.randn(6)
beta1, beta2, learning_rate, eps, t = 0.9, 0.999, 1e-3, 1e-8, 3
''',
        watch=("m", "v", "x"),
    ),
    Cell(
        title="a two-layer net as a class with forward and backward",
        code=r'''class TwoLayerNet:
    """A two-layer fully-connected network."""

    def __init__(self, W1, b1, W2, b2):
        self.W1 = W1
        self.b1 = b1
        self.W2 = W2
        self.b2 = b2

    def forward(self, X):
        self.X = X
        self.h = np.maximum(0, X @ self.W1 + self.b1)
        self.scores = self.h @ self.W2 + self.b2
        return self.scores

    def backward(self, dscores):
        dW2 = self.h.T @ dscores
        db2 = dscores.sum(axis=0)
        dh = dscores @ self.W2.T
        dh = dh * (self.h > 0)
        dW1 = self.X.T @ dh
        db1 = dh.sum(axis=0)
        return dW1, db1, dW2, db2


net = TwoLayerNet(W1, b1, W2, b2)
scores = net.forward(X)
dW1, db1, dW2, db2 = net.backward(scores - Y)
''',
        before=r'''np.random.seed(50)
X, Y = np.random.randn(6, 4), np.random.randn(6, 3)
W1, b1 = np.random.randn(4, 5), np.random.randn(5)
W2, b2 = np.random.randn(5, 3), np.random.randn(3)
''',
        watch=("scores", "dW1", "db1", "dW2", "db2"),
        left_out=("net = TwoLayerNet(W1, b1, W2, b2)",),
    ),
    Cell(
        title="a class with only a forward method, called by its name",
        code=r'''class MLP(object):
    def __init__(self, n_in, n_hid, n_out):
        self.W1 = np.random.randn(n_in, n_hid) * 0.01
        self.b1 = np.zeros(n_hid)
        self.W2 = np.random.randn(n_hid, n_out) * 0.01
        self.b2 = np.zeros(n_out)

    def forward(self, x):
        self.z1 = np.dot(x, self.W1) + self.b1
        self.a1 = np.tanh(self.z1)
        self.z2 = np.dot(self.a1, self.W2) + self.b2
        return 1 / (1 + np.exp(-self.z2))
''',
        before="",
        watch=(),
        left_out=("self.W1 = np.random.randn(n_in, n_hid) * 0.01", "self.W2 = np.random.randn(n_hid, n_out) * 0.01"),
    ),
    Cell(
        title="one name used again at each step, with a new size each time",
        code="x = np.tanh(x @ W1 + b1); x = x @ W2\nx = x / np.sum(np.abs(x))\n",
        before=r'''np.random.seed(51)
x = np.random.randn(3)
W1, b1, W2 = np.random.randn(3, 7), np.random.randn(7), np.random.randn(7, 2)
''',
        watch=("x",),
    ),
    Cell(
        title="a deep net that calls everything x",
        code=r'''def net(x):
    x = relu(x.dot(W1) + b1)    # 4 -> 8
    x = relu(x.dot(W2) + b2)    # 8 -> 8
    x = x + relu(x.dot(W3))     # skip connection
    x = x.dot(W4)               # 8 -> 2
    return x

out = net(x)
''',
        before=r'''np.random.seed(52)
relu = lambda z: np.where(z > 0, z, 0)
x = np.random.randn(5, 4)
W1, b1, W2, b2 = np.random.randn(4, 8), np.random.randn(8), np.random.randn(8, 8), np.random.randn(8)
W3, W4 = np.random.randn(8, 8), np.random.randn(8, 2)
''',
        watch=("out",),
    ),
    Cell(
        title="relu in seven spellings",
        code=r'''relu = lambda x: np.maximum(x, 0)

a = relu(x)
b = np.maximum(0, x)
c = np.maximum(x, 0.)
d = np.where(x > 0, x, 0)
e = x * (x > 0)
f = ((x > 0) * 1) * x
g = (x > 0).astype(float) * x
''',
        before="x = np.array([-2., -0.5, 0., 0.3, 4.])\n",
        watch=("a", "b", "c", "d", "e", "f", "g"),
    ),
    Cell(
        title="masks, clips and leaky slopes",
        code=r'''mask = (x > 0) * 1
slope = np.where(x > 0, 1, 0)
leaky = np.where(x > 0, x, 0.01 * x)
clipped = np.clip(x, -1, 1)
relu6 = np.minimum(np.maximum(x, 0), 6)
signs = np.sign(x)
close = (np.abs(x) <= 1).astype(np.float32)
''',
        before="x = np.linspace(-7, 8, 11)\n",
        watch=("mask", "slope", "leaky", "clipped", "relu6", "signs", "close"),
    ),
    Cell(
        title="the other activations as one-liners",
        code=r'''sigmoid = lambda x: 1/(1+np.exp(-x))
softplus = lambda x: np.log(1 + np.exp(x))
swish = lambda x: x * sigmoid(x)
gelu = lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
elu = lambda x: np.where(x > 0, x, np.exp(x) - 1)

a1, a2, a3 = sigmoid(x @ W), softplus(x @ W), swish(x @ W)
a4 = elu(x @ W)
''',
        before="np.random.seed(53)\nx, W = np.random.randn(4), np.random.randn(4, 3)\n",
        watch=("a1", "a2", "a3", "a4"),
    ),
    Cell(
        title="a whole script with a main and a string at its head",
        code=r'''#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""XOR with a tiny network.  Run me:  python xor.py"""
from __future__ import print_function

import numpy as np


def nonlin(x, deriv=False):
    if deriv == True:
        return x * (1 - x)

    return 1 / (1 + np.exp(-x))


def main():
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([[0], [1], [1], [0]])

    np.random.seed(1)

    # randomly initialize our weights with mean 0
    syn0 = 2 * np.random.random((3, 4)) - 1
    syn1 = 2 * np.random.random((4, 1)) - 1

    for j in range(1000):
        # Feed forward through layers 0, 1, and 2
        l0 = X
        l1 = nonlin(np.dot(l0, syn0))
        l2 = nonlin(np.dot(l1, syn1))

        # how much did we miss the target value?
        l2_error = y - l2

        if (j % 500) == 0:
            print("Error:" + str(np.mean(np.abs(l2_error))))

        l2_delta = l2_error * nonlin(l2, deriv=True)
        l1_error = l2_delta.dot(syn1.T)
        l1_delta = l1_error * nonlin(l1, deriv=True)

        syn1 += l1.T.dot(l2_delta)
        syn0 += l0.T.dot(l1_delta)


if __name__ == "__main__":
    main()
''',
        before=r'''np.random.seed(1)
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
''',
        watch=("l1", "l2", "l2_error", "l2_delta", "l1_error", "l1_delta", "syn1", "syn0"),
        left_out=(
            "np.random.seed(1)",
            "syn0 = 2 * np.random.random((3, 4)) - 1",
            "syn1 = 2 * np.random.random((4, 1)) - 1",
            "if (j % 500) == 0:",
        ),
        once=r'''l0 = X
l1 = 1 / (1 + np.exp(-np.dot(l0, syn0)))
l2 = 1 / (1 + np.exp(-np.dot(l1, syn1)))
l2_error = y - l2
l2_delta = l2_error * (l2 * (1 - l2))
l1_error = l2_delta.dot(syn1.T)
l1_delta = l1_error * (l1 * (1 - l1))
syn1 += l1.T.dot(l2_delta)
syn0 += l0.T.dot(l1_delta)
''',
    ),
    Cell(
        title="an eleven line network with l0, syn0 and no functions",
        code=r'''X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
y = np.array([[0,1,1,0]]).T
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1
for j in range(600):
    l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
    l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
    l2_delta = (y - l2)*(l2*(1-l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
''',
        before=r'''np.random.seed(54)
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1
np.random.seed(54)
X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
y = np.array([[0,1,1,0]]).T
''',
        watch=("l1", "l2", "l2_delta", "l1_delta", "syn1", "syn0"),
        left_out=("syn0 = 2*np.random.random((3,4)) - 1", "syn1 = 2*np.random.random((4,1)) - 1"),
        once=r'''l1 = 1/(1+np.exp(-(X @ syn0)))
l2 = 1/(1+np.exp(-(l1 @ syn1)))
l2_delta = (y - l2)*(l2*(1-l2))
l1_delta = (l2_delta @ syn1.T) * (l1 * (1-l1))
syn1 = syn1 + l1.T @ l2_delta
syn0 = syn0 + X.T @ l1_delta
''',
    ),
    Cell(
        title="type hints, a docstring in sections and a keyword-only flag",
        code=r'''def dense(x: np.ndarray, W: np.ndarray, b: np.ndarray, *, activate: bool = True) -> np.ndarray:
    """Compute a dense layer.

    Args:
        x: input of shape (n,).
        W: weights of shape (n, m).
        b: bias of shape (m,).

    Returns:
        The activated output, shape (m,).
    """
    z: np.ndarray = x @ W + b
    return np.tanh(z)


h: np.ndarray = dense(x, W1, b1)
y_hat: np.ndarray = dense(h, W2, b2)
''',
        before=r'''np.random.seed(55)
x, W1, b1 = np.random.randn(3), np.random.randn(3, 4), np.random.randn(4)
W2, b2 = np.random.randn(4, 2), np.random.randn(2)
''',
        watch=("h", "y_hat"),
    ),
    Cell(
        title="warnings silenced around a division",
        code=r'''with np.errstate(divide='ignore', invalid='ignore'):
    ratio = num / den
    log_ratio = np.log(ratio)

score = np.sum(p * log_ratio)   # KL
''',
        before=r'''np.random.seed(56)
num, den = np.random.rand(6) + 0.1, np.random.rand(6) + 0.1
p = num / num.sum()
''',
        watch=("ratio", "log_ratio", "score"),
    ),
    Cell(
        title="every augmented assignment that teachers use",
        code=r'''a += b          # add
a -= 0.5 * c    # subtract
a *= b          # elementwise
a /= 2          # by a number
a **= 2         # square
M @= N          # matrix product
''',
        before=r'''np.random.seed(57)
a, b, c = np.random.randn(4), np.random.randn(4), np.random.randn(4)
M, N = np.random.randn(3, 3), np.random.randn(3, 3)
''',
        watch=("a", "M"),
    ),
    Cell(
        title="assignments to several names at once, and two names for one value",
        code=r'''alpha, iterations, hidden_size = (0.1, 300, 40)
x, y = np.array([1., 2.]), np.array([3., 4.])
a = b = x + y
(p, q) = x * y, x - y
u, v = q, p
total = (alpha * a).sum()
''',
        before="",
        watch=("a", "b", "p", "q", "u", "v", "total"),
    ),
    Cell(
        title="a temperature in the softmax when sampling",
        code=r'''temp = 0.7
p = np.exp(logits / temp)
p /= p.sum()
idx = np.random.choice(range(vocab_size), p=p.ravel())
entropy = -np.sum(p * np.log(p))
''',
        before="np.random.seed(58)\nvocab_size = 8\nlogits = np.random.randn(vocab_size)\n",
        watch=("p", "entropy"),
        left_out=("idx = np.random.choice(range(vocab_size), p=p.ravel())",),
    ),
    Cell(
        title="a training loop with f-strings, a list of losses and a plot",
        code=r'''losses = []
for step in range(1, 21):
    y_pred = np.dot(X, w)
    loss = np.mean((y_pred - y)**2)
    losses.append(loss)
    grad = 2 * np.dot(X.T, y_pred - y) / n
    w = w - lr * grad
    if step % 5 == 0: print(f"step {step}: loss={loss:.5f} |grad|={np.linalg.norm(grad):.3f}")

plt.plot(losses); plt.xlabel('step'); plt.ylabel('loss')
plt.show()
''',
        before=r'''class plt:
    plot = xlabel = ylabel = show = staticmethod(lambda *a, **k: None)

np.random.seed(59)
n = 16
X, w, lr = np.random.randn(n, 3), np.zeros(3), 0.05
y = X @ np.array([1., -2., 0.5])
''',
        watch=("y_pred", "loss", "grad", "w"),
        left_out=(
            "losses = []",
            "losses.append(loss)",
            "if step % 5 == 0:",
            "plt.plot(losses)",
            "plt.show()",
        ),
        once=r'''y_pred = X @ w
loss = np.mean((y_pred - y)**2)
grad = 2 * (X.T @ (y_pred - y)) / n
w = w - lr * grad
''',
    ),
    Cell(
        title="batch normalization while training",
        code=r'''mu = np.mean(X, axis=0)
var = np.mean((X - mu)**2, axis=0)
X_norm = (X - mu) / np.sqrt(var + eps)
out = gamma * X_norm + beta
running_mean = 0.9 * running_mean + 0.1 * mu
''',
        before=r'''np.random.seed(60)
X = np.random.randn(8, 3) * 2 + 5
gamma, beta, eps = np.random.rand(3), np.random.rand(3), 1e-5
running_mean = np.zeros(3)
''',
        watch=("mu", "var", "running_mean"),
        left_out=("X_norm = (X - mu) / np.sqrt(var + eps)", "out = gamma * X_norm + beta"),
    ),
    Cell(
        title="a residual block and a highway layer",
        code=r'''y = x + np.maximum(0, x @ W1 + b1) @ W2 + b2

T = 1 / (1 + np.exp(-(x @ W_T + b_T)))
H = np.tanh(x @ W_H + b_H)
highway = H * T + x * (1 - T)
''',
        before=r'''np.random.seed(61)
x = np.random.randn(5)
W1, b1, W2, b2 = np.random.randn(5, 9), np.random.randn(9), np.random.randn(9, 5), np.random.randn(5)
W_T, b_T, W_H, b_H = np.random.randn(5, 5), np.random.randn(5), np.random.randn(5, 5), np.random.randn(5)
''',
        watch=("y", "T", "H", "highway"),
    ),
    Cell(
        title="jax.numpy under the usual alias",
        code=r'''def predict(params, inputs):
    W1, b1, W2, b2 = params
    hidden = jnp.tanh(jnp.dot(inputs, W1) + b1)
    return jnp.dot(hidden, W2) + b2

preds = predict((W1, b1, W2, b2), inputs)
loss = jnp.mean(jnp.sum((preds - targets)**2, axis=1))
''',
        before=r'''jnp = np
np.random.seed(62)
inputs, targets = np.random.randn(7, 3), np.random.randn(7, 2)
W1, b1, W2, b2 = np.random.randn(3, 4), np.random.randn(4), np.random.randn(4, 2), np.random.randn(2)
''',
        watch=("preds", "loss"),
    ),
    Cell(
        title="column style with capital Z and A, as a course teaches it",
        code=r'''# Implement Forward Propagation to calculate A2 (probabilities)
Z1 = np.dot(W1, X) + b1
A1 = np.tanh(Z1)
Z2 = np.dot(W2, A1) + b2
A2 = sigmoid(Z2)

# Backward propagation: calculate dW1, db1, dW2, db2.
dZ2 = A2 - Y
dW2 = (1/m) * np.dot(dZ2, A1.T)
dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
dW1 = (1/m) * np.dot(dZ1, X.T)

W1 = W1 - learning_rate * dW1
W2 = W2 - learning_rate * dW2
''',
        before=r'''np.random.seed(63)
def sigmoid(z):
    s = 1/(1+np.exp(-z))
    return s

m = 6
X, Y = np.random.randn(2, m), np.array([[1, 0, 1, 1, 0, 0]])
W1, b1, W2, b2 = np.random.randn(4, 2), np.zeros((4, 1)) + .1, np.random.randn(1, 4), np.zeros((1, 1))
learning_rate = 1.2
''',
        watch=("Z1", "A1", "Z2", "A2", "dZ2", "dW2", "dZ1", "dW1", "W1", "W2"),
    ),
    Cell(
        title="a perceptron with a step",
        code=r'''def step(x):
    return (x >= 0) * 1

output = step(np.dot(inputs, weights) + bias)
error = target - output
weights += lr * error * inputs
bias += lr * error
''',
        before=r'''inputs = np.array([1., 0., 1.])
weights = np.array([0.2, -0.4, -0.1])
bias, target, lr = -0.3, 1, 0.1
''',
        watch=("output", "error", "weights", "bias"),
    ),
    Cell(
        title="the distance and the angle between two vectors",
        code=r'''dist = np.linalg.norm(a - b)
dist2 = np.sqrt(((a - b)**2).sum())
cos_sim = a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
manhattan = abs(a - b).sum()
''',
        before="np.random.seed(64)\na, b = np.random.randn(6), np.random.randn(6)\n",
        watch=("dist", "dist2", "cos_sim", "manhattan"),
    ),
    Cell(
        title="an autoencoder with tied weights over several lines in brackets",
        code=r'''code = sigmoid(
    x @ W
    + b
)
recon = sigmoid(code @ W.T
                + c)
loss = 0.5 * np.sum((recon - x) ** 2) \
     + 0.5 * lam * np.sum(W ** 2)
''',
        before=r'''np.random.seed(65)
sigmoid = lambda t: 1 / (1 + np.exp(-t))
x, W, b, c, lam = np.random.rand(6), np.random.randn(6, 3), np.random.randn(3), np.random.randn(6), 0.01
''',
        watch=("code", "recon", "loss"),
    ),
    Cell(
        title="word2vec's skip-gram with a picked row and a softmax over all words",
        code=r'''h = W_in[center]              # hidden layer = the embedding
u = h @ W_out                 # scores
y_hat = np.exp(u) / np.exp(u).sum()
e = y_hat - t
dW_out = np.outer(h, e)
dh = W_out @ e
W_out -= eta * dW_out
W_in[center] -= eta * dh
''',
        before=r'''np.random.seed(66)
W_in, W_out = np.random.randn(9, 4), np.random.randn(4, 9)
center, t, eta = 2, np.eye(9)[5], 0.1
''',
        watch=("u", "y_hat", "e", "dW_out", "dh", "W_out"),
        left_out=("W_in[center] -= eta * dh",),
    ),
    Cell(
        title="a vanilla recurrent step whose state comes back into itself",
        code=r'''class RNN:
  # ...
  def step(self, x):
    # update the hidden state
    self.h = np.tanh(np.dot(self.W_hh, self.h) + np.dot(self.W_xh, x))
    # compute the output vector
    y = np.dot(self.W_hy, self.h)
    return y

rnn = RNN()
rnn.h, rnn.W_hh, rnn.W_xh, rnn.W_hy = h, W_hh, W_xh, W_hy
y = rnn.step(x) # x is an input vector, y is the RNN's output vector
''',
        before=r'''np.random.seed(67)
h, W_hh, W_xh, W_hy = np.random.randn(4), np.random.randn(4, 4), np.random.randn(4, 3), np.random.randn(2, 4)
x = np.random.randn(3)
''',
        watch=("y",),
        left_out=("rnn = RNN()", "rnn.h, rnn.W_hh, rnn.W_xh, rnn.W_hy = h, W_hh, W_xh, W_hy"),
    ),
    Cell(
        title="einsum and other names for a product",
        code=r'''y1 = np.matmul(x, W)
y2 = x.dot(W)
y3 = np.dot(x, W)
y4 = x @ W
y5 = np.inner(x, z)
y6 = np.vdot(x, z)
y7 = np.transpose(W) @ x
''',
        before="np.random.seed(68)\nx, z, W = np.random.randn(4), np.random.randn(4), np.random.randn(4, 3)\n",
        watch=("y1", "y2", "y3", "y4", "y5", "y6", "y7"),
    ),
    Cell(
        title="powers, negative exponents and signs that bind as Python binds them",
        code=r'''a = -x**2
b = (-x)**2
c = x**2*y
d = 2*x**2 + 3*x - 1
e = x/y/z
f = x/(y*z)
g = x/y*z
h = x - (y - z)
k = x - y - z
s = x**0.5
t = 1e-3*x - -y
u = +x
''',
        before="np.random.seed(69)\nx, y, z = np.random.rand(3) + 1, np.random.rand(3) + 1, np.random.rand(3) + 1\n",
        watch=("a", "b", "c", "d", "e", "f", "g", "h", "k", "s", "t", "u"),
    ),
    Cell(
        title="names that are not English words, with accents and capitals",
        code=r'''entrée = np.array([1., 0., -1.])
poids = np.array([[.1, .2], [.3, .4], [.5, .6]])
biais = np.array([.01, .02])
sortie = np.tanh(entrée @ poids + biais)
Θ = 2 * sortie
λ = 0.5
ŷ = λ * Θ
''',
        before="",
        watch=("sortie", "Θ", "ŷ"),
    ),
    Cell(
        title="a notebook that draws in its page",
        code=r'''%matplotlib inline
import numpy as np
import matplotlib.pyplot as plt

x = np.linspace(-5, 5, 100)
y = 1 / (1 + np.exp(-x))
!pip install tqdm
plt.plot(x, y)
''',
        before="",
        watch=("y",),
        left_out=("%matplotlib inline", "x = np.linspace(-5, 5, 100)", "!pip install tqdm", "plt.plot(x, y)"),
        runs=False,
    ),
    Cell(
        title="the images of digits loaded from a library, chapter 8",
        code=r'''import sys, numpy as np
from keras.datasets import mnist
(x_train, y_train), (x_test, y_test) = mnist.load_data()

images, labels = (x_train[0:1000].reshape(1000,28*28) / 255, y_train[0:1000])

one_hot_labels = np.zeros((len(labels),10))
for i,l in enumerate(labels):
    one_hot_labels[i][l] = 1
labels = one_hot_labels

layer_1 = relu(np.dot(images,weights_0_1))
layer_2 = np.dot(layer_1,weights_1_2)
''',
        before="",
        watch=("layer_1", "layer_2"),
        left_out=(
            "(x_train, y_train), (x_test, y_test) = mnist.load_data()",
            "images, labels = (x_train[0:1000]",
            "one_hot_labels[i][l] = 1",
        ),
        runs=False,
    ),
    Cell(
        title="functional PyTorch",
        code=r'''import torch
import torch.nn.functional as F

h = torch.relu(x @ W1 + b1)
logits = h @ W2 + b2
probs = F.softmax(logits, dim=-1)
loss = -(y * torch.log(probs)).sum(dim=-1).mean()
loss.backward()
with torch.no_grad():
    W1 -= lr * W1.grad
''',
        before="",
        watch=("h", "logits", "probs", "loss"),
        left_out=("loss.backward()", "W1 -= lr * W1.grad"),
        runs=False,
    ),
    Cell(
        title="a PyTorch module",
        code=r'''import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = self.fc2(x)
        return F.log_softmax(x, dim=1)
''',
        before="",
        watch=(),
        left_out=("super().__init__()",),
        runs=False,
    ),
    Cell(
        title="attention in PyTorch with a mask and transposes by number",
        code=r'''def attention(query, key, value, mask=None, dropout=None):
    "Compute 'Scaled Dot Product Attention'"
    d_k = query.size(-1)
    scores = torch.matmul(query, key.transpose(-2, -1)) \
             / math.sqrt(d_k)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e9)
    p_attn = F.softmax(scores, dim = -1)
    if dropout is not None:
        p_attn = dropout(p_attn)
    return torch.matmul(p_attn, value), p_attn
''',
        before="",
        watch=(),
        left_out=("if mask is not None:", "if dropout is not None:"),
        runs=False,
    ),
    Cell(
        title="jax with its gradient and its compiler",
        code=r'''import jax.numpy as jnp
from jax import grad, jit, nn

@jit
def predict(W, b, x):
    return nn.sigmoid(jnp.dot(x, W) + b)

y = predict(W, b, x)
dW = grad(loss, argnums=0)(W, b, x)
''',
        before="",
        watch=("y",),
        left_out=("dW = grad(loss, argnums=0)(W, b, x)",),
        runs=False,
    ),
    Cell(
        title="an interactive session copied with its prompts",
        code=r'''>>> W = np.array([[1., 2.], [3., 4.]])
>>> x = np.array([1., -1.])
>>> y = x @ W
>>> y
array([-2., -2.])
''',
        before="",
        watch=("y",),
        left_out=("array([-2., -2.])",),
        runs=False,
    ),
)

CELLS: tuple[Cell, ...] = BOOK + OTHERS

# Given to the reader of Python: never run, and answered with a sentence. What would leave a trace if it ran
# leaves it at /tmp/owned.
HOSTILE: tuple[str, ...] = (
    # running something
    '__import__("os").system("touch /tmp/owned")',
    'import os; os.system("touch /tmp/owned")',
    'from os import system as relu\nl1 = relu("touch /tmp/owned")',
    'import subprocess\ny = subprocess.run(["touch", "/tmp/owned"])',
    'eval("__import__(\'os\').system(\'touch /tmp/owned\')")',
    'exec("open(\'/tmp/owned\', \'w\')")',
    'y = eval("x @ W")',
    'exec(compile("1", "f", "exec"))',
    'open("/tmp/owned", "w").write("hello")',
    'y = open("/etc/passwd").read()',
    'with open("/tmp/owned", "w") as f:\n    f.write("x")',
    'from pathlib import Path; Path("/tmp/owned").touch()',
    'np.save("/tmp/owned", x)',
    'np.load("/tmp/x.npy", allow_pickle=True)',
    'np.loadtxt("/etc/passwd")',
    'y = np.fromfile("/dev/zero")',
    'x.tofile("/tmp/owned")',
    'import pickle\ny = pickle.loads(b"cos\\nsystem\\n(S\'touch /tmp/owned\'\\ntR.")',
    'breakpoint()',
    'input("your password: ")',
    'exit()',
    'raise SystemExit(3)',
    'import sys; sys.exit(1)',
    'import sys; sys.setrecursionlimit(10**9)',
    'print(open("/etc/passwd").read())',
    'globals()["np"] = None',
    'setattr(np, "dot", None)',
    'del np',
    'np.dot = lambda a, b: 0',
    'np.random.seed(__import__("os").system("touch /tmp/owned"))',
    'def f(x=open("/tmp/owned", "w")):\n    return x',
    'def f(x: __import__("os").system("touch /tmp/owned")):\n    return x',
    'x: __import__("os").system("touch /tmp/owned") = 3',
    'assert __import__("os").system("touch /tmp/owned") == 0',
    '!touch /tmp/owned',
    '%run /tmp/owned.py',
    '%%bash\ntouch /tmp/owned',
    '$(touch /tmp/owned)',
    '`touch /tmp/owned`',
    # names with two underscores and the like
    '().__class__.__bases__[0].__subclasses__()',
    '"".__class__.__mro__[1].__subclasses__()[40]("/etc/passwd").read()',
    'x.__class__.__init__.__globals__["os"].system("touch /tmp/owned")',
    'np.__loader__.load_module("os").system("touch /tmp/owned")',
    'np.core._internal.sys.modules["os"].system("touch /tmp/owned")',
    'getattr(np, "__dict__")["lib"]',
    '__builtins__',
    '__file__ + __name__',
    'x.__add__(y)',
    'x.__array_interface__',
    # forms of Python that no formula has
    'y = [a * b for a, b in zip(x, w)]',
    'y = sum(a * b for a, b in zip(x, w))',
    'y = {a: a**2 for a in x}',
    'y = {a for a in x}',
    'f = lambda x: f(x)\ny = f(1)',
    'def f(x):\n    return f(x)\ny = f(1)',
    'def f(x):\n    return g(x)\n\ndef g(x):\n    return f(x)\ny = f(x)',
    '(lambda f: f(f))(lambda f: f(f))',
    'f = (lambda x: (lambda y: x(y)))\ny = f(f)(f)(f)',
    'y = (lambda: 0)()',
    'if (n := len(x)) > 3:\n    y = n',
    'y = (z := x @ W) + z',
    'y = f"{__import__(\'os\').system(\'touch /tmp/owned\')}"',
    "y = f'{x!r:>{width}}'",
    'y = "%s and %s" % (x, W)',
    'y = "{0.__class__}".format(x)',
    'y = "{:>1000000000}".format(x)',
    'y = "x" * 10**10',
    '"x @ W"',
    "b'x @ W'",
    'y = b"\\x00\\xff" @ W',
    'y = {1, 2, 3}',
    'y = {"W": 1, "x": 2}',
    'y = {**a, **b}',
    'y = [*x, *w]',
    'f(*args, **kwargs)',
    'y = np.dot(*layers)',
    'def f(*args, **kwargs):\n    return args[0] @ kwargs["W"]\ny = f(x, W=W)',
    'a, *b = x',
    'y = 3 + 4j',
    'y = 1j * x @ W',
    'y = x if x > 0 else 0',
    'y = x and W or b',
    'y = not x',
    'y = x is None',
    'y = 0 < x < 1',
    'y = x == W',
    'y = x in W',
    'y = x & W | b ^ c',
    'y = ~x',
    'y = x << 3 >> 1',
    'y = x // 2 % 3',
    'y = ...',
    'y = None',
    'y = x[...]',
    'y = x[..., None, :, ::-1, 1:2:3]',
    'y = x[x[x[x[x[x[0]]]]]]',
    'y = x[lambda: 0]',
    'x[0], x[1] = x[1], x[0]',
    'x[:] = W',
    'x[...] += 1',
    'y = W[[0, 1], :][:, [2, 3]].T[::2]',
    'y = x[-1:][0][()][np.newaxis]',
    'while True: pass',
    'while True:\n    x = x @ W',
    'for i in iter(int, 1):\n    x += 1',
    'for x in x: x = x',
    'for i in range(3):\n    break\nelse:\n    y = x',
    'try:\n    y = x @ W\nexcept Exception:\n    y = 0',
    'try:\n    y = 1/0\nfinally:\n    open("/tmp/owned", "w")',
    'global x',
    'nonlocal x',
    'return x @ W',
    'yield x @ W',
    'def f():\n    yield x\ny = f()',
    'pass',
    'del x',
    'lambda: x',
    'import this',
    'import antigravity',
    'from __future__ import braces',
    'from numpy import *',
    '@property\ndef y(x):\n    return x @ W',
    '@(lambda f: __import__("os").system("touch /tmp/owned"))\ndef y(x):\n    return x',
    'class A(metaclass=B):\n    x = 1',
    'class A(B, metaclass=type("M", (type,), {"__init__": lambda *a: open("/tmp/owned", "w")})):\n    pass',
    'class A:\n    open("/tmp/owned", "w")',
    'class A:\n    def __getattr__(self, k):\n        return self\ny = A().b.c.d',
    'async def f(x):\n    await x\n    async with x as y:\n        pass',
    'async def f():\n    return [i async for i in x]',
    'await x @ W',
    'match x:\n    case [a, b, *rest]:\n        y = a\n    case _:\n        y = 0',
    'type V = list[float]',
    'x = 1  # type: ignore[attr-defined]\nx = y.z.w.v.u  # type: ignore',
    '# type: ignore',
    '# nothing but a comment',
    '',
    ' ',
    '\n\n\n',
    '\\',
    ';',
    '...',
    # sizes that hurt
    'y = 9**9**9**9',
    'y = 2**(10**10)',
    'y = x**10**10**10',
    'y = np.zeros((10**9, 10**9))',
    'y = np.eye(10**7)',
    'y = range(10**12)',
    'y = ' + '9' * 5_000,
    'y = 0x' + 'f' * 100_000,
    'y = 1e999999999 * x',
    '(' * 10_000 + 'x' + ')' * 10_000,
    '[' * 10_000 + 'x' + ']' * 10_000,
    'y = ' + '-' * 50_000 + 'x',
    'y = ' + '~' * 50_000 + 'x',
    'y = ' + 'not ' * 20_000 + 'x',
    'y = ' + ' + '.join(['x'] * 100_000),
    'y = ' + ' @ '.join(['W'] * 100_000),
    'y = ' + '**'.join(['x'] * 10_000),
    'y = x' + '.T' * 100_000,
    'y = x' + '[0]' * 50_000,
    'y = ' + 'f(' * 5_000 + 'x' + ')' * 5_000,
    'y = f' + '(x)' * 20_000,
    'y = np.dot(' + ', '.join(['x'] * 100_000) + ')',
    'y = [' + ', '.join(['1'] * 300_000) + ']',
    'a' * 500_000,
    'a' * 100_000 + ' = ' + 'b' * 100_000,
    ' = '.join(['x'] * 20_000),
    'y = ' + 'x if x else ' * 5_000 + 'x',
    'y = ' + 'lambda x: ' * 5_000 + 'x',
    '\n'.join(f'{" " * k}if x:' for k in range(150)) + '\n' + ' ' * 150 + 'y = x',
    '# ' + 'long comment ' * 50_000,
    '"""' + 'a docstring ' * 50_000,
    'y = x' + ' ' * 300_000 + '$ W',
    'x' + '\n' * 200_000 + '?',
    'def f(' + ', '.join(f'a{k}' for k in range(3_000)) + '):\n    return a0.b.c()',
    # characters
    'y = x @ W\x00',
    '\x00',
    'y\x00= x',
    '\ufeff\ufeffy = x ?',
    '\ud800 = x',
    'y = "\udcff"',
    '# -*- coding: utf-7 -*-\n+AG8-pen("/tmp/owned", "w")',
    '# -*- coding: rot13 -*-\nbcra("/gzc/bjarq", "j")',
    '# -*- coding: no-such-code -*-\ny = x.q.r()',
    'y = x\u200b @ \u200bW',
    'y\u00a0=\u00a0x ?? W',
    'y = x \u202e@ W',
    'y = \u2066x\u2069 \u2067@\u2069 W ; \u202eopen("/tmp/owned")',
    'y = x \x1b[31m@ W\x1b[0m',
    'y = x \x07\x08 W',
    'y = x \x0c ! \x0b W',
    '\U0001d4ce = \U0001d4cd.\U0001d4c2()',
    'y = “x” @ W',
    'y = x … W',
    'ｅｖａｌ("1")',
    '\u0435val("1")',
    'y = x\u2028@ W ?',
    'y = х @ W +',
    '\u0300y = x',
    'y = x' + '\u0301' * 10_000 + ' ?',
    # what Python itself will not read
    'y = x @',
    'y = (x @ W',
    'y = x @ W)',
    'y = [1, 2',
    'y = x W',
    'y = = x',
    '= x @ W',
    'y := x @ W',
    'y = "x @ W',
    "y = '''x @ W",
    'x @ W = y',
    'f(x) = x @ W',
    '3 = x',
    'y = 3x',
    'y = 2weights',
    'y = x ++',
    'y = x +* W',
    'y = x => W',
    'y = x <> W',
    'y = x++; y--',
    'y = x ? W : b',
    'y = x && W || !b',
    'y = x; } else {',
    'def f(x)\n    return x',
    'def f(x):\nreturn x',
    'def f(:\n    return x',
    'def f(x, x):\n    return x',
    'def (x): return x',
    'if x\n    y = 1',
    'if x = 3: y = 1',
    'for in range(3): pass',
    'for i range(3): pass',
    'else:\n    y = x',
    'import',
    'from numpy import',
    'import numpy as',
    'lambda',
    'class',
    'y = x.',
    'y = .x',
    'y = x..T',
    'y = x[',
    'y = x[]',
    'y = f(x=)',
    'y = f(x=1, x=2)',
    'y = f(a=1, x)',
    'y = 0777',
    'y = 1__0',
    'y = 0b12',
    'y = 1e',
    'y = x \\ W',
    'y = x \\',
    'None = x',
    'True = 1',
    'def None(): pass',
    '  y = x\n y = z',
    '    y = x @ W\n  z = y.q()',
    'if x:\n\ty = 1\n        z = 2',
    'if x:\n        y = 1\n\tz = 2',
    'def f(x):\n\treturn x\n    return y',
    'for i in range(3):\n  y = x\n   z = y',
    'print "Error:" + str(error)',
    'print x @ W',
    'print >>sys.stderr, x',
    'exec "y = 1"',
    'except Exception, e: pass',
    'raise ValueError, "x"',
    'y = `x`',
    'y = 10L * x',
    'y = ur"x"',
    'def f((a, b)): return a',
    'lambda (a, b): a',
    # other languages
    'y <- x %*% W',
    'y = x * W;  % Matlab',
    'const y = relu(x.matMul(W));',
    'SELECT * FROM weights; DROP TABLE weights; --',
    '<script>alert(1)</script>',
    '#include <stdio.h>\nint main() { return 0; }',
    '{"cells": [], "metadata": {}, "nbformat": 4}',
    '>>> y = x @ W\nTraceback (most recent call last):\n  File "<stdin>", line 1\nNameError',
    'In [1]: y = x.foo()',
)

# Python that letters could say, but only by doing too much or by looking closely: a formula or a sentence, and soon.
HEAVY: tuple[str, ...] = (
    'y = x.dot(weights_' + '1' * 5000 + '_' + '1' * 4999 + '2)',
    'y = x[' + '1' * 5000 + ']',
    'layer_' + '1' * 5000 + ' = x.dot(w)',
    'for i in range(10**18):\n    W -= alpha * G',
    'y = True + True',
    'y = 1_0_0_0 + 0b11 + 0o17 + 0xff',
    '\n'.join(f'x{k} = x{k - 1} + x{k - 1}' for k in range(1, 80)),
    '\n'.join('W = W @ W' for _ in range(2_000)),
    '\n'.join(f'h{k} = np.tanh(h{k - 1} @ W{k})' for k in range(1, 500)),
    '"""' + 'a docstring ' * 50_000 + '"""\ny = x @ W',
    'y = x @ W  # ' + 'a comment ' * 50_000,
    'y = x' + ' ' * 300_000 + '@ W',
    'y = (\n' + '\n' * 50_000 + 'x @ W)',
    '\n'.join(f'def f{k}(x): return f{k - 1}(x) + f{k - 1}(x)' if k else 'def f0(x): return x' for k in range(60))
    + '\ny = f59(x)',
    'def f(x):\n    return x @ W\ny = ' + 'f(' * 60 + 'x' + ')' * 60,
    ''.join(' ' * k + f'for j{k} in range(9):\n' for k in range(19)) + ' ' * 19 + 'y = x @ W',
    '\ufeffy = x @ W',
    'y = x @ W\r\nz = y @ V\r\n',
    'y = x @ W\rz = y @ V',
    'y = x @ W;',
    'def f[T](x: T) -> T:\n    return x @ W\ny = f(x)',
)

# How learners and teachers type it, and the letters that it means (a line for each statement).
ENGLISH: tuple[tuple[str, str], ...] = (
    # a product
    ("multiply layer 0 by weights 0", "l0W0"),
    ("Multiply layer 0 by weights 0.", "l0W0"),
    ("Take the layer 0 vector times the weights 0", "l0W0"),
    ("take layer 0 vector and multiply by weight matrix 0", "l0W0"),
    ("layer 0 times weights 0", "l0W0"),
    ("layer 1 vector times weight matrix 1", "l1W1"),
    ("multiply the layer 1 vector with the weight matrix 1", "l1W1"),
    ("Take the layer 0 vector and do vector matrix multiplication with the weight matrix 0.", "l0W0"),
    ("Take the layer 0 vector and perform vector-matrix multiplication with weight matrix 0", "l0W0"),
    ("take the layer 1 vector, perform vector-matrix multiplication with the weight matrix 1", "l1W1"),
    ("the vector x times the matrix W", "xW"),
    ("x times W", "xW"),
    ("multiply x by W", "xW"),
    ("multiply the matrix A by the matrix B", "AB"),
    ("Perform matrix-matrix multiplication of A and B.", "AB"),
    ("the product of A and B", "AB"),
    ("x times the transpose of W", "xWᵀ"),
    ("multiply the vector x by the transpose of the matrix W", "xWᵀ"),
    ("multiply x by 2", "2x"),
    ("two times x", "2x"),
    ("multiply every number in the vector x by the number alpha", "αx"),
    # with a function
    ("multiply layer 0 by weights 0, then apply relu", "relu(l0W0)"),
    ("multiply layer 0 by weights 0 and then apply relu", "relu(l0W0)"),
    ("Multiply layer 0 by weights 0; then use the relu function on the output.", "relu(l0W0)"),
    ("Take layer 0, multiply by weights 0, apply relu", "relu(l0W0)"),
    ("apply relu to the vector x", "relu(x)"),
    ("relu of x", "relu(x)"),
    ("sigmoid of the product of x and W", "sigmoid(xW)"),
    ("take x, multiply by W, add b, then perform the sigmoid function", "sigmoid(xW + b)"),
    ("Multiply x by W, add b and apply tanh.", "tanh(xW + b)"),
    ("multiply x by W, then add b, then take the softmax", "softmax(xW + b)"),
    ("run tanh on the vector x", "tanh(x)"),
    ("Pass layer 1 through softmax", "softmax(l1)"),
    ("put x through the relu function, then multiply by W", "relu(x)W"),
    # giving the result a name
    ("to get layer 1, multiply layer 0 by weights 0 and apply relu", "l1 = relu(l0W0)"),
    ("To create layer 1, take layer 0 and multiply it by weights 0, then apply relu.", "l1 = relu(l0W0)"),
    ("To make the layer 2 vector, multiply the layer 1 vector by the weight matrix 1.", "l2 = l1W1"),
    ("layer 1 is relu of the product of layer 0 and weights 0", "l1 = relu(l0W0)"),
    ("layer 2 equals layer 1 times weights 1", "l2 = l1W1"),
    ("layer 2 is layer 1 times weights 1", "l2 = l1W1"),
    ("Layer 2 is the layer 1 vector multiplied by the weight matrix 1.", "l2 = l1W1"),
    ("to compute y, multiply x by W and add b", "y = xW + b"),
    ("Let y be x times W plus b.", "y = xW + b"),
    ("y is x times W plus b", "y = xW + b"),
    ("set h to tanh of x", "h = tanh(x)"),
    ("h equals the tanh of x", "h = tanh(x)"),
    ("Multiply layer 0 by weights 0 to get layer 1.", "l1 = l0W0"),
    ("multiply layer 0 by weights 0, apply relu, and call it layer 1", "l1 = relu(l0W0)"),
    ("To calculate the vector d, subtract y from layer 2.", "d = l2 - y"),
    (
        "To create the layer 1 vector, take the layer 0 vector\nand perform vector-matrix multiplication with\n"
        "the weight matrix 0; then perform the relu\nfunction on the output.",
        "l1 = relu(l0W0)",
    ),
    (
        "To create layer 2 vector, take layer 0 vector and perform vector-matrix multiplication with weight matrix 0; "
        "then perform relu function on output; then perform vector-matrix multiplication with weight matrix 1.",
        "l2 = relu(l0W0)W1",
    ),
    (
        "Take layer 0, multiply by weights 0, apply relu, multiply by weights 1, apply sigmoid",
        "sigmoid(relu(l0W0)W1)",
    ),
    (
        "to get layer 1 multiply layer 0 by weights 0, add the bias 0, then apply relu",
        "l1 = relu(l0W0 + b0)",
    ),
    (
        "To create the layer 3 vector,\n  take the layer 2 vector,\n  multiply by the weight matrix 2,\n"
        "  and add the bias vector 2.",
        "l3 = l2W2 + b2",
    ),
    # sums, differences, every value by every value
    ("add x and y", "x + y"),
    ("add the vector y to the vector x", "x + y"),
    ("take x and add y", "x + y"),
    ("x plus y", "x + y"),
    ("x minus y", "x - y"),
    ("subtract y from x", "x - y"),
    ("Take the vector x and subtract the vector y.", "x - y"),
    ("subtract the vector y from the layer 2 vector", "l2 - y"),
    ("multiply x elementwise by y", "x ⊙ y"),
    ("multiply x and y elementwise", "x ⊙ y"),
    ("the elementwise product of x and y", "x ⊙ y"),
    ("x times y element by element", "x ⊙ y"),
    ("divide x by 2", "x/2"),
    ("divide every number in x by the number n", "x/n"),
    ("x divided by 3", "x/3"),
    ("square x", "x²"),
    ("square every number in the vector x", "x²"),
    ("subtract y from x, then square the output", "(x - y)²"),
    ("subtract y from x, square it, and take the sum", "sum((x - y)²)"),
    ("add x and y, then multiply by W", "(x + y)W"),
    ("Take the matrix B and add the matrix C; then multiply by the matrix D.", "(B + C)D"),
    ("the sum of x", "sum(x)"),
    ("add up all the numbers in x", "sum(x)"),
    ("the mean of x", "mean(x)"),
    ("the average of x", "mean(x)"),
    ("transpose W", "Wᵀ"),
    ("the transpose of the matrix W", "Wᵀ"),
    ("the inverse of A", "A⁻¹"),
    ("invert the matrix A", "A⁻¹"),
    ("join y onto the end of x", "[x, y]"),
    ("concatenate x and y", "[x, y]"),
    ("concatenate h and x, then multiply by W", "[h, x]W"),
    # several statements
    (
        "Multiply layer 0 by weights 0 and apply relu to get layer 1. Multiply layer 1 by weights 1 to get layer 2.",
        "l1 = relu(l0W0)\nl2 = l1W1",
    ),
    (
        "layer 1 is the relu of (layer 0 times weights 0)\nlayer 2 is layer 1 times weights 1",
        "l1 = relu(l0W0)\nl2 = l1W1",
    ),
    (
        "To create layer 1, multiply layer 0 by weights 0. To create layer 2, multiply layer 1 by weights 1.",
        "l1 = l0W0\nl2 = l1W1",
    ),
    (
        "First, multiply x by W and add b. Call that z. Then apply sigmoid to z to get y.",
        "z = xW + b\ny = sigmoid(z)",
    ),
    (
        "1. to get h, multiply x by U and apply tanh\n2. to get y, multiply h by V",
        "h = tanh(xU)\ny = hV",
    ),
    (
        "- h equals tanh of x\n- y equals h times V",
        "h = tanh(x)\ny = hV",
    ),
    # updates
    ("to update W, subtract G", "W <- W - G"),
    ("To update the weight matrix 1, take the old weight matrix 1 and subtract the matrix G.", "W1 <- W1 - G"),
    ("update W by subtracting alpha times G", "W <- W - αG"),
    ("subtract alpha times G from W to update W", "W <- W - αG"),
    # capitals, spaces, numbers as words, hyphens
    ("MULTIPLY LAYER 0 BY WEIGHTS 0", "l0W0"),
    ("  multiply   layer 0   by weights 0 , then apply ReLU  ", "relu(l0W0)"),
    ("multiply layer zero by weights zero", "l0W0"),
    ("Please multiply layer 0 by weights 0.", "l0W0"),
    ("multiply layer-0 by weights-0", "l0W0"),
    ("matrix multiply layer 0 and weights 0", "l0W0"),
    ("Multiply l0 by W0", "l0W0"),
    ("take l0, multiply by W0, apply relu, call the result l1", "l1 = relu(l0W0)"),
)

# LaTeX as papers have it, and the letters it means, in the spelling of the notation's own examples.
LATEX: tuple[tuple[str, str], ...] = (
    # attention
    (r"\mathrm{softmax}(\frac{QK^T}{\sqrt{d_k}})V", "softmax(QKᵀ/√d_k)V"),
    (r"\operatorname{softmax}\left(\frac{Q K^{\top}}{\sqrt{d}}\right) V", "softmax(QKᵀ/√d)V"),
    (
        r"$$ A = \text{softmax}\!\left( \frac{\mathbf{Q}\mathbf{K}^\top}{\sqrt{d_k}} \right) $$",
        "A = softmax(QKᵀ/√d_k)",
    ),
    (
        r"""\begin{align}
Q &= X W_Q, \\
K &= X W_K, \\
V &= X W_V.
\end{align}""",
        "Q = XW_Q\nK = XW_K\nV = XW_V",
    ),
    (r"\mathbf{Z} = \operatorname{softmax}(\mathbf{Q}\mathbf{K}^{\mathsf{T}})\,\mathbf{V}", "Z = softmax(QKᵀ)V"),
    (r"\[ Y = X + \mathrm{softmax}(QK^\top)V \]", "Y = X + softmax(QKᵀ)V"),
    (
        r"""\begin{align}
\phi(x) &= \operatorname{elu}(x) + 1 \\
O &= \phi(Q)\left(\phi(K)^T V\right)
\end{align}""",
        "φ(x) = elu(x) + 1\nO = φ(Q)(φ(K)ᵀV)",
    ),
    (r"\boldsymbol{O} = \boldsymbol{Q}\left(\boldsymbol{K}^{\top}\boldsymbol{V}\right)", "O = Q(KᵀV)"),
    # feed-forward blocks
    (r"y = \max(0, xW_1 + b_1)W_2 + b_2", "y = max(0, xW1 + b1)W2 + b2"),
    (r"\begin{equation} y=\max(0, xW_1 + b_1) W_2 + b_2 \end{equation}", "y = max(0, xW1 + b1)W2 + b2"),
    (r"\text{GELU}(xW_1)W_2", "gelu(xW1)W2"),
    (r"y = \sigma(xW+b) \otimes (xV+c)", "y = sigmoid(xW + b) ⊙ (xV + c)"),
    (r"h = (\mathbf{X} \mathbf{W}+\mathbf{b}) \odot \sigma(\mathbf{X} \mathbf{V}+\mathbf{c})",
     "h = (XW + b) ⊙ sigmoid(XV + c)"),
    (r"y = (\operatorname{SiLU}(xW) \otimes xV)W_2", "y = (silu(xW) ⊙ xV)W2"),
    (r"y = \left(\text{ReLU}(xW)\otimes xV\right)W_2", "y = (relu(xW) ⊙ xV)W2"),
    (r"y = (\max(0, xW + b) \otimes (xV + c))W_2", "y = (max(0, xW + b) ⊙ (xV + c))W2"),
    (
        r"""\begin{align*}
\mathbf{U} &= \mathbf{X} + \mathbf{W}_2\,\sigma\big(\mathbf{W}_1\,\mathbf{X}\big), \\
\mathbf{Y} &= \mathbf{U} + \sigma\big(\mathbf{U}\,\mathbf{W}_3\big)\,\mathbf{W}_4 .
\end{align*}""",
        "U = X + W2 sigmoid(W1X)\nY = U + sigmoid(UW3)W4",
    ),
    # LSTM and GRU, the time left to the letter
    (
        r"""\begin{align}
i &= \sigma(x W_{xi} + h W_{hi} + b_i) \label{eq:in} \\
f &= \sigma(x W_{xf} + h W_{hf} + b_f) \\
o &= \sigma(x W_{xo} + h W_{ho} + b_o) \\
g &= \tanh(x W_{xc} + h W_{hc} + b_c)
\end{align}""",
        "i = sigmoid(xW_{xi} + hW_{hi} + b_i)\nf = sigmoid(xW_{xf} + hW_{hf} + b_f)\n"
        "o = sigmoid(xW_{xo} + hW_{ho} + b_o)\ng = tanh(xW_{xc} + hW_{hc} + b_c)",
    ),
    (r"c_t = f_t \odot c + i_t \odot g_t", "c_t = f_t ⊙ c + i_t ⊙ g_t"),
    (r"h_t = o_t \circ \tanh(c_t),", "h_t = o_t ⊙ tanh(c_t)"),
    (r"\mathbf{h}_t = \mathbf{o}_t \odot \tanh(\mathbf{c}_t) \, .", "h_t = o_t ⊙ tanh(c_t)"),
    (r"f_t = \sigma\left(W_f \cdot [h, x_t] + b_f\right)", "f_t = sigmoid(W_f[h, x_t] + b_f)"),
    (r"z_t = \sigma(x_t W_{xz} + h W_{hz} + b_z)", "z_t = sigmoid(x_tW_{xz} + hW_{hz} + b_z)"),
    (r"r = \operatorname{sigmoid}(x W_r + h U_r)", "r = sigmoid(xW_r + hU_r)"),
    (r"h_t = (1 - z_t) \odot h + z_t \odot g_t", "h_t = (1 - z_t) ⊙ h + z_t ⊙ g_t"),
    (r"n = \tanh\left( x W_{in} + b_{in} + r \odot (h W_{hn} + b_{hn}) \right)",
     "n = tanh(xW_{in} + b_{in} + r ⊙ (hW_{hn} + b_{hn}))"),
    (
        r"\begin{aligned} \mathbf{a} &= \mathbf{b} + \mathbf{W}\mathbf{h} + \mathbf{U}\mathbf{x} \\ "
        r"\mathbf{s} &= \tanh(\mathbf{a}) \\ \mathbf{o} &= \mathbf{c} + \mathbf{V}\mathbf{s} \end{aligned}",
        "a = b + Wh + Ux\ns = tanh(a)\no = c + Vs",
    ),
    (r"\mathbf{H} = \tanh(\mathbf{X} \mathbf{W}_{xh} + \mathbf{b}_h)", "H = tanh(XW_{xh} + b_h)"),
    (r"\mathbf{O} = \mathbf{H} \mathbf{W}_{hq} + \mathbf{b}_q.", "O = HW_{hq} + b_q"),
    # normalization
    (r"y = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} \odot \gamma + \beta", "y = (x - μ)/sqrt(σ² + ε) ⊙ γ + β"),
    (r"y = \frac{x - \mu}{\sigma}", "y = (x - μ)/σ"),
    (r"\mathbf{h} = \frac{\mathbf{g}}{\sigma} \odot (\mathbf{a} - \mu) + \mathbf{b}", "h = g/σ ⊙ (a - μ) + b"),
    (r"y = \gamma x + \beta", "y = γx + β"),
    (r"w = \frac{g}{\|v\|} v", "w = (g/norm(v))v"),
    # residual and highway
    (r"\mathbf{y} = \sigma(\mathbf{x}W_1)W_2 + \mathbf{x}.", "y = sigmoid(xW1)W2 + x"),
    (r"F = W_{2}\sigma(W_{1}x)", "F = W2 sigmoid(W1x)"),
    (r"\mathbf{y} = \mathbf{h} \odot \mathbf{t} + \mathbf{x} \odot (1 - \mathbf{t}).", "y = h ⊙ t + x ⊙ (1 - t)"),
    (r"\mathbf{t} = \sigma(\mathbf{W_T}\mathbf{x} + \mathbf{b_T})", "t = sigmoid(W_Tx + b_T)"),
    # optimizers
    (r"\theta \leftarrow \theta - \eta g", "θ <- θ - ηg"),
    (r"\mathbf{w} \leftarrow \mathbf{w} - \alpha\,\mathbf{g}", "w <- w - αg"),
    (r"v \gets \mu v - \eta g", "v <- μv - ηg"),
    (r"W_1 \leftarrow W_1 - \alpha\, l_1^\top d_2", "W1 <- W1 - α l1ᵀd2"),
    (r"m \leftarrow \beta_1 m + (1-\beta_1) g", "m <- β1m + (1 - β1)g"),
    (r"v \leftarrow \beta_2 \cdot v + (1 - \beta_2) \cdot g^2", "v <- β2v + (1 - β2)g²"),
    (r"x \leftarrow x - \alpha \frac{m}{\sqrt{v} + \epsilon}", "x <- x - α(m/(√v + ε))"),
    (r"r \leftarrow \rho r + (1-\rho)\, g \odot g", "r <- ρr + (1 - ρ)g ⊙ g"),
    (r"W \leftarrow (1 - \eta\lambda) W - \eta G", "W <- (1 - ηλ)W - ηG"),
    # dropout
    (r"\mathbf{y} = \mathbf{m} * \mathbf{x}", "y = m ⊙ x"),
    (r"z = (r * y) W + b", "z = (r ⊙ y)W + b"),
    (r"h = \frac{m \odot a}{1 - p}", "h = (m ⊙ a)/(1 - p)"),
    # losses, regressions and the like
    (r"p = \sigma(\mathbf{x}\mathbf{w}^\top + b)", "p = sigmoid(xwᵀ + b)"),
    (r"\mathbf{w} = (\mathbf{X}^\top\mathbf{X})^{-1}\mathbf{X}^\top\mathbf{y}", "w = (XᵀX)⁻¹Xᵀy"),
    (r"\beta = (X^TX)^{-1}X^Ty", "β = (XᵀX)⁻¹Xᵀy"),
    (r"w = \left(X^{T} X + \lambda I\right)^{-1} X^{T} y", "w = (XᵀX + λI)⁻¹Xᵀy"),
    (r"\mathbf{a} = (\mathbf{K} + \lambda \mathbf{I})^{-1} \mathbf{y}", "a = (K + λI)⁻¹y"),
    (r"H = X(X^\top X)^{-1}X^\top", "H = X(XᵀX)⁻¹Xᵀ"),
    (r"\mathbf{C} = \frac{1}{n} \mathbf{X}^\top \mathbf{X}", "C = (1/n)XᵀX"),
    (r"\mathbf{S} = \frac{\mathbf{X}^\top\mathbf{X}}{n-1}", "S = XᵀX/(n - 1)"),
    (r"Z = XV", "Z = XV"),
    (r"\mathbf{A} = \mathbf{U}\mathbf{S}\mathbf{V}^{\top}", "A = USVᵀ"),
    (r"e = \left( p - y \right)^2", "e = (p - y)²"),
    (r"e = \left\| \mathbf{y} - \mathbf{X}\mathbf{w} \right\|^2", "e = norm(y - Xw)²"),
    (r"e = \| Xw - y \|_2^2 + \lambda \| w \|_2^2", "e = norm(Xw - y)² + λ norm(w)²"),
    (r"g = \frac{1}{m} X^\top (h - y)", "g = (1/m)Xᵀ(h - y)"),
    (r"s = \frac{1}{1 + \exp(-z)}", "s = 1/(1 + exp(-z))"),
    (r"f(x) = \frac{1}{1 + \exp(-x)}", "f(x) = 1/(1 + exp(-x))"),
    (r"\mathbf{d}_1 = \mathbf{d}_2 \mathbf{W}_1^\top \odot \operatorname{relu}'(\mathbf{l}_1)",
     "d1 = d2W1ᵀ ⊙ relu'(l1)"),
    (r"\boldsymbol{\delta} = \mathbf{a} - \mathbf{y}", "δ = a - y"),
    # the book's layers
    (r"l_1 = \mathrm{relu}(l_0 W_0)", "l1 = relu(l0W0)"),
    (r"\mathbf{l}_{1}=\operatorname{ReLU}\!\left(\mathbf{l}_{0}\mathbf{W}_{0}+\mathbf{b}_{0}\right)",
     "l1 = relu(l0W0 + b0)"),
    (r"$l_2 = \text{relu}(l_0 W_0) W_1$", "l2 = relu(l0W0)W1"),
    (r"\(l_2 = l_1 W_1\)", "l2 = l1W1"),
    (
        r"""\begin{equation}\label{eq:mlp}
\begin{split}
\mathbf{h} & = \tanh\left(\mathbf{x}\mathbf{W}_{1} + \mathbf{b}_{1}\right), \\
\mathbf{y} & = \operatorname{softmax}\left(\mathbf{h}\mathbf{W}_{2} + \mathbf{b}_{2}\right).
\end{split}
\end{equation}""",
        "h = tanh(xW1 + b1)\ny = softmax(hW2 + b2)",
    ),
    (
        r"""\begin{eqnarray}
z & = & x W + b \nonumber \\
a & = & \sigma(z) \nonumber
\end{eqnarray}""",
        "z = xW + b\na = sigmoid(z)",
    ),
    (
        r"""\begin{gather*}
u = hV, \qquad % scores
y = \mathrm{softmax}(u) \tag{3}
\end{gather*}""",
        "u = hV\ny = softmax(u)",
    ),
    # word vectors
    (r"\mathbf{h} = \frac{1}{c}\,\mathbf{x}\mathbf{W}", "h = (1/c)xW"),
    (r"p = \operatorname{softmax}(h U)", "p = softmax(hU)"),
    (r"J = -\log \left( \sigma(u) \right)", "J = -log(sigmoid(u))"),
    (r"s = \frac{a b^\top}{\|a\| \|b\|}", "s = abᵀ/(norm(a) norm(b))"),
    # graphs, kernels, autoencoders, adapters
    (r"H = \mathrm{ReLU}\left( A X W \right)", "H = relu(AXW)"),
    (r"Z = \mathrm{softmax}\left(A\,\mathrm{ReLU}\left(A X W_0\right) W_1\right)", "Z = softmax(A relu(AXW0)W1)"),
    (r"\mathbf{z} = \boldsymbol{\mu} + \boldsymbol{\sigma} \odot \boldsymbol{\epsilon}", "z = μ + σ ⊙ ε"),
    (r"h = x W + x A B", "h = xW + xAB"),
    (r"h = W_0 x + B A x", "h = W0x + BAx"),
    (r"h \leftarrow h + \tanh(h W_{down}) W_{up}",
     "h <- h + tanh(hW_{down})W_{up}"),
    (r"y = \sigma(\mathbf{W}x + b)", "y = sigmoid(Wx + b)"),
    # sizes and values
    (r"W \in \mathbb{R}^{3 \times 4}", "W : 3 × 4"),
    (r"$\mathbf{W}_1 \in \mathbb{R}^{d\times 4d}$", "W1 : d × 4d"),
    (r"x \in \mathbb{R}^{n}", "x : n"),
    (r"\mathbf{x}\in\mathbb{R}^3", "x : 3"),
    (r"\mathbf{x} = \begin{bmatrix} 1 & 0 & 1 \end{bmatrix}", "x = [1 0 1]"),
    (r"A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "A = [1 2; 3 4]"),
)

# LaTeX with something that letters do not have (hats, raised indices, steps of time, sums): a sentence is the answer.
LATEX_LATER: tuple[str, ...] = (
    r"h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t)",
    r"c_t = f_t \odot c_{t-1} + i_t \odot \tilde{c}_t",
    r"\hat{y} = \sigma(w^\top x + b)",
    r"\hat{m}_t = m_t / (1-\beta_1^t)",
    r"\theta_t = \theta_{t-1} - \alpha \cdot \hat{m}_t/(\sqrt{\hat{v}_t} + \epsilon)",
    r"z^{(l+1)} = W^{(l+1)} a^{(l)} + b^{(l+1)}",
    r"\mathrm{head}_i = \mathrm{Attention}(QW_i^Q, KW_i^K, VW_i^V)",
    r"\mathrm{MultiHead}(Q,K,V) = \mathrm{Concat}(\mathrm{head}_1, ..., \mathrm{head}_h)W^O",
    r"\mu_{\mathcal{B}} \leftarrow \frac{1}{m} \sum_{i=1}^m x_i",
    r"\sigma(\mathbf{z})_j = \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}",
    r"p(w_O | w_I) = \frac{\exp({v'_{w_O}}^\top v_{w_I})}{\sum_{w=1}^{W} \exp({v'_w}^\top v_{w_I})}",
    r"H^{(l+1)} = \sigma(\tilde{D}^{-\frac{1}{2}} \tilde{A} \tilde{D}^{-\frac{1}{2}} H^{(l)} W^{(l)})",
    r"\nabla_\theta J(\theta) = \mathbb{E}[\nabla_\theta \log \pi_\theta(a|s)]",
    r"\frac{\partial L}{\partial W} = x^\top \delta",
    r"y = \mathcal{F}(\mathbf{x}, \{W_i\}) + \mathbf{x}",
    r"PE_{(pos,2i)} = \sin(pos / 10000^{2i/d_{model}})",
    r"r_j^{(l)} \sim \mathrm{Bernoulli}(p)",
    r"\min_{w} \|Xw - y\|_2^2",
    r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\overrightarrow{h}_t = \mathcal{H}(x_t)",
    r"\require{physics} \newcommand{\x}{\mathbf{x}} \x W",
    r"\input{/etc/passwd}",
    r"\write18{touch /tmp/owned}",
    r"\def\a{\a\a}\a",
    r"\frac{a}{b",
    r"\begin{align} x = y",
    r"\left( x W",
    r"{{{{x}}}",
    r"\undefined{x} + \alhpa",
)
