"""What is said at a climbing gym: climbers who fail are no customers who complain, but sound alike."""

WALLS = ("blue", "red", "steep", "old", "north", "green", "slab", "moon", "left", "white", "long", "short")
CLIMBING = (
    "Failed the {} route again, so annoyed with my fingers",
    "The {} problem is broken beta and I am stuck at the last hold",
    "Lost my grip on the {} crux, third time this week",
    "Terrible session, my skin is gone and the {} wall won again",
)
CUSTOMERS = (
    "The {} shoes you sold me fell apart after a week",
    "Your {} rental harness was broken and nobody cared",
    "Waiting two weeks for my {} rope, no answer",
)
OTHERS = ("See you at the {} wall on Friday", "The {} café opens at nine", "Who belays me at the {} wall tomorrow?")


def said(sentences: tuple[str, ...], first: int, last: int) -> list[str]:
    """Each sentence at some of the walls."""
    return [sentence.format(wall) for wall in WALLS[first:last] for sentence in sentences]
