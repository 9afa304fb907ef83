"""What can go wrong with subjects, statements and marks."""


class SubjectError(Exception):
    """What can go wrong with subjects: NoSuchSubject, NothingToMark, AlreadySo."""


class NoSuchSubject(SubjectError):
    """There is no such subject, or it was removed."""


class NothingToMark(SubjectError):
    """There is no such statement, post or mark, or its words are gone."""


class AlreadySo(SubjectError):
    """It cannot be done as things stand now."""


class MayNotChoose(Exception):
    """Readers look; members and owners choose statements and mark."""
