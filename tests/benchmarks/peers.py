"""Each peer does a case in its own way, with arrays of its own, with float64 and in one thread.

A peer that is not installed raises `ImportError`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

import numpy as np
from cases import Case

Candidate = Callable[[], Any]


def numpy_multi_dot(case: Case) -> Candidate | None:
    """`np.linalg.multi_dot`, which takes vectors at the ends only."""
    if not case.multi_dot:
        return None
    arrays = list(case.inputs.values())
    if arrays[0].ndim == arrays[1].ndim == 1:
        arrays[:2] = arrays[0][:, None], arrays[1][None, :]
    return partial(np.linalg.multi_dot, arrays)


def pytorch(case: Case, inside: ExitStack) -> Candidate | None:
    """Eager, in inference mode, which `inside` leaves."""
    import torch

    if case.torch is None:
        return None
    torch.set_num_threads(1)
    inside.enter_context(torch.inference_mode())
    return case.torch(torch, {name: torch.from_numpy(array) for name, array in case.inputs.items()})


def jax_jit(case: Case) -> Candidate | None:
    """Compiled, and waited for; without a thread that runs what was asked for later, which takes longer."""
    import jax

    if case.jax is None:
        return None
    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_cpu_enable_async_dispatch", False)
    compiled = jax.jit(case.jax(jax))
    arrays = [jax.numpy.asarray(array) for array in case.inputs.values()]
    return lambda: compiled(*arrays).block_until_ready()


def onnxruntime_session(case: Case) -> Candidate | None:
    """A graph with the weights inside, as models are kept."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    if not case.onnx:
        return None
    own = {name: case.inputs[name] for name in case.constants}
    own |= {"root": np.sqrt(float(next(iter(case.inputs.values())).shape[-1]))}
    own |= {"first": np.array([0]), "last": np.array([1])}
    used = {name for _, names, _ in case.onnx for name in names}
    given = {name: array for name, array in case.inputs.items() if name not in own}
    result = case.onnx[-1][2]
    graph = helper.make_graph(
        [helper.make_node(operator, names, [out]) for operator, names, out in case.onnx],
        "case",
        [helper.make_tensor_value_info(name, TensorProto.DOUBLE, array.shape) for name, array in given.items()],
        [helper.make_tensor_value_info(result, TensorProto.DOUBLE, None)],
        [numpy_helper.from_array(np.asarray(array), name) for name, array in own.items() if name in used],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, given)[0]


def sympy_lambdify(case: Case) -> Candidate | None:
    """The product of SymPy's matrices as a function of NumPy's; it has no code for relu of a matrix or softmax."""
    from sympy import MatMul, MatrixSymbol, lambdify

    if not case.sympy:
        return None
    arrays = list(case.inputs.values())
    shapes = [array.shape if array.ndim == 2 else (array.size, 1) for array in arrays]
    symbols = [MatrixSymbol(name, *shape) for name, shape in zip(case.inputs, shapes, strict=True)]
    return partial(lambdify(symbols, MatMul(*symbols), "numpy"), *arrays)
