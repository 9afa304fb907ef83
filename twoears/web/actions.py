"""What a member decides about their own reading: keys and time zone. Nothing of the company changes here."""

from zoneinfo import ZoneInfo

from twoears.team.actions import TeamError
from twoears.team.models import Member


def read_with(*, member: Member, letter_keys: bool, zone: str) -> Member:
    """Whether single letters act, and in which time zone times are shown; empty is that of the software."""
    try:
        known = not zone or bool(ZoneInfo(zone))
    except (ValueError, OSError, KeyError) as error:
        raise TeamError(f"{zone!r} is no time zone. Write it like Europe/Oslo.") from error
    if known:
        member.letter_keys, member.timezone = letter_keys, zone
        member.save(update_fields=["letter_keys", "timezone"])
    return member
