"""What Python's array libraries call the operations of the notation: functions by their names, methods, and axes."""

from __future__ import annotations

from ..functions import ALSO_KNOWN_AS, FUNCTIONS

# Libraries whose functions these are, by the names they are imported under.
LIBRARIES = frozenset(
    "np numpy jnp jax lax torch F nn functional scipy special sp tf tensorflow math cp cupy autograd xp linalg".split()
)
# Functions of the notation under other names.
FUNCTION_NAMES = {
    **{name: name for name in FUNCTIONS},
    **ALSO_KNOWN_AS,
    "expit": "sigmoid", "absolute": "abs", "fabs": "abs", "amax": "max", "amin": "min", "average": "mean",
    "log_softmax": "logsoftmax", "leaky_relu": "leakyrelu", "layer_norm": "normalize", "swish": "silu",
    "reduce_sum": "sum", "reduce_mean": "mean", "det": "det", "inv": "inv", "rsqrt": "rsqrt",
}  # fmt: skip
PAIRS = {
    "dot": "dot", "matmul": "dot", "mm": "dot", "mv": "dot", "bmm": "dot", "vdot": "dot", "inner": "dot",
    "outer": "outer", "ger": "outer",
    "multiply": "times", "mul": "times", "add": "+", "subtract": "-", "sub": "-", "divide": "/", "true_divide": "/",
    "div": "/", "greater": ">", "less": "<", "greater_equal": "≥", "less_equal": "≤", "power": "power", "pow": "power",
}  # fmt: skip
SINGLES = {
    "transpose": "transpose", "t": "transpose", "negative": "negative", "neg": "negative", "swapaxes": "transpose",
    "matrix_transpose": "transpose",
}  # fmt: skip
ALONG = ("sum", "mean", "max", "min")
JOINS = {
    "concatenate": "", "concat": "", "cat": "", "hstack": "beside", "vstack": "rows", "column_stack": "columns",
    "row_stack": "rows", "stack": "rows", "block": "",
}  # fmt: skip
# What changes neither the values nor how they lie.
UNCHANGED = frozenset(
    "array asarray asanyarray astype copy float double detach numpy cpu clone item asfarray tensor as_tensor"
    " ascontiguousarray float32 float64 contiguous to requires_grad_ int".split()
)
CASTS = frozenset("float double float32 float64 int".split())  # those of them that make numbers of true and false
MADE_AT_RANDOM = frozenset(
    "random rand randn randint normal uniform standard_normal random_sample choice permutation shuffle binomial"
    " bernoulli".split()
)
FILLED = frozenset("zeros ones empty full zeros_like ones_like".split())
# What shows or prepares and works nothing out.
SHOWS = frozenset(
    "print display plt pylab sns sys os time warnings seed manual_seed set_printoptions show plot figure imshow"
    " random_state tqdm logging logger assert_allclose assert_array_equal close flush".split()
)
METHODS = frozenset([
    *ALONG, *UNCHANGED,
    *"dot matmul mm mv transpose t T exp log sqrt abs tanh sigmoid relu softmax norm trace det inverse sin cos".split(),
    *"pow square mul add sub div outer swapaxes".split(),
])  # fmt: skip
OF_ARRAYS = METHODS - {"relu", "sigmoid", "tanh", "softmax"}  # what PyTorch's F has not
AXES = ("axis", "dim")
KEEPS = ("keepdims", "keepdim")  # a sum along each row then stands beside its rows
IGNORED = (*KEEPS, "dtype", "copy", "inplace")  # options that change no value
SCIPY = ("scipy", "special", "sp")  # names under which SciPy is imported
OVER_ALL = ("softmax", "log_softmax")  # what works on all values at once there
TORCH = ("torch", "F", "nn", "functional")  # names under which PyTorch is imported
# What PyTorch means by names that NumPy has, or the notation.
OTHERWISE = {
    "std": "divides by one less than how many there are", "var": "divides by one less than how many there are",
    "normalize": "divides by the norm",
}  # fmt: skip
IDENTITIES = ("eye", "identity")
# What has no letters at all, and why.
WITHOUT_LETTERS = {
    **dict.fromkeys(MADE_AT_RANDOM, "random values have no letters"),
    **dict.fromkeys(FILLED, "an array filled with one value has no letters"),
    **dict.fromkeys(("matrix", "mat", "asmatrix", "bmat"), "of np.matrix * is the matrix product, of arrays it is not"),
    "einsum": "einsum has no letters; write the product out",
}
# What changes an array where it stands.
CHANGES = frozenset("sort fill resize put partition shuffle itemset".split())  # methods
CHANGING = frozenset("shuffle put place putmask copyto fill_diagonal put_along_axis".split())  # functions
# Attributes and functions that give another view of the same values.
VIEWS = frozenset("T mT data".split())
VIEWING = frozenset(
    "transpose swapaxes t asarray asanyarray reshape ravel squeeze detach view expand_dims atleast_2d atleast_1d"
    " ascontiguousarray moveaxis broadcast_to expand unsqueeze contiguous numpy cpu".split()
)
LISTS_CHANGE = frozenset("append extend insert pop remove clear reverse".split())  # methods that change a list
