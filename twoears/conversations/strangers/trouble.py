"""What can go wrong with strangers."""


class StrangersError(Exception):
    """What can go wrong with strangers: NoSuchStranger, NoSuchWord."""


class NoSuchStranger(StrangersError):
    """There is no such account, or it belongs to us or to somebody whom we have met."""


class NoSuchWord(StrangersError):
    """There is no such decision about a stranger any more."""


class MayNotMeet(Exception):
    """Readers look; members and owners decide whom to meet."""
