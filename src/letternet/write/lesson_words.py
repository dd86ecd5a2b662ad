"""What a lesson says of each operation, and of what a formula can pass through, in sentences with gaps.

An idea has its sentences for the first time, and one for when it comes again; an empty one says nothing.  Gaps:

| gap | what stands there |
|---|---|
| {n}, {m} | how many values come in and go out: “the 3 values”, “the one value” |
| {every} | “each of the 4 values that go out”, “the one value that goes out” |
| {matrix}, {size} | the matrix of a product, and its size: “3 rows and 4 columns” |
| {left}, {right} | what stands on the two sides: a phrase, or “what came before” |
| {other} | the side that is not followed |
| {name} | what the line creates or updates |
"""

from __future__ import annotations

from .sentences import capital

# Where something comes from -> what is said of the first such thing, and of others.
TAKEN: dict[str, tuple[str, str]] = {
    "vector": (
        "{Name} comes in from outside: a list of numbers, each in its own place.",
        "{Name} comes in from outside, too.",
    ),
    "matrix": (
        "{Name} comes in from outside: a table of numbers, in rows and columns.",
        "{Name} comes in from outside, too.",
    ),
    "number": ("{Name} comes in from outside.", "{Name} comes in from outside, too."),
    "defined": ("{Name} has a line of its own, which says how it is made.", ""),
    "given": ("{Name} is typed in the formula, so it is always the same.", ""),
    "size": ("{Name} is a size, which is used as a number here.", "{Name} is a size, too."),
    "old": ("It is what {name} was before this line.", "It is what {name} was before this line."),
    "typed": ("These numbers stand in the formula itself.", ""),
}

