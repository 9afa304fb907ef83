"""What is known of ties before a workspace has a past of its own; its middle and scale are kept when one is learnt.

Fitted on four towns (seeds 2 to 5) with `fitted`; `docs/reference/ties-town.md` says how good it is on others.
"""

from typing import Final

from twoears.people.ties.strength import Model

SHIPPED: Final = Model(
    bias=-3.897,
    weights=(-0.166, -1.22, -0.068, 0.091, 0.039, 0.039, 0.045, 0.083, -0.21, 0.04, 0.739),
    middle=(5.648, 0.502, 0.167, 0.477, 0.371, 5.089, 0.164, 0.593, 0.234, 0.024, 0.177),
    scale=(1.522, 0.5, 0.344, 0.67, 0.382, 0.937, 0.316, 0.74, 0.358, 0.152, 0.381),
)
