"""What can go wrong with needs."""


class NeedsError(Exception):
    """What can go wrong with needs: NoSuchCode, NothingToCode, NameTaken, NotSo, BadWords."""


class NoSuchCode(NeedsError):
    """There is no such code."""


class NothingToCode(NeedsError):
    """There is no such post, passage, talk or decision, or its words are gone."""


class NoSuchTalk(NothingToCode):
    """There is no such talk, or it was removed."""


class NameTaken(NeedsError):
    """Another code has that name."""


class NotSo(NeedsError):
    """It cannot be done as things stand now."""


class BadWords(NeedsError):
    """What was given is empty, too long, or no text."""


class MayNotCode(Exception):
    """Readers look; members and owners code."""
