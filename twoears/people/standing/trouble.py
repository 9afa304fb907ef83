"""What can go wrong when stages are decided: an error tree of its own."""


class StageError(Exception):
    """What can go wrong with stages: NoReason, NoSuchStage, NoSuchRules, NoSuchStageDecision, RulesRefused."""


class NoReason(StageError):
    """A decision about stages needs its reason."""


class NoSuchStage(StageError):
    """There is no stage of that name."""


class NoSuchRules(StageError):
    """There is no version of the rules with that number that could be taken back."""


class NoSuchStageDecision(StageError):
    """There is no decision about a person's stage with that number."""


class RulesRefused(StageError):
    """The rules cannot be read; the message names every line."""


class MayNotRule(Exception):
    """Owners put rules in force; members say where a person stands; readers look."""
