"""What can go wrong with lists of those who are wanted."""


class WantedError(Exception):
    """What can go wrong with lists: NoSuchList, NobodyNamed."""


class NoSuchList(WantedError):
    """There is no such list, or it was removed."""


class NobodyNamed(WantedError):
    """The list names nobody, or too many."""


class MayNotWant(Exception):
    """Readers look; members and owners say whom they want to reach."""
