"""What can go wrong when something is to be learnt."""


class LearningError(Exception):
    """Nothing can be learnt; says why, in a sentence for whoever brought the texts."""


class TooLittle(LearningError):
    """There are no texts, or only texts of one kind."""


class TooMuch(LearningError):
    """There are more texts or labels than are learnt from at once."""


class NotAlike(LearningError):
    """There are not as many labels as texts."""
