"""Referrals in forms and links: a field that names who sent somebody, or an address that carries it."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

FIELDS: Final = ("referred_by", "recommended_by", "invited_by", "referrer_name", "referral", "ref")
"""Fields of a form, and parameters of an address, that say who sent somebody."""
CERTAIN, LIKELY = 1.0, 0.8
_LONGEST: Final = 200
_NO_ONE: Final = frozenset({"", "none", "no", "n/a", "na", "-", "direct", "google", "nobody", "newsletter", "website"})


def told_by(detail: Mapping[str, object], address: str) -> tuple[str, str, float] | None:
    """Who sent somebody, the words that say so, and how sure that is; None where nothing does.

    `ref` in an address may name a campaign too, and is less sure. `utm_source=referral` names whom `utm_content` or
    `utm_campaign` holds.

    >>> told_by({"referred_by": "Ann Smith"}, "")
    ('Ann Smith', 'referred_by=Ann Smith', 1.0)
    >>> told_by({}, "https://acme.example/?utm_source=referral&utm_content=ann")
    ('ann', 'utm_content=ann', 0.8)
    >>> told_by({"ref": "newsletter"}, "") is None
    True
    """
    fields = {str(key).lower(): str(value).strip()[:_LONGEST] for key, value in detail.items()}
    for name in FIELDS:
        if fields.get(name, "").lower() not in _NO_ONE:
            return fields[name], f"{name}={fields[name]}", LIKELY if name == "ref" else CERTAIN
    return _in_address(address)


def _in_address(address: str) -> tuple[str, str, float] | None:
    try:
        asked = {key.lower(): value.strip()[:_LONGEST] for key, value in parse_qsl(urlsplit(address).query)[:50]}
    except ValueError:
        return None
    names: tuple[str, ...] = FIELDS
    if "referral" in (asked.get("utm_source", "").lower(), asked.get("utm_medium", "").lower()):
        names = (*FIELDS, "utm_content", "utm_campaign")
    for name in names:
        if asked.get(name, "").lower() not in _NO_ONE:
            return asked[name], f"{name}={asked[name]}", LIKELY
    return None
