"""`Subject`, the `Statement`s on it, and `StanceMark`: what members chose and said. All of it decisions.

What posts make of a statement otherwise is an opinion: it is made at each look, and no table keeps it.
"""

from datetime import datetime

from django.db import models

from twoears.activities.models import Post
from twoears.queries.models import Query
from twoears.team.models import Member
from twoears.understanding.needs.models import Code


class Subject(models.Model):
    """What posts are about: what a kept query hears, what a query finds in all that was heard, or what was coded so.

    `likes_count` says that a like of a post that takes a side counts for those who took none in words of their own.
    """

    name = models.CharField(max_length=80)
    query = models.ForeignKey(Query, on_delete=models.CASCADE, null=True, related_name="subjects")
    text = models.TextField(blank=True)
    code = models.ForeignKey(Code, on_delete=models.CASCADE, null=True, related_name="subjects")
    likes_count = models.BooleanField(default=False)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """What one can agree with or not. `post` is where the words were taken from: where it is deleted, so are they."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="statements")
    text = models.CharField(max_length=280)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text


class StanceMark(models.Model):
    """A member said what a post makes of a statement. The newest word on a post counts.

    The word that it took the place of (`instead_of`) stands again when it is taken back.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="marks")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="stance_marks")
    side = models.CharField(
        max_length=8, choices=[("agree", "Agree"), ("disagree", "Disagree"), ("neither", "Neither")]
    )
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    instead_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "post"], condition=models.Q(undone_at=None), name="stance_mark_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.side} {self.statement_id}"
