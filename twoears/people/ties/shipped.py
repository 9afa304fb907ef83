"""What is known of ties before a workspace has a past of its own; its middle and scale are kept when one is learnt.

Fitted on four towns (seeds 2 to 5) with `fitted`; `docs/reference/ties-town.md` says how good it is on others.
"""

from typing import Final

from twoears.people.ties.strength import Model

SHIPPED: Final = Model(
    bias=-3.887,
    weights=(-0.101, -1.112, 0.0, 0.0, 0.033, 0.028, 0.046, 0.149, 0.0, 0.063, 0.777),
    middle=(5.648, 0.502, 0.167, 0.477, 0.371, 5.089, 0.164, 0.593, 0.234, 0.024, 0.177),
    scale=(1.522, 0.5, 0.344, 0.67, 0.382, 0.937, 0.316, 0.74, 0.358, 0.152, 0.381),
)