# An idea -> the sentences for the first time, and for again.
IDEAS: dict[str, tuple[str, str]] = {
    # -- products
    "weighted row": (
        "{Matrix} has {size}: a row for each value that comes in, a column for each value that goes out."
        " {Every} is a weighted sum: go down {column}, multiply {n} by its numbers, each by its own, and add up."
        " A value without a row would have no weight, so there must be as many rows as values.",
        "{Every} is a weighted sum again, this time of {n}: {matrix} has {size}.",
    ),
    "weighted column": (
        "{Matrix} has {size}: a column for each value that comes in, a row for each value that goes out."
        " {Every} is a weighted sum: go along {row}, multiply {n} by its numbers, each by its own, and add up."
        " A value without a column would have no weight, so there must be as many columns as values.",
        "{Every} is a weighted sum again, this time of {n}: {matrix} has {size}.",
    ),
    "matrices": (
        "The number in each place is a weighted sum: a row of {left} meets a column of {right}, their numbers are"
        " multiplied in pairs, and the products are added up."
        " So a row on the left must be as long as a column on the right: {inner}.",
        "Again rows of {left} meet columns of {right}, {inner} in each.",
    ),
    "dot": (
        "The two vectors are multiplied in pairs, place by place, and the products are added up to one number, so both"
        " must be equally long: {n}. Pairs with the same sign push the number up, pairs with different signs push"
        " it down. Which pair gave how much is lost.",
        "Pairs are multiplied and added up again: {n}.",
    ),
    "outer": (
        "Every value of the one vector is multiplied by every value of the other. The number in each place of the"
        " result is the value that belongs to its row times the value that belongs to its column.",
        "",
    ),
    "outer in update": (
        "The result is large where both values are large, positive where their signs agree, and 0 where one of them is"
        " 0. So it says, for each number of {name}, how far the two values that meet there go together.",
        "",
    ),
    "scale": (
        "All of it is multiplied by the same number. Unless that is 0, only the scale changes: what was twice as large"
        " as something else still is.",
        "",
    ),
    "scale in update": ("{Number} sets how large the change is.", ""),
    # -- value by value
    "bias": (
        "{Other} has a number for each of the sums. It does not depend on what comes in: it moves each sum up or"
        " down by a fixed amount.",
        "",
    ),
    "bias at zero": ("Without it, nothing but zeros coming in would mean nothing but zeros here.", ""),
    "bias to rows": ("Every row meets the same vector, so that must be as long as a row.", ""),
    "bias to columns": ("Every column meets the same vector, so that must be as long as a column.", ""),
    "skip": (
        "{Other} is where these steps began, and now it is added as it was. The steps only add a change to it: where"
        " they give 0, it stays what it is.",
        "",
    ),
    "two sums": (
        "Two weighted sums become one: each value now depends on what came in on both ways.",
        "",
    ),
    "add": ("The two are added place by place, so there must be equally many values on both sides.", ""),
    "add number": ("The same number is added to every value, so their differences stay.", ""),
    "subtract": (
        "The two are subtracted place by place. The result is 0 where both are equal, and its sign says which one is"
        " larger.",
        "",
    ),
    "subtract number": ("The same number stands against every value.", ""),
    "subtract numbers": ("The result is 0 where both are equal, and its sign says which one is larger.", ""),
    "move": (
        "The old values are moved by the change, place by place, so the change must have the size of {name}. What"
        " comes out takes the place of {name}.",
        "",
    ),
    "times": (
        "Each value is multiplied by the one in the same place, and places are not mixed. A 0 on either side leaves 0,"
        " whatever stands on the other.",
        "",
    ),
    "gate": (
        "{Gate} lies between 0 and 1 in every place, so it works as a gate: near 1 lets the value in the same place"
        " pass, near 0 holds it back. Places are not mixed.",
        "",
    ),
    "gate again": ("{Gate} is such a gate, too.", "{Gate} is such a gate, too."),
    "mask": (
        "The mask is 1 where the comparison is true and 0 where it is not. Where it is 1 the value stays as it is, and"
        " where it is 0 the value is gone.",
        "",
    ),
    "divide": (
        "All of it is divided by the same number. Only the scale changes: what was twice as large as something else"
        " still is.",
        "",
    ),
    "divide by root": (
        "Each of these numbers is a sum of {n} products, and a sum of many products spreads wider than one of few."
        " Dividing by the square root of how many there are brings sums of any length to the same spread, as far as"
        " the products have nothing to do with one another.",
        "",
    ),
    "divide places": ("The two are divided place by place. A 0 below the line has no result.", ""),
    "compare": ("Every result is a plain yes or no, written as 1 or 0. By how much is lost.", ""),
    # -- one thing
    "one share": ("Where there is one value only, its share is the whole: 1, whatever comes in.", ""),
    "negate": ("Every sign is turned round: what pushed up now pushes down.", ""),
    "transpose matrix": (
        "Rows become columns, and no number changes. A matrix that led from {rows} to {columns} leads back.",
        "",
    ),
    "transpose vector": (
        "The vector is turned from lying to standing or back. Its values stay the same; only what it can be multiplied"
        " with changes.",
        "",
    ),
    "invert": (
        "The inverse undoes what the matrix does: one after the other changes nothing. A matrix that flattens something"
        " has no inverse.",
        "",
    ),
    "reciprocal": ("One is divided by it, so what was large becomes small.", ""),
    "square": (
        "No sign is left, and large values count much more than small ones: twice the value is four times the square.",
        "",
    ),
    "power": ("Each value is multiplied by itself so many times, or for other exponents what lies in between.", ""),
    # -- joins
    "end to end": (
        "They stand end to end: {m} in all. Nothing is mixed and nothing is lost; what comes next can use all of them,"
        " each in its own place.",
        "",
    ),
    "side by side": ("They stand side by side, so they must be equally high. No number changes.", ""),
    "on top": ("They stand on top of each other, so they must be equally wide. No number changes.", ""),
    # -- functions
    "every row": ("Each row is taken on its own.", ""),
    "own": ("This function is the formula's own; its line says what it does.", ""),
    "handed in": ("This function is handed in from outside; all that is known of it is that it keeps the size.", ""),
    "slope": (
        "The derivative says, for each value, how much the function would answer to a small change of it. Where it"
        " is 0, a small change makes no difference.",
        "",
    ),
}

TITLE = "What can pass through"

