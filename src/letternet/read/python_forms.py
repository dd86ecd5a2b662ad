"""Code that a function of the table is written as, where that depends on its arguments, is read as the function again.

    >>> import ast
    >>> name, arguments = called_in(ast.parse("np.outer(np.arange(len(W)) == i, g)").body[0].value)
    >>> name, [(argument.id, rank) for argument, rank in arguments]
    ('scatter', [('g', 1), ('i', 0), ('W', 2)])
"""

from __future__ import annotations

import ast
from contextlib import suppress
from functools import cache
from itertools import product

from ..functions import FUNCTIONS
from ..patterns import pattern
from ..sizes import MATRIX, NUMBER, ROW
from ..tree import Expression, Negative, Number
from .array_code import Unfit, kind_given

KINDS = (NUMBER, ROW, MATRIX)  # by their ranks
ARGUMENT = pattern(r"_(\d)_")
COUNTED = pattern(r"len\((\{\d\})\)")


@cache
def forms() -> dict[str, dict[str, list[tuple[int, ...]]]]:
    """The code of each function that has several forms, for single datapoints, with the ranks that each is for."""
    found: dict[str, dict[str, list[tuple[int, ...]]]] = {}
    for name, row in FUNCTIONS.items():
        if isinstance(row.numpy, str):
            continue
        for ranks in product((0, 1, 2), repeat=row.most):
            kinds = [KINDS[rank] for rank in ranks]
            with suppress(Unfit):
                kind_given(name, kinds, False)
                found.setdefault(name, {}).setdefault(row.numpy(kinds, (False,) * row.most), []).append(ranks)
    return found


@cache
def patterns() -> list[tuple[str, ast.expr, list[int | None]]]:
    """Those in which every argument stands, as syntax trees; how many rows an array has is written in two ways."""
    found = []
    for name, codes in forms().items():
        most = range(FUNCTIONS[name].most)
        for code, ranks in codes.items():
            if not all(f"{{{number}}}" in code for number in most):
                continue
            asked = [each.pop() if len(each := set(column)) == 1 else None for column in zip(*ranks, strict=True)]
            for text in dict.fromkeys((code, COUNTED.sub(r"\1.shape[0]", code))):
                tree = ast.parse(text.format(*(f"_{number}_" for number in most)), mode="eval").body
                found.append((name, tree, asked))
    return found


def called_in(node: ast.expr) -> tuple[str, list[tuple[ast.expr, int | None]]] | None:
    """The function of the table that an expression is the code of, with the code of its arguments and their ranks."""
    for name, form, ranks in patterns():
        found: dict[int, ast.expr] = {}
        if alike(form, node, found):
            return name, [(found[number], rank) for number, rank in enumerate(ranks)]
    return None


def alike(pattern: object, node: object, found: dict[int, ast.expr]) -> bool:
    """True for an expression that a pattern stands for; what stands for its arguments is found."""
    if isinstance(pattern, ast.Name) and (argument := ARGUMENT.fullmatch(pattern.id)) and isinstance(node, ast.expr):
        return found.setdefault(int(argument[1]), node) is node
    if isinstance(pattern, list):
        return (
            isinstance(node, list)
            and len(node) == len(pattern)
            and all(alike(one, other, found) for one, other in zip(pattern, node, strict=True))
        )
    if not isinstance(pattern, ast.AST):
        return type(pattern) is type(node) and pattern == node
    return type(pattern) is type(node) and all(
        alike(getattr(pattern, field, None), getattr(node, field, None), found) for field in pattern._fields
    )


def value_at(place: Expression) -> str:
    """The function that gives the value of a vector at a place, where there is one; or nothing."""
    number = place.part if isinstance(place, Negative) else place
    text = f"{'-' * (number is not place)}{number.text}" if isinstance(number, Number) else ""
    return next((name for name, codes in forms().items() if f"{{0}}[{{1:{text}}}]" in codes), "")
