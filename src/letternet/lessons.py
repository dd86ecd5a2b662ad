"""Every problem has a lesson: what it is, why it matters, a wrong example and the right one.

`letternet explain CODE` prints one, and `grammar/problems.md` has them all:
`python -m letternet.lessons > grammar/problems.md` makes that page.
"""

from __future__ import annotations

from textwrap import wrap

from . import limits
from .patterns import pattern
from .problems import CODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

NARROWEST = 24  # columns that a lesson is printed in at least
WIDEST = 120  # characters of a line of the page
CODE = pattern(r"`([^`]+)`")
FAMILIES = {
    "E01": "Text that cannot be read",
    "E02": "Kinds and sizes that do not fit",
    "E03": "Values, files and results",
    "E04": "The order of lines",
    "E05": "Learning",
    "W": "Warnings: allowed, but perhaps not meant",
    "N": "Notes: nothing is wrong",
}


class Example:
    """What somebody types: a formula, what is declared or given beside it, and the command that finds the problem."""

    __slots__ = ("columns", "command", "dims", "formula", "values")

    def __init__(
        self,
        *lines: str,
        dims: Mapping[str, tuple[int | str, ...]] | None = None,
        columns: bool = False,
        values: Mapping[str, str] | None = None,
        command: str = "check",
    ) -> None:
        self.formula: Final = "\n".join(lines)
        self.dims: Final = dict(dims or {})
        self.columns: Final = columns
        self.values: Final = dict(values or {})
        self.command: Final = "run" if values and command == "check" else command

    @property
    def alone(self) -> bool:
        """True when the formula says it all, without a command and its options."""
        return bool(self.formula) and not (self.dims or self.columns or self.values) and self.command == "check"

    def typed(self, width: int) -> list[str]:
        """The lines to type: the formula alone, or the command with it, broken after its parts where it is too long."""
        lines = self.formula.split("\n")
        if self.alone:
            return lines
        from shlex import quote

        options = ["--columns"] if self.columns else []
        options += [f"--dim {name}={'x'.join(map(str, size)) or 'number'}" for name, size in self.dims.items()]
        options += [f"--set {name}={quote(value)}" for name, value in self.values.items()]
        options += ["-o weights.npz"] * (self.command == "train")
        start = f"letternet {self.command} "
        short = start + quote("; ".join(lines))
        if len(" ".join([short, *options])) <= width:
            return [" ".join([short, *options])]
        first = [short] if len(short) + 2 * bool(options) <= width else (start + quote(self.formula)).split("\n")
        parts = [*first[:-1], *(f"{part} \\" for part in [first[-1], *options][:-1]), [first[-1], *options][-1]]
        return [parts[0], *(f"  {part}" for part in parts[1:])]

    def as_json(self) -> dict[str, object]:
        """The example as the command prints it with `--json`."""
        return {
            "formula": self.formula,
            "dims": {name: list(size) for name, size in self.dims.items()},
            "columns": self.columns,
            "values": self.values,
            "command": self.command,
        }


class Lesson:
    """What stands behind a code: `what` it is and `why` it matters, with code between backticks, and two examples."""

    __slots__ = ("code", "right", "title", "what", "why", "wrong")

    def __init__(self, code: str, *, what: str, why: str, wrong: Example, right: Example) -> None:
        self.code: Final = code
        self.title: Final = CODES[code]
        self.what: Final = what
        self.why: Final = why
        self.wrong: Final = wrong
        self.right: Final = right

    def as_json(self) -> dict[str, object]:
        """The lesson as the command prints it with `--json`."""
        return {
            "code": self.code,
            "title": self.title,
            "what": CODE.sub(r"\1", self.what),
            "why": CODE.sub(r"\1", self.why),
            "wrong": self.wrong.as_json(),
            "right": self.right.as_json(),
        }