# In the order in which they are said.
PASSING = {
    "one matrix": (
        "Between {first} and {second} there is no function. Two products in a row are one: the matrix {product}, with"
        " {size}, would give the same values. The second layer can do nothing that one alone could not do."
    ),
    "one matrix and bias": (
        "Between {first} and {second} there is no function. Two such layers in a row are one: the matrix {product},"
        " with {size}, and one bias vector would give the same values. The second layer can do nothing that one"
        " alone could not do."
    ),
    "straight": (
        "From {source} to {end} there are only weighted sums. If one value of {source} grows by some amount, {end}"
        " answers in the same way, whatever the other values are. So where {end} reaches some mark, the border is"
        " straight, never bent."
    ),
    "straight before": (
        "Before the {function} function there are only weighted sums of {source}, and {function} keeps their order. So"
        " where {mark}, the border is straight, never bent."
    ),
    "silent": (
        "Where the {function} function meets a negative value, it leaves 0, and a 0 adds nothing to any sum of"
        " {matrix}. If {all} {are} negative, nothing of {source} passes this way."
    ),
    "skip": (
        "{Source} also goes round {way} and is added as it is. Whatever is lost on the way through, the way round"
        " brings all of it to the sum."
    ),
    "gate": (
        "{Gate} is worked out from what comes in, so each input opens its own gates. Where a gate is near 0, next to"
        " nothing of the value behind it passes."
    ),
    "mask": "Where the mask is 0, what stood in that place does not pass. Where it is 1, it passes as it was.",
    "mixture": (
        "Each row of the result is a mixture of the rows of {values}, in shares that make one whole. So no number"
        " can lie above the largest or below the smallest number in its column of {values}."
    ),
    "level": (
        "The {function} function takes away the common level and the common scale of the values. Inputs that differ in"
        " nothing else come out of it the same."
    ),
    "picked": (
        "Of {matrix} only the chosen rows pass. Inputs with the same row number come out of it the same, whatever"
        " stands in the other rows."
    ),
    "narrow": (
        "After {matrix}, {few} {is_all} that is left of the {n} of {source}. Inputs that agree in {them} are the"
        " same on the rest of this way."
    ),
    "one number": (
        "Where many values become one number, different inputs can give the same, and that number alone cannot tell"
        " them apart."
    ),
    "one direction": (
        "For one datapoint, every row of the outer product is the same vector, {row}, only longer or shorter or turned"
        " round. So one datapoint moves {name} in a simple way; the changes of many can add up to something less"
        " simple."
    ),
}
NARROW_AND_WIDE = " {End} has {m}, but they are all made from {them}, so they cannot vary freely."


def filled(template: str, gaps: dict[str, str]) -> str:
    """A template with its gaps filled; `{Name}` is `{name}` at the beginning of a sentence."""
    return template.format(**gaps, **{key.capitalize(): capital(text) for key, text in gaps.items()})


