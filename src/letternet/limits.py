"""How much is too much: one place for every limit, each kept before memory is asked for.

| limit | why |
|---|---|
| `TEXT` | a book of formulas has fewer characters |
| `STATEMENT` | characters of one statement; a formula nested 10,000 layers deep has half as many |
| `DIGITS` | longer numbers mean nothing to a 64-bit float |
| `INDEX` | the letters and digits after a letter are a label that people read |
| `VALUES` | a literal is typed by a person; bigger tables come from files |
| `ELEMENTS` | 8 GB of float64; larger arrays are not asked for by a formula |
| `SIZE` | no array has more rows than this |
| `EXPANSIONS` | calls of the program's own functions, spelled out |
| `CALLS` | the program's own functions inside one another |
| `BITS` | the length of a whole number that constants alone can reach |
| `BODY` | bytes that the live page sends at once; it holds what somebody typed |
| `NESTING` | lists and objects inside one another in them |
| `SENDING` | seconds in which the head of a request has to come in, and then its body |
| `ANSWERING` | seconds of work on one answer of the live page, and of waiting for a process that is free |
| `UNWANTED` | seconds that work goes on when whoever asked has gone |
| `WORKERS` | answers that are worked on at once, each in a process of its own |
| `MEMORY` | bytes of address space of such a process |
| `CONNECTIONS` | connections to the live page at once |
"""

TEXT = 4_000_000
STATEMENT = 300_000
DIGITS = 100
INDEX = 100
VALUES = 250_000
ELEMENTS = 1_000_000_000
SIZE = 1_000_000_000
EXPANSIONS = 30_000
BITS = 400_000
CALLS = 100
BODY = 2_000_000
NESTING = 32
SENDING = 10.0
ANSWERING = 5.0
UNWANTED = 0.5
WORKERS = 2
MEMORY = 2_000_000_000
CONNECTIONS = 200
