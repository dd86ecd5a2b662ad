"""How much is too much: one place for every limit, each kept before memory is asked for.

| limit | why |
|---|---|
| `TEXT` | a book of formulas has fewer characters |
| `STATEMENT` | characters of one statement; a formula nested 10,000 layers deep has half as many |
| `DIGITS` | longer numbers mean nothing to a 64-bit float |
| `VALUES` | a literal is typed by a person; bigger tables come from files |
| `ELEMENTS` | 8 GB of float64; larger arrays are not asked for by a formula |
| `SIZE` | no array has more rows than this |
| `EXPANSIONS` | calls of the program's own functions, spelled out |
| `CALLS` | the program's own functions inside one another |
| `BITS` | the length of a whole number that constants alone can reach |
"""

TEXT = 4_000_000
STATEMENT = 300_000
DIGITS = 100
VALUES = 250_000
ELEMENTS = 1_000_000_000
SIZE = 1_000_000_000
EXPANSIONS = 30_000
BITS = 400_000
CALLS = 100
