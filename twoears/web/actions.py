"""What a member says of themselves: keys, time zone and languages. Nothing of the company changes here."""

from zoneinfo import ZoneInfo

from twoears.lib.languages import NoSuchLanguage, languages_in
from twoears.team.actions import TeamError
from twoears.team.models import Member


def read_with(*, member: Member, letter_keys: bool, zone: str, languages: str = "") -> Member:
    """Whether single letters act, in which time zone times are shown, and in which `languages` they answer.

    An empty zone is that of the software.
    """
    try:
        known, spoken = not zone or bool(ZoneInfo(zone)), languages_in(languages)
    except NoSuchLanguage as error:
        raise TeamError(str(error)) from error
    except (ValueError, OSError, KeyError) as error:
        raise TeamError(f"{zone!r} is no time zone. Write it like Europe/Oslo.") from error
    if known:
        member.letter_keys, member.timezone, member.languages = letter_keys, zone, list(spoken)
        member.save(update_fields=["letter_keys", "timezone", "languages"])
    return member
