"""`Wanted`: a list of those whom members want to reach. A decision; removed ones can be brought back."""

from datetime import datetime

from django.db import models

from twoears.team.models import Member


class Wanted(models.Model):
    """An audience by name, and who is in it: a company, a domain or a handle on each line of `things`."""

    name = models.CharField(max_length=80)
    things = models.TextField()
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