W0 = "1 -1; 0 1; 1 2"  # a matrix of 3 rows and 2 columns, where values are given
TABLE = (
    # ------------------------------------------------------------------------------ text that cannot be read
    Lesson(
        "E0101",
        what="A function is a word that does something to the values it is given: `relu`, `tanh`, `softmax`. Two or "
        "more lowercase letters in front of a bracket are read as the name of one, and that name has to be known. "
        "Known are the functions of the notation, those that a line of the program defines, as in `f(x) = x ⊙ "
        "sigmoid(x)`, and Python functions that are handed in with the formula.",
        why="Python would find out only when it reaches the line, and say that `rleu` is not defined. Here it is said "
        "before anything runs, with the nearest name that there is. The word is not read as a product of the letters "
        "r, l, e and u either, since then a slip of the finger would make another formula.",
        wrong=Example("l1 = rleu(l0W0)"),
        right=Example("l1 = relu(l0W0)"),
    ),
    Lesson(
        "E0102",
        what="A text has two readings when two careful people could work it out in two ways. In `1/2α` one of them "
        "divides first and means `(1/2)α`, the other multiplies first and means `1/(2α)`. The notation picks neither: "
        "it shows both, and a bracket decides.",
        why="With `α` = 4 the first reading gives 2 and the second 0.125. Python goes from left to right, and many a "
        "paper means the other one. A guess would be wrong for somebody, and nothing would tell them.",
        wrong=Example("β = 1/2α"),
        right=Example("β = 1/(2α)"),
    ),
    Lesson(
        "E0103",
        what="A formula is built like a sentence: a sign such as `+` stands between two things, a bracket that opens "
        "is closed again, a comma separates what is inside. Here something stands where the notation has no place for "
        "it, or something beside it is missing. The mark under the line shows where reading stopped, which can be a "
        "little after the slip itself.",
        why="In `l1 = relu(l0W0` the bracket may belong after `W0`, or after a bias that was never typed. Each of "
        "these is another network, so nothing is added in silence.",
        wrong=Example("l1 = relu(l0W0"),
        right=Example("l1 = relu(l0W0)"),
    ),
    Lesson(
        "E0104",
        what="Some characters look alike and are different all the same: the digit 1 and the letter l, the Latin o and "
        "the Cyrillic о, the mark ' and the little ᵀ that turns a matrix on its side. A name is a Latin or Greek "
        "letter with an index, so `12` is the number twelve and `l2` is layer 2. Where a look-alike stands in the "
        "place of a letter, it is pointed out, with what was probably meant.",
        why="To the eye the two lines below are almost the same. But one of them defines a layer, and the other says "
        "that the number twelve equals something, which makes no sense. In the middle of a formula it would be worse: "
        "`11W1` could well be read as eleven times `W1`, and layer 1 would be missing without a word.",
        wrong=Example("12 = l1W1"),
        right=Example("l2 = l1W1"),
    ),
    Lesson(
        "E0105",
        what="Numbers in square brackets are a value typed out: `[1 0 1]` is a row of three, and in `[1 2 3; 4 5 6]` "
        "the semicolon begins a second row. Rows under one another make a table, so each needs as many numbers as the "
        "first. No number may be larger than the computer can hold.",
        why="In `[1 2 3; 4 5]` a number is missing, and nobody but you can tell which. If a 0 were put in at the end, "
        "every result would rest on a weight that nobody chose.",
        wrong=Example("W0 = [1 2 3; 4 5]", "l1 = l0W0"),
        right=Example("W0 = [1 2 3; 4 5 6]", "l1 = l0W0"),
    ),
    Lesson(
        "E0106",
        what="A line has one of a few forms: `l1 = …` defines a name, `W1 <- …` updates one, `l0 : 3` declares a size, "
        "and a formula may stand on its own. In a definition the name stands alone on the left of the `=`, and all "
        "that has to be worked out stands on the right. The line has none of these forms.",
        why="At school `l0W0 = l1` and `l1 = l0W0` say the same. A program is read as an instruction: work out the "
        "right side, and keep the result under the name on the left. Read the other way round it would be an equation "
        "to solve, and that may have no solution, or many.",
        wrong=Example("l0W0 = l1"),
        right=Example("l1 = l0W0"),
    ),
    Lesson(
        "E0107",
        what="Two things have their place in the notation but are not there yet: an index that calculates, such as the "
        "`t-1` in `h_{t-1}`, and a line that repeats, such as one that ends in `for i = 0..3`. Until they are, each "
        "step is written out, with a name of its own: `h0`, `h1`, `h2`.",
        why="If `h_{t-1}` were taken for just another name, it would be a vector that comes from outside and has "
        "nothing to do with `h_t`. The line would run, and the network would have no memory of the step before.",
        wrong=Example("h_t = tanh(h_{t-1}W)"),
        right=Example("h1 = tanh(h0W)", "h2 = tanh(h1W)"),
    ),
    Lesson(
        "E0108",
        what="A size counts something: `l0 : 3` says that `l0` has 3 values, `W0 : 3 × 4` that `W0` has 3 rows and 4 "
        "columns. So a size is a whole number from 1 up, a letter that stands for one, or a sum such as `2n + 1`. A "
        "vector has one size and a matrix has two; nothing has three.",
        why="No vector has two and a half values. One without any values would be worse, since NumPy accepts it: the "
        "sum of no values is 0, and a formula can run to its end on nothing at all.",
        wrong=Example("l0 : 2.5", "l1 = relu(l0W0)"),
        right=Example("l0 : 3", "l1 = relu(l0W0)"),
    ),
    Lesson(
        "E0109",
        what="What no ordinary computer can work out has a stated limit: a size and a table of values go up to "
        f"{limits.SIZE:,}, a single line to {limits.STATEMENT:,} characters, a number to {limits.DIGITS} digits, and "
        "there are a few more. Most sizes are known before anything is worked out. So a formula that would go over a "
        "limit is refused ahead of time.",
        why="`l0ᵀl0` makes a row and a column for each value of `l0`: from a million values comes a table of a million "
        "times a million, which needs 8,000 gigabytes. The computer would slow down until it stops the program, and "
        "nobody would hear which formula it was. Often the other order is meant: `l0l0ᵀ` is one number.",
        wrong=Example("l0 : 1000000", "A = l0ᵀl0"),
        right=Example("l0 : 1000000", "s = l0l0ᵀ"),
    ),
    Lesson(
        "E0110",
        what="A line with `=` says once and for all what a name is. A second definition of the same name would "
        "contradict the first, so each result gets a name of its own: first `l1`, then `l2`. To change a value that is "
        "already there is another thing, an update, which is written with an arrow: `W1 <- W1 - α l1ᵀd2`.",
        why="In Python the second line would replace the first without a word, and what `l1` is would depend on where "
        "you ask. In this notation the lines may stand in any order, so there would be no telling at all.",
        wrong=Example("l1 = relu(l0W0)", "l1 = l1W1"),
        right=Example("l1 = relu(l0W0)", "l2 = l1W1"),
    ),
    Lesson(
        "E0111",
        what="To work out a name, this very name is needed, directly or by way of other lines. To know `l1` one would "
        "have to know `l1` already, and there is no place to begin. Every definition has to rest, in the end, on names "
        "that come from outside, such as `l0` and `W0`.",
        why="Python would complain, unless an older `l1` is still around, as in a notebook; then it would use that "
        "one. Most often an index is off by one, since layer 1 is made from layer 0. And where a new value is meant to "
        "be made from the old one, an update says so: `l1 <- relu(l1W0)`.",
        wrong=Example("l1 = relu(l1W0)"),
        right=Example("l1 = relu(l0W0)"),
    ),
    Lesson(
        "E0112",
        what="The things in a function's brackets, with commas between them, are what it works on; they are called its "
        "arguments. Each function takes a certain number of them: `relu` takes one, `dot` takes two. A product is a "
        "single one, so it is written without a comma.",
        why="Functions of NumPy often take more, for other purposes. The second one of `np.tanh(l0, W0)` is the place "
        "for the result: if `W0` is 3 × 3 and `l0` has 3 values, the line runs, and the weights are gone.",
        wrong=Example("l1 = tanh(l0, W0)"),
        right=Example("l1 = tanh(l0W0)"),
    ),
    Lesson(
        "E0113",
        what="A name stands for one thing in the whole program. The letter `n` in `l0 : n` is the number of values in "
        "`l0`, so it cannot be defined as something else, nor can it change. `π` is taken as well, and the words that "
        "`means` gives belong to a letter, not to a letter with an index. Two things need two names.",
        why="Let `l0` be `[1 0 1]`. As a size `n` would be 3, as the sum it would be 2. Dividing by `n` would give the "
        "share of each value or something else, and the formula would not say which.",
        wrong=Example("l0 : n", "n = sum(l0)", "l1 = l0/n"),
        right=Example("l0 : n", "s = sum(l0)", "l1 = l0/s"),
    ),
    Lesson(
        "E0114",
        what="A formula is at least one line of letters. Here there is none: the text is empty, or made of spaces.",
        why="An empty answer would look as if all were well. More often a file was saved before anything was in it, or "
        "the formula was lost on the way from one command to the next, and that should be seen.",
        wrong=Example(""),
        right=Example("l1 = relu(l0W0)"),
    ),
    Lesson(
        "E0115",
        what="A formula may come as Python, as LaTeX or as English, and is then put into letters. Each of these can "
        "say things that the notation has no letters for: a sum over an index, a choice, a file to open. Such a place "
        "is pointed out; in Python the line is left out and the rest is kept.",
        why="To guess would be to make up a formula. And text that somebody typed is only ever read: no Python is run, "
        "no LaTeX command is carried out, no file is opened because a formula says so. Often there is a word for the "
        "whole: the sum below is a dot product.",
        wrong=Example("\\begin{align}", "y &= \\sum_i x_i w_i", "\\end{align}"),
        right=Example("\\begin{align}", "y &= x \\cdot w", "\\end{align}"),
    ),
    # ----------------------------------------------------------------------- kinds and sizes that do not fit
    Lesson(
        "E0201",
        what="A vector is a row of values, a matrix a table of weights. To multiply them is to make weighted sums: "
        "each value of the vector times its weight, all added up, once for each column of the matrix. A weighted sum "
        "needs one weight for each value, so the matrix needs as many rows as the vector has values. In `l0W0` these "
        "two numbers meet in the middle and are called the inner sizes; in a product of two matrices they are the "
        "columns of the left one and the rows of the right one.",
        why="Below, `relu(l0W0)` has 4 values, because `W0` has 4 columns. The wrong `W1` has weights for 5, so the "
        "fifth weight has no value to go with, and no way of leaving it out is better than another. NumPy stops as "
        "well, but only once the line runs, and it says that 5 is different from 4 without saying where the 4 is from.",
        wrong=Example("W0 : 3 × 4", "W1 : 5 × 2", "l2 = relu(l0W0)W1"),
        right=Example("W0 : 3 × 4", "W1 : 4 × 2", "l2 = relu(l0W0)W1"),
    ),
    Lesson(
        "E0202",
        what="`+`, `-`, `⊙`, `/` and comparisons take the first value of one side with the first of the other, the "
        "second with the second, and so on. So two vectors need equally many values, two matrices the same rows and "
        "the same columns. A number is the exception: in `l0 + 1` the 1 goes with every value. What has to be square, "
        "such as a matrix that is inverted, is held to the same rule: as many rows as columns.",
        why="Below, the network predicts 1 value and `y` has 4, so three of them have no partner. NumPy would not "
        "complain. It would take the one prediction four times and add up four differences, as if the network had "
        "predicted all of them, and the wrong sum would look like any other number.",
        wrong=Example("l2 : 1", "y : 4", "e = sum((l2 - y)²)"),
        right=Example("l2 : 4", "y : 4", "e = sum((l2 - y)²)"),
    ),
    Lesson(
        "E0203",
        what="`[x, h]` is two vectors end to end, so it has the values of both: 3 and 4 make 7. A product makes "
        "weighted sums of all of them, and a weighted sum needs one weight for each value. So the matrix needs 7 rows: "
        "3 for the values of `x`, then 4 for those of `h`.",
        why="It is easily forgotten that something was joined, and then one part is without weights. NumPy stops as "
        "well, but only once the line runs, and all it knows by then is the 7; that 3 came from `x` and 4 from `h` is "
        "what you need to find the slip.",
        wrong=Example("x : 3", "h : 4", "W : 4 × 4", "y = tanh([x, h]W)"),
        right=Example("x : 3", "h : 4", "W : 7 × 4", "y = tanh([x, h]W)"),
    ),
    Lesson(
        "E0204",
        what="A declaration such as `l1 : 5` is a promise: this vector has 5 values. A line such as `l1 = relu(l0W0)` "
        "settles the size as well, here by the 4 columns of `W0`, and the two have to agree. An update is bound in the "
        "same way, since a letter keeps its size when its values change.",
        why="NumPy knows of no promises. `l1` would have 4 values, and whoever counted on 5 would notice in some later "
        "line, or not at all.",
        wrong=Example("W0 : 3 × 4", "l1 : 5", "l1 = relu(l0W0)"),
        right=Example("W0 : 3 × 4", "l1 : 4", "l1 = relu(l0W0)"),
    ),
    Lesson(
        "E0205",
        what="There are four kinds of things: a number, a row of values, a column of values, and a matrix, which is a "
        "table with rows and columns. Value by value, two of the same kind and size go together, and a number goes "
        "with anything. `+` and `-` also add a row to every row of a matrix, or a column to every column, if it is as "
        "long; that is a bias for many rows at once. Any other pair has no clear partners, and is refused.",
        why="This is the slip that NumPy hides best. Below, `l0W0` has 4 values and `B0` is a 4 × 1 matrix. NumPy "
        "would add every value of the one to every value of the other and go on with a 4 × 4 matrix: 16 numbers where "
        "a layer of 4 was meant, and not a word about it.",
        wrong=Example("W0 : 3 × 4", "B0 : 4 × 1", "l1 = relu(l0W0 + B0)"),
        right=Example("W0 : 3 × 4", "b0 : 4", "l1 = relu(l0W0 + b0)"),
    ),
    Lesson(
        "E0206",
        what="Everything that is done takes certain kinds of things: an exponent is a number, an inverse is that of a "
        "matrix, and a row of values stands on the left of a matrix. A vector is a row here, so `l0W0` fits and `W0l0` "
        "does not. Two rows have no product: the little ᵀ has to turn one of them into a column, as in `xyᵀ`, which is "
        "one number, or `xᵀy`, which is a matrix. Papers that write `Wx + b` take vectors as columns; the line "
        "`vectors are columns` makes that fit.",
        why="To NumPy a vector is neither a row nor a column, so it runs `l0.dot(W0)` and `W0.dot(l0)` alike. If `W0` "
        "is 3 × 3, both give 3 values, but not the same ones: the first takes the weights of each sum from a column of "
        "`W0`, the second from a row. A network with the two mixed up runs, and is wrong.",
        wrong=Example("l1 = relu(W0l0)"),
        right=Example("l1 = relu(l0W0)"),
    ),
    Lesson(
        "E0207",
        what="Square brackets put matrices together: `[A, B]` side by side, `[A; B]` on top of each other. Along the "
        "seam they have to match. Side by side they need the same number of rows, on top of each other the same number "
        "of columns.",
        why="`A` has 2 rows and `B` has 4, so side by side two rows of `B` would have nothing on their left, and any "
        "numbers put there would be made up. NumPy refuses this too, though only once the line runs.",
        wrong=Example("A : 2 × 3", "B : 4 × 3", "C = [A, B]"),
        right=Example("A : 2 × 3", "B : 4 × 3", "C = [A; B]"),
    ),
    Lesson(
        "E0208",
        what="`first(d, x)` is the beginning of `d`, as many values as `x` has, and `last(d, x)` the end of it. So `d` "
        "has at least as many values as `x`. Of matrices whole rows are taken, and it is rows that have to be there.",
        why="A slice in Python gives what there is: of 3 values, the first 4 are 3, without a word. Whatever is done "
        "with them would then be one value short, far away from where it was lost.",
        wrong=Example("d : 3", "x : 4", "e = first(d, x)"),
        right=Example("d : 7", "x : 4", "e = first(d, x)"),
    ),
    # ----------------------------------------------------------------------------- values, files and results
    Lesson(
        "E0301",
        what="A formula says what to do, not with which numbers. A name that no line defines, such as `l0` or `W0` in "
        "`l1 = relu(l0W0)`, comes from outside, and needs a value before anything can be worked out. On the command "
        "line it is given with `--set`, in Python by its name: `run(l0=[1, 0, 1])`.",
        why="One could put in zeros, or weights drawn at random. Then the result would rest on numbers that nobody "
        "gave, and it would look like an answer.",
        wrong=Example("l1 = relu(l0W0)", values={"l0": "1 0 1"}),
        right=Example("l1 = relu(l0W0)", values={"l0": "1 0 1", "W0": W0}),
    ),
    Lesson(
        "E0302",
        what="Values are given for the names that come from outside, and for no others. A name that a line defines, "
        "such as `l1` in `l1 = relu(l0W0)`, is worked out from the rest. A name that stands in no line has no use for "
        "a value.",
        why="With one value from outside and one from its line, `l1` would have to lose one of them, and you would not "
        "see which. A name that does not occur is most often a slip: whoever types `w0` for `W0` should hear of it, "
        "and not wonder why nothing changes.",
        wrong=Example("l1 = relu(l0W0)", values={"l0": "1 0 1", "W0": W0, "l1": "2 1"}),
        right=Example("l1 = relu(l0W0)", values={"l0": "1 0 1", "W0": W0}),
    ),
    Lesson(
        "E0303",
        what="How many values a name has follows from the formula and from the other values. With 3 values in `l0` and "
        "3 rows and 2 columns in `W0`, the product `l0W0` has 2 values, so the bias `b0` needs 2 as well. A vector may "
        "also come as a whole batch, one datapoint a row; then each of its rows needs the right length.",
        why="Below, `b0` came with 1 value. NumPy would add that one to both sums and go on, and the second bias, "
        "which should have been another number, would never be missed.",
        wrong=Example("l1 = relu(l0W0 + b0)", values={"l0": "1 0 1", "W0": W0, "b0": "5"}),
        right=Example("l1 = relu(l0W0 + b0)", values={"l0": "1 0 1", "W0": W0, "b0": "5 0"}),
    ),
    Lesson(
        "E0304",
        what="A value is made of numbers: a single one, as in `0.5`; a row, as in `1 0 1`; or several rows with "
        "semicolons between them, as in `1 2; 3 4`. All rows have the same length. Each number is an ordinary one: not "
        "text, not infinite, and not NaN, the mark that computers use for a result that is not a number.",
        why="A letter l typed for a 1, and NumPy would keep the whole row as text. A NaN is worse, because it can be "
        "calculated with: whatever it is added to becomes NaN, and a few layers later everything is.",
        wrong=Example("l1 = relu(l0W0)", values={"l0": "1 0 l", "W0": W0}),
        right=Example("l1 = relu(l0W0)", values={"l0": "1 0 1", "W0": W0}),
    ),
    Lesson(
        "E0305",
        what="A formula may come from a file, and so may a value, from one whose name ends in `.npy`, `.npz` or "
        "`.csv`. The file has to be there under that name, and be whole. A name without a folder is looked for in the "
        "folder you are in.",
        why="Without the file there are no numbers, and no others can take their place. Most often you are in another "
        "folder than you think. Files that hold Python objects are refused for a reason of their own: to load one is "
        "to run whatever its author put into it.",
        wrong=Example("l1 = relu(l0W0)", values={"l0": "1 0 1", "W0": "w0.npy"}),
        right=Example("l1 = relu(l0W0)", values={"l0": "1 0 1", "W0": W0}),
    ),
    Lesson(
        "E0306",
        what="All sizes fit, and still there is no answer, because of the values themselves. A number cannot be "
        "divided by the number 0; a result can become too large to be held; and a matrix has no inverse if one of its "
        "rows can be made from the others. Below, the second row of the wrong `A` is twice the first.",
        why="An inverse takes back what its matrix does. The wrong `A` makes `[2 4]` out of `[2 0]` and out of `[0 1]` "
        "alike, so there is no way back from `[2 4]`. Any number in place of an answer would be carried through all "
        "later lines.",
        wrong=Example("y = xA⁻¹", values={"x": "1 2", "A": "1 2; 2 4"}),
        right=Example("y = xA⁻¹", values={"x": "1 2", "A": "1 2; 2 5"}),
    ),
    Lesson(
        "E0307",
        what="In training, each step changes the weights so that the error becomes smaller. If a step is too large it "
        "goes past the best place and lands further away than before, and the next step is larger still. After a few "
        "epochs the numbers are beyond everything that a computer can hold.",
        why="How large a step is depends on the rate, `α`, and on the data, since the weights change by the rate times "
        "the delta times what comes in. With inputs around 100 the rate that was right for inputs around 1 is ten "
        "thousand times too large. A smaller rate helps, and so does data that is divided by its largest number.",
        wrong=Example("l1 = l0W0", values={"l0": "100 200; 200 100", "y": "1; 2"}, command="train"),
        right=Example("l1 = l0W0", values={"l0": "0.5 1; 1 0.5", "y": "1; 2"}, command="train"),
    ),
    # ------------------------------------------------------------------------------------ the order of lines
    Lesson(
        "E0401",
        what="Definitions may stand in any order, even below the lines that use them; each is worked out when it is "
        "needed. An update, written with an arrow, is different: its name has one value before and another after. Here "
        "a definition stands below an update and is needed above it, and what it reads is what the update changes.",
        why="Is `l1` made with the old weights or with the new? It stands after the update, but `l2` needs it before. "
        "The two give different numbers, and a network that learns from the wrong ones still runs.",
        wrong=Example("l2 = l1W1", "W0 <- W0 - α l0ᵀd1", "l1 = relu(l0W0)"),
        right=Example("l1 = relu(l0W0)", "l2 = l1W1", "W0 <- W0 - α l0ᵀd1"),
    ),
    # ---------------------------------------------------------------------------------------------- learning
    Lesson(
        "E0501",
        what="To learn is to change something a little so that the error becomes smaller: a matrix of weights, or a "
        "bias. So there has to be such a letter that comes in, and it has to reach the error by a way that has "
        "a slope. A comparison such as `x > 0` has none, since a small change of `x` changes nothing and then, "
        "at 0, everything.",
        why="Other letters than matrices and biases can be learned too, if they are named: `--learn w`. Without a name "
        "they are taken for data. What nothing can be learned from is said at once, since a training that changes "
        "nothing looks like one that is stuck.",
        wrong=Example("p = relu(x)", command="backprop"),
        right=Example("p = relu(xW)", command="backprop"),
    ),
    Lesson(
        "E0502",
        what="Learning brings new letters with it: the target, which says what should have come out, mostly `y`, and "
        "the rate `α`. The target has to be a letter that the formula does not use for anything else. What is "
        "learned has to come in: a letter that a line works out changes when the letters behind it do, and one "
        "that the formula itself updates has no single value whose change could be worked out.",
        why="If the target were also an input, the network would be shown the answer. If a letter had two parts, its "
        "updates would be right for one of them and wrong for the other.",
        wrong=Example("p = xW + y", command="backprop"),
        right=Example("p = xW + b", command="backprop"),
    ),
    # ---------------------------------------------------------------------------------------------- warnings
    Lesson(
        "W0101",
        what="An index is digits or one letter; anything longer stands in braces. So `W_ih` is `W_i` times `h`, just "
        "as `x_tU` is `x_t` times `U`, while `W_{ih}` is one name. Where the product is meant, a space says so: `W_i "
        "h`.",
        why="Both readings can fit, and then both run. In the first formula below, a matrix `W_i` is multiplied by a "
        "vector `h`; the weights `W_{ih}` of the paper, and their input, do not occur in it.",
        wrong=Example("a = W_ih + b", columns=True),
        right=Example("a = W_{ih}x + b", columns=True),
    ),
    Lesson(
        "W0102",
        what="Code does more than work out a formula: it draws random numbers, opens files, chooses, changes single "
        "rows. A line of Python that has no letters is left out, with the reason, and the rest of the code is read. "
        "What the line would have given comes in from outside, like any other letter that no line defines.",
        why="The formula is then not the whole code, and whoever runs it has to give what is missing. Below, the mask "
        "is drawn at random; in the formula it is a letter, and a value for it is given with the others.",
        wrong=Example("mask = np.random.randint(2, size=4)", "layer_1 = layer_0 * mask"),
        right=Example("layer_1 = layer_0 * mask"),
    ),
    Lesson(
        "W0103",
        what="Some Python is read more simply than it was written. The lines of a loop are read once, since a formula "
        "says what is done each time; one that goes through arrays value by value is read as what it does to the "
        "whole arrays. A stretch of rows, `images[a:b]`, is read as `images`: the rows at hand. And of two names for "
        "one array only the one that a line changes is changed.",
        why="The formula is what happens in one round, with one set of rows. That is what a network computes; how "
        "often, and with which rows, is training.",
        wrong=Example("for i in range(60):", "    layer_1 = layer_0.dot(weights_0_1)"),
        right=Example("layer_1 = layer_0.dot(weights_0_1)"),
    ),
    Lesson(
        "W0201",
        what="A lowercase letter stands for a vector, an uppercase one for a matrix, a Greek one for a number, and "
        "that is how people read a formula. A declaration may say otherwise, and so may the line that defines a name. "
        "That is allowed and changes nothing; the warning is for those who read the letter and not the line.",
        why="Whoever sees `h` counts on one vector and takes its first value. If `h` holds a matrix, NumPy does "
        "something else without a word: `h[0]` is a whole row.",
        wrong=Example("X : 3", "y = XV", "h = AW"),
        right=Example("x : 3", "y = xV", "H = AW"),
    ),
    Lesson(
        "W0202",
        what="A size is declared for a letter that no line uses. The declaration is allowed, and does nothing.",
        why="It was meant for something. Perhaps the letter is called something else in the formula; then the one that "
        "should have had a size has none, and a mistake that the size would have shown goes unseen.",
        wrong=Example("l1 = relu(l0W0)", dims={"l2": (4,)}),
        right=Example("l1 = relu(l0W0)", dims={"l1": (4,)}),
    ),
    Lesson(
        "W0203",
        what="Letters such as `n` and `m` stand for sizes that may be any number, and two letters say that the sizes "
        "may differ. Here the formula makes them equal: in `xW` the vector has as many values as the matrix has rows, "
        "so `n` and `m` are one size. That is allowed; if it is meant, one letter says it.",
        why="If `n` is 784 pixels and `m` is 10 classes, the formula works only as long as both happen to be the same "
        "number. Tried out with small vectors of 3 and 3 it is fine, and with the real ones it fails.",
        wrong=Example("x : n", "W : m × k", "y = xW"),
        right=Example("x : n", "W : n × k", "y = xW"),
    ),
    Lesson(
        "W0204",
        what="A line defines a name, and no line uses it. Where it is the last line, it is the result, and all is "
        "well. Here another line uses a name in whose place the unused one would fit too, so an index may have been "
        "mistyped.",
        why="Below, `l0` and `l1` both have 3 values, so `l0W1` fits as well as `l1W1`, and everything runs. But the "
        "wrong network skips its hidden layer: whatever `W0` learns, the prediction `l2` stays the same.",
        wrong=Example("l0 : 3", "W0 : 3 × 3", "W1 : 3 × 2", "l1 = relu(l0W0)", "l2 = l0W1"),
        right=Example("l0 : 3", "W0 : 3 × 3", "W1 : 3 × 2", "l1 = relu(l0W0)", "l2 = l1W1"),
    ),
    # ------------------------------------------------------------------------------------------------- notes
    Lesson(
        "N0101",
        what="A formula may be typed in letters, in Python, in English or in LaTeX, and what it is written in is "
        "guessed. Where that is not clear, the note says what it was taken for. `--from` says what it is, in "
        "Python `view=`.",
        why="The same text can mean two things: in Python `xy` is one name, in letters a product. Below, `**` is a "
        "power in Python only, so the first line was taken for Python.",
        wrong=Example("y = x**2"),
        right=Example("y = x²"),
    ),
    Lesson(
        "N0401",
        what="To chain is to put each value where it is used: `l1 = relu(l0W0)` and `l2 = l1W1` become `l2 = "
        "relu(l0W0)W1`. A line is kept if its value is used more than once or changes, if it is an exponent, or if "
        "something that it reads is updated before its value is used. The formula is right either way; the note says "
        "which line was kept, and why.",
        why="A value that is used twice would be worked out twice, and the formula could double in length with every "
        "layer. And a line moved past an update would read new weights where the old ones are meant. Below, the first "
        "formula uses `l1` twice; the second says the same with one use.",
        wrong=Example("l1 = relu(l0W0)", "l2 = l1 ⊙ l1", command="chain"),
        right=Example("l1 = relu(l0W0)", "l2 = l1²", command="chain"),
    ),
)
LESSONS: dict[str, Lesson] = {lesson.code: lesson for lesson in TABLE}


