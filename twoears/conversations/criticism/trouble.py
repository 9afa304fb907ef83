"""What can go wrong with improvements."""


class CriticismError(Exception):
    """What can go wrong with improvements: NoSuchImprovement, NothingToTie, CannotBe."""


class NoSuchImprovement(CriticismError):
    """There is no such improvement, or it was taken back."""


class NothingToTie(CriticismError):
    """There is no such post, critic or decision, or its words are gone."""


class CannotBe(CriticismError):
    """It cannot be done as things stand now."""


class MayNotImprove(Exception):
    """Readers look; members and owners improve."""
