"""Which cells of a set of tables may be shown, so that no hidden one can be found out. Pure.

`freeze(answers, tables, rule)` decides once for a published set; `Frozen.shown` answers the same
for every viewer and every filter, and `Frozen.as_json` is what an edition keeps.

How it is known to be safe: beside the true answers stand other ones, the *worlds* (`worlds`). A
number is shown only where all worlds agree on it, and every hidden cell differs between worlds; where
they agree on a step of a fixed scale, that is shown instead of the number. So
whatever is published would be the same had another world been the true one, and nobody can tell
which it is: by subtraction, by whole numbers, by any reasoning about the figures. (Not so safe from
one who runs this program on each set of answers he can think of: see docs/decisions.md.)

    model      answers, tables, the rule           grid     tables as numbers of cells
    primary    what is hidden by itself            groups   what a difference of two cells would tell
    worlds     swaps of answers and their price    search   worlds for all that is hidden
    frozen     the decision, and its JSON
"""

from .frozen import Frozen, Shown, freeze, together
from .model import Answers, Rule, Table, Unpublished
from .primary import Status

__all__ = ["Answers", "Frozen", "Rule", "Shown", "Status", "Table", "Unpublished", "freeze", "together"]