# What learning does -> what is said the first time, and again.
LEARNING: dict[str, tuple[str, str]] = {
    # -- where it begins
    "begins": (
        "Here the learning begins. From the end to the front it is found out what each layer should be, and then the"
        " weights are moved accordingly.",
        "",
    ),
    "begins and ends": (
        "Here the learning begins. It is found out what {prediction} should be, and then the weights are moved"
        " accordingly.",
        "",
    ),
    # -- a delta at the end
    "end": (
        "{Prediction} is held against what it should be, {target}. {Difference} says how far off it is: {positive}"
        " where it is too high, {negative} where it is too low, and 0 where it is right.",
        "{Prediction} is held against {target} in the same way.",
    ),
    "own end": (
        "{Delta} is used as what {told} should change by. It is made in a way of its own, which its line says.",
        "{Delta} is used as what {told} should change by.",
    ),
    # -- a delta that comes back
    "back": (
        "This is what {teller} tells {told}: {source} goes back through {way}, the same weights by which the signal"
        " came. That gives a weighted sum for each value of {told}: through a positive weight it gets what {source}"
        " says, through a negative one the opposite, and through a weight of 0 nothing.",
        "In the same way {teller} tells {told}, through {way}.",
    ),
    "back through": (
        "This is what {teller} tells {told}: {source} goes back through {way}, by which {other} was multiplied there.",
        "In the same way {teller} tells {told}, through {way}.",
    ),
    "back by value": (
        "This is what {teller} tells {told}: {source} goes back by way of {way}, by which {other} was multiplied there,"
        " place by place. Where {way} is 0, nothing comes back.",
        "In the same way {teller} tells {told}, by way of {way}.",
    ),
    "back on some way": (
        "This is what {teller} tells {told}: {source} goes back {way}.",
        "This is what {teller} tells {told}: {source} goes back {way}.",
    ),
    "adds up": (
        "{Told} goes into several things, so several tell it what it should be, and what they tell it is added up:"
        " {ways}.",
        "What {told} is told is added up, too: {ways}.",
    ),
    "adds up from one": (
        "{Told} goes into {teller} in several ways, and what comes back on them is added up: {ways}.",
        "{Told} is told by {teller} in several ways, too: {ways}.",
    ),
    "factor": (
        "On this way it is also multiplied by {factor}, as the signal was. Where that is 0, nothing passes.",
        "On this way it is also multiplied by {factor}.",
    ),
    "made": (
        "{Delta} is used as what {told} should change by. It is made from {sources} in a way of its own, which its"
        " lines say.",
        "{Delta} is used as what {told} should change by, and is made from {sources}.",
    ),
    "read": ("{Delta} is read like the one at the end: positive means too {high}, and negative too {low}.", ""),
    # -- the slope of a function
    "silences": (
        "Where the {function} function silenced a value, its slope is 0 and nothing is told: a small change there would"
        " have made no difference.",
        "",
    ),
    "flattens": (
        "Where the {function} function has come close to an end of its range, its slope is near 0 and little is told.",
        "",
    ),
    "slope": (
        "All of it is multiplied by the slope of the {function} function: where that is 0, nothing is told.",
        "",
    ),
    # -- a letter that learns
    "weights": (
        "{Each} stands between {input_value} and {output_value}. It goes {same} where"
        " the value that goes in and {delta} have the same sign, {differ} where their signs differ, and furthest where"
        " both are large.",
        "{Letter} learns in the same way, from {input} and {delta}.",
    ),
    "learns": ("So it learns how {input} goes together with what {output} should be.", ""),
    "away": (
        "So {output} moves away from what it should be, not towards it.",
        "So {output} moves away from what it should be.",
    ),
    "zeros": (
        "A value of 0 that goes in teaches its weights nothing, and a delta of 0 teaches nothing to those that lead"
        " there.",
        "",
    ),
    "shared": (
        "{Letter} is used in several places, and what it learns there is added up: from {pairs}.",
        "{Letter} is used in several places, too: it learns from {pairs}.",
    ),
    "weights anywhere": (
        "In each place, a weight goes {same} where the value that comes in and the delta have the same sign, {differ}"
        " where their signs differ, and furthest where both are large.",
        "",
    ),
    "bias": (
        "{Letter} is only added, as if it were weights for an input that is always 1. So {delta} alone moves it:"
        " {same} where that is positive, {differ} where it is negative.",
        "{Letter} is moved by {delta} alone.",
    ),
    "shared bias": (
        "{Letter} is only added, in several places. So the deltas there are added up, and they alone move it: {pairs}.",
        "{Letter} is moved by the deltas of its places alone: {pairs}.",
    ),
    "by value": (
        "Each value of {letter} meets the value of {input} in the same place. It goes {same} where that and {delta}"
        " have the same sign, and {differ} where their signs differ.",
        "{Letter} learns in the same way, place by place, from {input} and {delta}.",
    ),
    "rows": (
        "Only the rows of {letter} that were picked are moved, each by its row of {delta}; what else there is in"
        " {letter} learns nothing from this.",
        "{Letter} is moved by {delta}, in the rows that were picked.",
    ),
    "input": (
        "{Letter} comes in and is learned itself: it is moved by what it is told, as a layer is, through {pairs}.",
        "{Letter} is learned itself, too, by what it is told through {pairs}.",
    ),
    "rate": (
        "{Rate} should be positive; it says how far each step goes. With a small one learning is slow, and with one"
        " that is too large a step goes too far.",
        "",
    ),
    "many": ("{Input} holds many vectors at once. Each of them teaches something, and that is added up.", ""),
    "batch": ("Of many datapoints at once each teaches something, and that is added up.", ""),
}

# Headings and what stands under them, at the end.
GLOBAL = "What each layer should be (global correlation)"
LOCAL = "What the weights learn (local correlation)"
SUMMARY = {
    "told": (
        "The last layer is told what it should be. Each earlier one is told by the later ones that it goes into,"
        " through {between}."
    ),
    "outside": "{Prediction} should be {target}.",
    "own": "What {prediction} should be is worked out in a line of its own.",
    "tells": "{Teller} tells {told}{way}.",
    "made": "What {told} should be is made from what {tellers} should be.",
    "sides": (
        "Weights need to know two things only: what goes into them, and what should have come out. They learn how the"
        " two go together."
    ),
    "pair": "{Letter}: {input}, with what {output} should be.",
    "moved": "{Letter}: {input}, with {delta}.",
    "biases": "{Letters}: only what comes out, since nothing goes in.",
    "more": "And so on, {n} more.",
    "halves": (
        "So no weights have to see the whole network. The later layers tell the earlier ones what is needed, and the"
        " weights find whatever goes together with that in what they are given."
    ),
}