def lesson_text(lesson: Lesson, width: int) -> str:
    """A lesson for a terminal: title, paragraphs filled to the width, and the two examples as one would type them.

    >>> print(lesson_text(LESSONS["E0114"], 60))
    E0114  nothing to read
    <BLANKLINE>
    A formula is at least one line of letters. Here there is
    none: the text is empty, or made of spaces.
    <BLANKLINE>
    An empty answer would look as if all were well. More often a
    file was saved before anything was in it, or the formula was
    lost on the way from one command to the next, and that
    should be seen.
    <BLANKLINE>
    wrong
      letternet check ''
    <BLANKLINE>
    right
      l1 = relu(l0W0)
    """
    width = max(width, NARROWEST)
    parts = [titled(lesson, width), filled(lesson.what, width), filled(lesson.why, width)]
    for name, example in (("wrong", lesson.wrong), ("right", lesson.right)):
        parts.append("\n".join([name, *(f"  {line}" for line in example.typed(width - 2))]))
    return "\n\n".join(parts)


def list_text(width: int) -> str:
    """All codes with their titles."""
    return "\n".join(titled(lesson, max(width, NARROWEST)) for lesson in LESSONS.values())


def titled(lesson: Lesson, width: int) -> str:
    """A code and its title; what does not fit goes on under the title."""
    return "\n".join(wrap(f"{lesson.code}  {lesson.title}", width, subsequent_indent=" " * len(f"{lesson.code}  ")))


