"""The morning mail of whoever asks."""

import datetime as dt

from ninja import Schema


class MailShown(Schema):
    """A mail that was sent, or was to be; `asked` for, or that of the morning."""

    day: dt.date
    asked: bool
    state: str
    state_words: str
    said: str
    sent_at: dt.datetime | None


class MailSettings(Schema):
    """How it comes; `trouble` is why it does not, `not_on` a coming day that is left out, `last` the latest mails."""

    ready: bool
    trouble: str
    mail: str
    when: str
    words: str
    zone: str
    next_on: dt.date | None
    not_on: dt.date | None
    last: list[MailShown]


class MailPreview(Schema):
    """What a mail would say now; empty where there is nothing to say."""

    subject: str
    text: str
    html: str
