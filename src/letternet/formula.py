"""`Formula`: one formula with all its views.  It is read and checked when it is made, everything else on demand."""

from __future__ import annotations

import re

from . import limits
from .check.check import check as check_sizes
from .check.doubts import doubts
from .check.layers import hidden_layers
from .problems import NotationError, Problem, SizeError, errors, line_starts, place
from .read.known import Known
from .read.letters import read, read_name
from .read.views import TITLES, VIEWS, other_view, readings
from .sizes import NUMBER
from .tree import Comment, Declaration, Meaning, Name, Program, Size, same_program
from .words import Words, words_of
from .write import letters as write_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from os import PathLike
    from typing import Any

    from .check.model import Checked
    from .draw.picture import Picture
    from .read.places import Places
    from .run.run import Run
    from .run.training import Progress, Training

    Dim = int | str | tuple[int | str, ...]
    Data = Mapping[str, Any] | str | PathLike[str]

LEVELS = ("overview", "book", "steps", "lesson")
BACKENDS = ("numpy", "array-api")


class Formula:
    """A formula in the letter notation, for example `l2 = relu(l0W0)W1`, or in another view that can be read.

    `view` says what the text is written in: `"letters"`, `"python"`, `"english"` or `"latex"`; without it, that is
    guessed, and the attribute `view` says what it was taken for.  `dims` declares sizes: a number is `()`, a vector
    `3`, `"n"` or `(3,)`, a matrix `(3, 4)`; or as they are written, `"number"`, `"3"`, `"3 × 4"`; of Python also by
    the code's own names.  With `columns`, vectors are columns.  `functions` are Python functions that the formula may
    call by name; they take an array and give one of the same size.  `words` are words for letters, as `means` lines
    give them, `{"h": "hidden state {}"}`; the formula's own lines go first.

    Raises `NotationError` when the text cannot be read and `SizeError` when sizes clash; with `check=False` size
    problems are held in `problems` instead.

    >>> from letternet import Formula
    >>> net = Formula("l2 = relu(l0W0)W1", dims={"l0": 3, "W0": (3, 4)})
    >>> net.sizes["W1"]
    (4, 'n')
    >>> net.python()
    'layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)'
    """

    def __init__(
        self,
        text: str,
        dims: Mapping[str, Dim] | None = None,
        columns: bool = False,
        view: str | None = None,
        check: bool = True,
        functions: Mapping[str, Callable[..., Any]] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        if not isinstance(text, str):
            raise TypeError(f"a formula is text, not {type(text).__name__}")
        if view is not None and view not in VIEWS:
            raise ValueError(f"view is one of {', '.join(VIEWS)} or None, not {view!r}")
        self.text = text
        self.dims = dict(dims or {})
        self.columns = columns
        self.functions = dict(functions or {})
        self.given_words = dict(words or {})
        arrays = {key: dim for key, dim in self.dims.items() if key.isidentifier() and not read_name(key)}
        self._declarations, wrong = declared({key: dim for key, dim in self.dims.items() if key not in arrays})
        self._meanings, wrong_words = meanings(self.given_words)
        wrong += wrong_words
        self.program, unread = read(text) if view in (None, "letters") else (Program((), text), [])
        self.view, sure = (view or "letters", True) if view or not errors(unread) else other_view(text)
        self._places: Places | None = None
        self._arrays, wrong_arrays = array_sizes(arrays)
        self._checked = self._check(self.program)
        perhaps = False  # whether another view only stands if all is right in it
        if view is None and not errors(unread) and not self._checked.right:  # letters, and what they say is wrong
            other, surely = other_view(text)
            if surely or other == "latex" or "@" in text:
                self.view, sure, perhaps = other, other == "english", not surely
        if self.view != "letters":
            translated = self._translated()
            if (errors(translated) and not sure) or (perhaps and not self._checked.right):
                self.view, self.program = "letters", read(text)[0]
                self._checked = self._check(self.program)
            else:
                unread = translated
        wrong += wrong_arrays if self.view == "python" else declared(arrays)[1]
        unread += nothing(self.program, unread)
        self._readable = self.view != "letters" or not errors([*unread, *wrong])
        if self.view == "letters":
            found = self._told([*unread, *wrong])
        else:
            told: Iterable[Problem] = map(self._places.moved, self._told([])) if self._places else ()
            if errors(unread):  # what stands nowhere in the text follows from what is missing
                told = (problem for problem in told if problem.line)
            found = [*unread, *wrong, *told, *unmentioned(self._arrays, self.text)]
            if view is None and not sure:
                found.append(Problem("N0101", f"this was taken for {TITLES[self.view]}; --from says what it is"))
        self.problems = in_order(found)
        if errors([*unread, *wrong]) or any(p.code < "E0200" for p in errors(self.problems)):
            raise NotationError(self.problems, text)
        if check and errors(self.problems):
            raise SizeError(self.problems, text)

    def _check(self, program: Program) -> Checked:
        own = {line.letter.key for line in program.statements if isinstance(line, Meaning)}
        words = [line for line in self._meanings if line.letter.key not in own]
        return check_sizes(program, [*self._declarations, *words], self.columns, self.functions)

    def _translated(self) -> list[Problem]:
        """Read another view into `program`, the first reading that checks clean or else the first; and check it."""
        from .read.places import Places

        known = Known(self._declarations, self.given_words, self.columns, self.functions, self._arrays)
        first = None
        for source, problems in readings(self.view, self.text, known):
            program, wrong = read(write_letters.letters(source))
            if errors(wrong):
                where = place_of_line(source, errors(wrong)[0].line)
                return [*problems, Problem("E0115", f"this cannot be put into letters: {wrong[0].message}", *where)]
            checked = self._check(program)
            if first is None or checked.right:
                first = program, checked, problems, source
            if checked.right or errors(problems):
                break
        assert first is not None
        self.program, self._checked, problems, source = first
        self._places = Places(self.program, source)
        return problems

    def _told(self, unread: list[Problem]) -> list[Problem]:
        """Everything wrong with the letters, each told as well as it can be, with ways out that were tried."""
        text = self.program.text
        found = [*unread, *unused(self._declarations, self._checked)]
        if self._checked.right:
            found += [*self._checked.problems, *([] if unread else doubts(self._checked))]
        else:
            from .mend.mend import mend

            found += mend(self._checked, self._declarations, self.columns)
        if errors(found) and len(text) <= limits.TEXT:
            from .read.retell import retold

            own = {*self.functions, *(f.function for f in self._checked.names.functions.values())}
            found = retold(found, text, self.program.statements, own, self._wrong)
        if errors(found):
            from .mend.whole import tried

            found = tried(in_order(found), text, self._again, self._remaining)
        return found

    def _again(self, text: str, dims: Mapping[str, Dim], edits: Sequence[tuple[int, int, str]]) -> Checked | None:
        """The formula after some edits and with further sizes, checked; None if it has errors."""
        from .mend.whole import reread

        program, problems = reread(self.program, text, edits) if self._readable else read(text)
        declarations, wrong = self._with(dims)
        checked = check_sizes(program, declarations, self.columns, self.functions)
        return None if errors([*problems, *wrong]) or not checked.right else checked

    def _remaining(self, text: str, dims: Mapping[str, Dim]) -> tuple[list[Problem], Checked]:
        """What is wrong with a changed text, with ways out that have not been tried on the whole, and its check."""
        from .mend.mend import mend

        program, problems = read(text)
        declarations, wrong = self._with(dims)
        checked = check_sizes(program, declarations, self.columns, self.functions)
        found = [] if errors([*problems, *wrong]) or checked.right else mend(checked, declarations, self.columns)
        return found, checked

    def _with(self, dims: Mapping[str, Dim]) -> tuple[list[Declaration], list[Problem]]:
        """The sizes declared from outside, with further ones in their place, and what is wrong with those."""
        kept = [line for line in self._declarations if not any(n.key in dims for n in line.names)]
        further, wrong = declared(dims)
        return [*kept, *further], wrong

    def _wrong(self, text: str) -> list[tuple[int, int, str]]:
        """Where a changed text is wrong, with the codes."""
        program, problems = read(text)
        checked = check_sizes(program, self._declarations, self.columns, self.functions)
        starts = line_starts(text)
        found = [
            (starts[p.line - 1] + p.span[0], starts[p.line - 1] + p.span[1], p.code)
            for p in errors([*problems, *checked.names.problems])
            if p.line
        ]
        found += [(r.mark.start, r.mark.end, r.code) for r in checked.refused if r.code[0] == "E"]
        return found + [(clash.at.start, clash.at.end, "E0201") for clash in checked.clashes]

    def __reduce__(self) -> tuple[object, ...]:
        right = not errors(self.problems)
        return (Formula, (self.text, self.dims, self.columns, self.view, right, self.functions, self.given_words))

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 60 else self.text[:59] + "…"
        return f"Formula({text!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Formula):
            return NotImplemented
        return same_program(self.program, other.program) and self.sizes == other.sizes

    def __hash__(self) -> int:
        return hash(self.letters())

    @property
    def checked(self) -> Checked:
        """The checked program; views can only be had of one without errors."""
        if errors(self.problems):
            raise SizeError(self.problems, self.text)
        return self._checked

    @property
    def words(self) -> Words:
        """The words for the formula's letters, a copy of its own for each view that gives out further ones."""
        return words_of(self.checked)

    @property
    def sizes(self) -> dict[str, tuple[int | str, ...]]:
        """The size of every name: `()` a number, `(3,)` a vector, `(3, 4)` a matrix; a letter where unknown."""
        return self._checked.sizes

    def why(self) -> dict[str, tuple[str, ...]]:
        """Where the sizes of each name came from: a sentence for a vector, one for rows and one for columns.

        >>> Formula("l1 = relu(l0W0)", dims={"l0": 3}).why()["W0"][0]
        'rows: l0 has 3 values and each value of l0 meets a row of W0, so W0 has 3 rows'
        """
        from .mend.why import why

        return why(self.checked)

    # ----------------------------------------------------------------------------------------------- views

    def letters(self) -> str:
        """The canonical letters.

        >>> Formula("l_{1}=relu( l_0 W_0 )").letters()
        'l1 = relu(l0W0)'
        """
        return write_letters.letters(self.program)

    def python(self, module: bool = False, batch: Iterable[str] = (), backend: str = "numpy") -> str:
        """The Python lines; with `module` a complete file that runs with NumPy alone.

        `batch` names vectors that come as whole batches, one datapoint a row.  With the `backend` `"array-api"`, the
        code is for arrays of any library, as that of `function`.

        >>> Formula("W1 <- W1 - α l1ᵀl2").python(batch=["l1", "l2"])
        'weights_1_2 -= alpha * layer_1.T.dot(layer_2)'
        >>> Formula("l2 = l1W1").python(backend="array-api")
        'layer_2 = layer_1 @ weights_1_2'
        """
        from .write import python
        from .write.python_lines import Writing as Written

        if of_backend(backend) != "numpy":
            from .write.array_api import ArrayWriting as Written
        if module and self.functions:
            message = f"a complete file has no Python function {next(iter(self.functions))}; define it in letters"
            raise NotationError([Problem("E0101", message)], self.text)
        batch = list(batch)
        for key in batch:
            shape = self.checked.named.get(key)
            if key not in self.checked.names.inputs or shape is None or len(shape.sizes) != 1:
                message = f"{key} is not a vector that comes in, so it has no batch"
                raise NotationError([Problem("E0302", message)], self.text)
        return (python.module if module else python.lines)(self.checked, self.words, batch, Written)

    def english(self, level: str = "book") -> str:
        """The English translation: `"book"` has one sentence or more for each line.

        `"overview"` is one sentence of at most ten words, `"steps"` one operation a line with the size it leaves,
        `"lesson"` the steps with the reason for each.

        >>> Formula("l0W0").english()
        'Take the layer 0 vector and perform vector-matrix multiplication with the weight matrix 0.'
        """
        if level not in LEVELS:
            raise ValueError(f"level is one of {', '.join(LEVELS)}, not {level!r}")
        if level == "book":
            from .write.english import english as write
        elif level == "steps":
            from .write.steps import steps as write
        elif level == "lesson":
            from .write.lesson import lesson as write
        else:
            from .write.overview import overview as write
        return write(self.checked, self.words)

    def latex(self) -> str:
        """LaTeX, to stand between `$$` and `$$`.

        >>> print(Formula("A = softmax(QKᵀ/√d)V; d : number").unchain().latex().splitlines()[0])
        \\begin{aligned}
        """
        from .write.latex import latex

        return latex(self.program)

    def picture(
        self, detail: str = "bricks", labels: str = "letters", values: Mapping[str, Any] | None = None
    ) -> Picture:
        """The formula drawn: `.svg`, `.text` for a terminal, `.save(path)`; it shows itself in a notebook.

        `detail` is `"bricks"` (strips are vectors, boxes matrices, circles numbers), `"nodes"` (a circle for each
        value, as long as that is readable) or `"strips"` (layers joined by fans of lines); `labels` are `"letters"`,
        `"words"` or `"both"`.  With `values` as `run` takes them, the numbers stand in the cells; what a function
        set to 0 is struck out (in a terminal, a star stands behind it).

        >>> print(Formula("l1 = relu(l0W0)", dims={"l0": 3, "l1": 4}).picture("strips").text)
        Prediction  l1 [■ ■ ■ ■] relu  4
                           │
                       W0 ╱│╲
                           │
        Inputs       l0 [■ ■ ■] 3
        """
        from .draw.picture import Picture

        if values is None:
            return Picture(self.checked, self.words, detail, labels)
        from .run.worked import shown

        run = shown(self.checked, values, self.functions)
        return Picture(
            self.checked, self.words, detail, labels, run.values, frozenset(run.batched), run.silenced, run.sizes()
        )

    def frames(
        self,
        values: Mapping[str, Any] | None = None,
        /,
        detail: str = "bricks",
        labels: str = "letters",
        **more: Any,
    ) -> list[Picture]:
        """The formula predicting, as pictures: what comes in, then a picture for each layer with its values.

        Each has a `caption`.  The values are given as to `run`.

        >>> net = Formula("l2 = relu(l0W0)W1")
        >>> frames = net.frames(l0=[1, 2], W0=[[1, -1], [0, 1]], W1=[[1], [1]])
        >>> [frame.caption.split(",")[0] for frame in frames]
        ['What comes in.', 'To create the layer 1 vector', 'To create the layer 2 vector']
        """
        from .draw.picture import Picture
        from .run.worked import shown_in_layers

        run = shown_in_layers(self.checked, {**(values or {}), **more}, self.functions)
        words = words_of(run.checked)
        drawn = Picture(
            run.checked, words, detail, labels, run.values, frozenset(run.batched), run.silenced, run.sizes()
        )
        return [drawn.frame(known, said) for said, known in run.frames(words)]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What a notebook shows: the picture and the letters, or what is wrong with the formula."""
        from .write.markup import formula_html, text_html

        if errors(self.problems):
            from .problem_text import as_text

            text = "\n\n".join(as_text(problem, self.text) for problem in self.problems)
            return {"text/plain": text, "text/html": text_html(text)}
        letters, svg = self.letters(), self.picture().svg
        return {
            "text/plain": letters,
            "text/latex": f"$$\n{self.latex()}\n$$",
            "image/svg+xml": svg,
            "text/html": formula_html(letters, svg),
        }

    def _mime_(self) -> tuple[str, str]:
        """The same for marimo."""
        return ("text/html", self._repr_mimebundle_()["text/html"])

    # --------------------------------------------------------------------------------------------- running

    def run(self, values: Mapping[str, Any] | None = None, /, **more: Any) -> Run:
        """Work out every value: a mapping from letters to arrays (a number for a number).

        Values are given by letter, or by its name in Python (`layer_0`).  They are anything NumPy takes, text such as
        `"1 2; 3 4"`, or the path of a file; a vector may be a whole batch, one datapoint a row.  Raises `DataError`
        for values that do not fit.

        If a dask array is among them, nothing is worked out: sizes are checked, and the results are dask arrays, with
        the batch in the chunks that it came in.  That every value is finite, and every row number that of a row, can
        then not be checked.

        >>> Formula("y = xW").run(x=[1, 2], W=[[1, 0], [0, 2]])["y"]
        array([1, 4])
        """
        from .run.run import run

        return run(self.checked, {**(values or {}), **more}, self.functions)

    def trace(self, values: Mapping[str, Any] | None = None, /, width: int = 0, **more: Any) -> str:
        """The run step by step, in letters, English and numbers; with a `width`, sentences are filled into it."""
        from .run.trace import trace

        return trace(self.checked, {**(values or {}), **more}, self.functions, width)

    def function(self, inplace: bool = False, backend: str = "numpy") -> Callable[..., Any]:
        """A Python function of the inputs in order of first use; its `source` is its text.

        It returns the value of the last line, or a dictionary of the new values if the formula updates letters.
        It never writes to its inputs, except with `inplace`: then updates go into the arrays given.  Vectors may come
        as whole batches.  It may be called from several threads.

        What runs is a fast form of the lines that `python()` shows, the same to rounding: products in the order that
        takes least, arrays that were made on the way written into again, and a batch of more than 2,048 datapoints in
        blocks, in as many threads as there are cores, or as the environment's `LETTERNET_THREADS` says.

        With the `backend` `"array-api"`, it takes floats of any array library: PyTorch, JAX (also under its `jit` and
        `grad`), CuPy, dask, and NumPy.  PyTorch and dask need `pip install 'letternet[array-api]'`.  The tests run
        its code on all of them but CuPy, which needs a GPU; array-api-strict, which has nothing beyond the standard,
        stands for it.  Whole numbers that come in become floats, except for row numbers, and lists and NumPy arrays
        become arrays of the library that the others are of.  `source` is a file of its own, which needs
        array-api-compat.

        >>> f = Formula("y = 2x").function()
        >>> f(21)
        42
        >>> import jax
        >>> slope = jax.grad(Formula("e = sum(x²)").function(backend="array-api"))
        >>> slope(jax.numpy.asarray([1.0, 2.0])).tolist()
        [2.0, 4.0]
        """
        if of_backend(backend) != "numpy":
            if inplace:
                raise ValueError("array-api code never writes into arrays; inplace is for the backend numpy")
            from .run.portable import function as portable

            return portable(self.checked, self.functions)
        from .run.function import function

        return function(self.checked, inplace, self.functions)

    # ------------------------------------------------------------------------------------------- rewriting

    def chain(self) -> Formula:
        """The same with every value in between put where it is used; `problems` notes the lines that had to stay.

        >>> Formula("l1 = relu(l0W0); l2 = l1W1").chain().letters()
        'l2 = relu(l0W0)W1'
        """
        from .rewrite.chain import chain

        program, reasons = chain(self.checked)
        made = self._rewritten(program)
        for number, reason in reasons.items():
            stays = made.program.statements[number]
            line, span = place(made.program.text, stays.start, stays.end)
            made.problems.append(Problem("N0401", reason, line, span))
        return made

    def unchain(self) -> Formula:
        """The same with a line for every layer.

        >>> print(Formula("l2 = relu(l0W0)W1").unchain().letters())
        l1 = relu(l0W0)
        l2 = l1W1
        """
        from .rewrite.unchain import unchain

        return self._rewritten(unchain(self.checked))

    # ------------------------------------------------------------------------------------------- learning

    def train(
        self,
        data: Data,
        rate: float = 0.1,
        epochs: int = 10,
        batch: int = 64,
        seed: int = 0,
        *,
        target: str | None = None,
        learn: Sequence[str] | None = None,
        error: str | None = None,
        start: Data | None = None,
        shuffle: bool = True,
        held_out: float | Data = 0.0,
        patience: int | None = None,
        mask: float = 0.5,
        save: str | PathLike[str] | None = None,
        resume: bool = False,
        report: Callable[[Progress], object] | None = None,
    ) -> Training:
        """Learn the weights from data: a mapping from their letters to arrays, with the errors of all epochs.

        `data` has arrays by letter, or is the path of an `.npz` file.  Datapoints lie along axis 0, so a vector takes
        (k, n), a number (k,), a matrix (k, r, c); what comes as one value is the same for all datapoints.  What is
        learned, and from which error, is as in `backprop`, by `target`, `learn` and `error`.  In each of the `epochs`
        the datapoints are shuffled and taken in batches, and each batch changes the weights by the `rate` times the
        mean of what its datapoints ask for.

        Weights `start` from values that are given, or from random ones by the `seed`: matrices of n rows (columns, if
        vectors are columns) normally distributed with standard deviation √(2/n), vectors likewise, numbers with 1;
        what is only ever added, a bias, from 0.  A vector with the letter m, or with the word mask, is drawn anew for
        every datapoint: each value is 1 with the probability `mask`, else 0.

        `held_out` is a share of the datapoints, or data of its own, that is only measured.  With `patience`, training
        stops after so many epochs without a smaller error (of what is held out, if anything is), and the weights of
        the best epoch are given.  With `save`, the weights are in that file after every epoch, and beside it the
        state from which `resume` goes on, to the same bits.  `report` is called with the progress at the end of each
        epoch, and within long ones.

        Raises `DataError` for data that does not fit and for numbers that grow without end, `LearningError` for a
        formula that cannot learn, and `ValueError` for a setting out of its bounds.

        >>> xor = {"l0": [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], "y": [[0], [1], [1], [0]]}
        >>> net = Formula("l2 = relu(l0W0)W1", dims={"W0": (3, 8)})
        >>> training = net.train(xor, rate=0.5, epochs=100, batch=4)
        >>> training["W1"].shape, training.errors[-1] < training.errors[0] / 100
        ((8, 1), True)
        >>> net.run(training, l0=[0, 1, 1])["l2"].round(1)
        array([1.])
        """
        from .rewrite.backprop import backprop
        from .run.datapoints import opened
        from .run.settings import Settings
        from .run.train import train

        settings = Settings(rate, epochs, batch, seed, shuffle, held_out, patience, mask)
        data = opened(data)
        learning = backprop(self.checked, target, learn, error, data)
        return train(learning, self._again_checked, self.functions, data, settings, start, save, resume, report)

    def _again_checked(self, program: Program) -> Checked:
        return self._rewritten(program).checked

    def backprop(
        self, target: str | None = None, learn: Sequence[str] | None = None, error: str | None = None
    ) -> Formula:
        """How the formula learns, in the same letters: its lines, what each layer should change by, the updates.

        What is made smaller is half the squared difference between the prediction, the value of the last line, and
        `target` (else `y`, or `t` where y is the prediction, uppercase for a matrix); cross-entropy, where the last
        function is softmax; or the formula's own error: a number that is called one (`e = …`), that is made with the
        target, or that `error` names.  `learn` are the letters that are learned, else the matrices but X and the biases
        that come in.  The updates multiply by the rate α.  Raises `LearningError` where there is nothing to learn or no
        slope.

        >>> print(Formula("l1 = tanh(l0W0); l2 = l1W1").backprop().letters())
        l1 = tanh(l0W0)
        l2 = l1W1
        d means "layer {} delta"
        d2 = l2 - y
        d1 = d2W1ᵀ ⊙ (1 - l1²)
        W1 <- W1 - α l1ᵀd2
        W0 <- W0 - α l0ᵀd1
        """
        from .rewrite.backprop import backprop

        return self._rewritten(backprop(self.checked, target, learn, error).program)

    def _rewritten(self, program: Program) -> Formula:
        return self.with_letters(write_letters.letters(program))

    def with_letters(self, text: str) -> Formula:
        """Other letters with the same sizes, words and functions."""
        dims = {key: dim for key, dim in self.dims.items() if key not in self._arrays}  # those stand in the letters
        return Formula(text, dims, self.columns, "letters", functions=self.functions, words=self.given_words)

    def sized(self, values: Mapping[str, Any]) -> Formula:
        """The same with the sizes that these values have, where none are known as numbers.

        The values are given as to `run`, and raise `DataError` if they do not fit.

        >>> Formula("y = xW").sized({"x": [1, 2], "W": [[1, 0, 0], [0, 2, 0]]}).sizes["W"]
        (2, 3)
        """
        from .run.given import Given

        given, known = Given(self.checked, values), numbered(self.sizes)
        came = numbered({key: given.size(key) for key in self.checked.names.inputs if key not in known})
        dims = {**self.dims, **came}
        made = Formula(self.text, dims, self.columns, self.view, False, self.functions, self.given_words)
        return self if errors(made.problems) or len(made.problems) > len(self.problems) else made


def place_of_line(source: Program, line: int) -> tuple[int, tuple[int, int]]:
    """Where the statement stands in its own text that is on a line of the letters; the text's first line if nowhere."""
    alone = [
        statement
        for before, statement in zip((None, *source.statements), source.statements, strict=False)
        if not (isinstance(statement, Comment) and statement.trailing and not isinstance(before, Comment | None))
    ]
    at = alone[line - 1] if 0 < line <= len(alone) else None
    return place(source.text, at.start, at.end) if at is not None and at.start >= 0 else (1, (0, 0))


def of_backend(backend: str) -> str:
    """The name of a backend that there is."""
    if backend not in BACKENDS:
        raise ValueError(f"backend is one of {', '.join(BACKENDS)}, not {backend!r}")
    return backend


def in_order(problems: list[Problem]) -> list[Problem]:
    """Errors first, by their places."""
    return sorted(problems, key=lambda p: (p.severity != "error", p.line, p.span))


def nothing(program: Program, unread: list[Problem]) -> list[Problem]:
    """What is wrong with a text that says nothing."""
    if unread or program.statements:
        return []
    return [Problem("E0114", "there is nothing to read; a formula looks like this: l1 = relu(l0W0)")]


def meanings(words: Mapping[str, str]) -> tuple[list[Meaning], list[Problem]]:
    """The `means` lines for words given from outside, and what is wrong with them."""
    found: list[Meaning] = []
    problems: list[Problem] = []
    for letter, phrase in words.items():
        program, wrong = read(f'{letter} means "{phrase}"') if "\n" not in f"{letter}{phrase}" else (Program(()), [])
        line = program.statements[0] if len(program.statements) == 1 else None
        if isinstance(line, Meaning) and line.letter.key == letter and not errors(wrong):
            found.append(Meaning(Name(letter), line.phrase))
            continue
        reason = f": {wrong[0].message}" if wrong else ""
        problems.append(Problem("E0103", f"the words {phrase!r} for {letter!r} cannot be read{reason}"))
    return found, problems


def unused(declarations: list[Declaration], checked: Checked) -> list[Problem]:
    """Warnings for sizes declared from outside for letters that the formula does not have."""
    if not declarations:
        return []
    names = checked.names
    known = {*names.inputs, *names.definitions, *names.updates, *names.sizes}
    known.update(
        name.key for line in checked.program.statements if isinstance(line, Declaration) for name in line.names
    )
    known.update(*names.closed.values())
    extra = [name.key for line in declarations for name in line.names if name.key not in known]
    if extra:
        known.update(layer.key for layer in hidden_layers(checked))
    return [Problem("W0202", f"{key} has a size, but the formula has no {key}") for key in extra if key not in known]


def numbered(sizes: Mapping[str, tuple[int | str, ...]]) -> dict[str, tuple[int | str, ...]]:
    """Those that are numbers alone.

    >>> numbered({"x": (3,), "W": (3, "n"), "d": ()})
    {'x': (3,), 'd': ()}
    """
    return {key: size for key, size in sizes.items() if all(isinstance(n, int) for n in size)}


def unmentioned(arrays: Iterable[str], code: str) -> list[Problem]:
    """Warnings for sizes declared from outside by names that the code does not have."""
    there = set(re.findall(r"\w+", code))
    return [Problem("W0202", f"{key} has a size, but the code has no {key}") for key in arrays if key not in there]


def declared(dims: Mapping[str, Dim]) -> tuple[list[Declaration], list[Problem]]:
    """The declarations of `dims`, and what is wrong with them."""
    found: list[Declaration] = []
    problems: list[Problem] = []
    for key, dim in dims.items():
        line, reason = declaration(key, dim)
        if line is not None:
            found.append(line)
        elif declaration(key, 1)[0] is None:
            problems.append(Problem("E0108", f"{key!r} has a size, but is no letter; a letter is x, W0 or h_{{t}}"))
        else:
            problems.append(unreadable(key, dim, reason))
    return found, problems


def declaration(key: str, dim: Dim) -> tuple[Declaration | None, str]:
    """A size as the notation declares it; None and why, if it cannot be read."""
    text = f"{key} : {size_text(dim)}"
    program, wrong = read(text) if "\n" not in text else (Program(()), [])
    line = program.statements[0] if len(program.statements) == 1 else None
    if isinstance(line, Declaration) and len(line.names) == 1 and not errors(wrong):
        names = tuple(Name(name.letter, name.index) for name in line.names)
        return Declaration(names, tuple(Size(size.letters, size.constant) for size in line.sizes)), ""
    return None, wrong[0].message if wrong else ""


def size_text(dim: Dim) -> str:
    """A size as it is written.

    >>> size_text(()), size_text(3), size_text((3, "n")), size_text("3x4")
    ('number', '3', '3 × n', '3x4')
    """
    sizes = dim if isinstance(dim, tuple | list) else (dim,)
    return " × ".join(map(str, sizes)) if sizes else NUMBER


def unreadable(key: str, dim: Dim, reason: str) -> Problem:
    """That a size cannot be read."""
    return Problem("E0108", f"the size {size_text(dim)!r} for {key!r} cannot be read{': ' * bool(reason)}{reason}")


def array_sizes(dims: Mapping[str, Dim]) -> tuple[dict[str, tuple[int | str, ...]], list[Problem]]:
    """The sizes of variables by the code's own names, and what is wrong with them.

    >>> array_sizes({"weights": "3x4", "hidden": (4,), "rate": ()})
    ({'weights': (3, 4), 'hidden': (4,), 'rate': ()}, [])
    """
    found: dict[str, tuple[int | str, ...]] = {}
    problems: list[Problem] = []
    for key, dim in dims.items():
        line, reason = declaration("x", dim)
        if line is not None:
            found[key] = tuple(write_letters.size(size) if size.letters else size.constant for size in line.sizes)
        else:
            problems.append(unreadable(key, dim, reason))
    return found, problems