def filled(text: str, width: int, tick: str = "") -> str:
    """A paragraph within a width, each piece of code on one line, between ticks if there are to be any."""
    whole = CODE.sub(lambda found: tick + found[1].replace(" ", "\xa0") + tick, text)
    return "\n".join(wrap(whole, width, break_on_hyphens=False)).replace("\xa0", " ")


def page() -> str:
    """All lessons as one page, `grammar/problems.md`."""
    out = [
        "# Problems, and the lessons behind them",
        "`letternet explain E0201` shows one of these lessons, `letternet explain` lists them. They are written in\n"
        "`src/letternet/lessons.py`, from which this page is made.",
    ]
    family = ""
    for lesson in LESSONS.values():
        here = next(start for start in FAMILIES if lesson.code.startswith(start))
        if here != family:
            family = here
            out.append(f"## {FAMILIES[family]}")
        out += [
            f"### {lesson.code}",
            f"*{lesson.title}*",
            *(filled(text, WIDEST, "`") for text in (lesson.what, lesson.why)),
        ]
        for name, example in (("Wrong", lesson.wrong), ("Right", lesson.right)):
            typed = "\n".join(example.typed(WIDEST))
            out.append(f"{name}:\n\n```{'letters' if example.alone else 'sh'}\n{typed}\n```")
    return "\n\n".join(out) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(page().encode())
