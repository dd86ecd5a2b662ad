"""A batch of 1 GB goes through two processes that may have 300 MB of memory each.

Look at `learn`: the formulas are run on dask arrays, and what comes out are dask arrays again.  Nothing is worked out
until `compute`; then the chunks of the batch are made, go through the network and are forgotten, on two workers of this
machine, or as many of a cluster.  It needs dask: `pip install 'letternet[examples]'`.
"""

import logging
import resource
import sys

import dask
import dask.array as da
import numpy as np
from dask.distributed import Client, LocalCluster

from letternet import Formula

DATAPOINTS, CHUNK, LIMIT = 160_000, 2_500, 300_000_000

teacher = Formula("y = tanh(l0T)")  # what the network is to find out
net = Formula("l1 = relu(l0W0); l2 = l1W1; e = sum((l2 - y)²)/2", dims={"l0": 784, "l1": 16, "l2": 4})
rules = net.backprop(error="e")

random = np.random.default_rng(0)
weights = {key: random.normal(size=size) / np.sqrt(size[0]) for key, size in net.sizes.items() if key in ("W0", "W1")}
secret = random.normal(size=(784, 4)) / 28


def learn(weights, points, rate):
    """The mean error, and the weights after one step over all points; neither is worked out yet."""
    run = rules.run(weights, l0=points, y=teacher.run(l0=points, T=secret)["y"], α=rate / len(points))
    return run["e"].mean(), {key: run[key] for key in weights}


if __name__ == "__main__":
    points = da.random.default_rng(0).uniform(-1, 1, (DATAPOINTS, 784), chunks=(CHUNK, -1))
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, memory_limit=LIMIT, dashboard_address=None,
        silence_logs=logging.CRITICAL,  # a worker that misses the goodbye says so; what goes wrong is raised here
    )  # fmt: skip
    with cluster, Client(cluster) as client:
        print(f"{points.nbytes / 1e9:.2f} GB in {points.npartitions} chunks of {points.blocks[0].nbytes / 1e6:.1f} MB")
        for step in range(2):
            error, weights = dask.compute(*learn(weights, points, rate=0.3))
            print(f"error before step {step + 1}: {error:.4f}")
        unit = 1 if sys.platform == "darwin" else 1024
        for peak in client.run(lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).values():
            print(f"a worker had at most {peak * unit / 1e6:.0f} MB of its {LIMIT / 1e6:.0f} MB")
