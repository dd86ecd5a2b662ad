"""A formula in a marimo notebook: it shows itself, and its values follow what you choose.

Look at the last cell: it runs anew when the slider moves, and only the third light of the network changes.

    marimo edit examples/marimo_notebook.py
"""

import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import numpy as np

    import letternet

    return letternet, mo, np


@app.cell
def _(letternet):
    net = letternet.Formula("l1 = relu(l0W0); l2 = l1W1", dims={"l0": 3, "l1": 4, "l2": 1})
    net
    return (net,)


@app.cell
def _(mo):
    third = mo.ui.slider(0, 1, step=0.1, value=1, label="the third light")
    third
    return (third,)


@app.cell
def _(net, np, third):
    run = net.run(
        l0=[1, 0, third.value],
        W0=np.array([[0, -1, 0, 0], [0, 1, 1, -1], [1, 0, 0, 1]]),
        W1=np.array([[0.5], [0], [0.5], [-0.5]]),
    )
    run["l1"], run["l2"]
    return (run,)


if __name__ == "__main__":
    app.run()
