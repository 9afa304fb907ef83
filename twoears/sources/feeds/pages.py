"""What the doors show of feeds and their hubs. Queries only."""

from datetime import UTC, datetime

from django.conf import settings

from twoears.sources.models import Connection, Subscription


def how_told(connection: Connection) -> str:
    """In a sentence, whether a hub tells us of what is new in this feed, and why not; empty where there is no hub."""
    if not connection.cursor.get("hub"):
        return ""
    if not settings.PUBLIC_URL:
        return "Its hub could tell us what is new at once. Set TWOEARS_PUBLIC_URL; until then we look ourselves."
    held = Subscription.objects.filter(connection=connection).first()
    if held is not None and held.ends_at and held.ends_at > datetime.now(UTC):
        return f"Its hub tells us what is new at once, until {held.ends_at:%d %B %Y}; before that we ask it again."
    return (held.said if held else "") or "We have asked its hub to tell us what is new; until then we look ourselves."
