from django.conf import settings
from django.db import migrations, models
from django.db.models import deletion

_WHEN = [("work days", "Every work day"), ("mondays", "Mondays"), ("never", "Never")]
_QUOTES = [
    ("public words", "What was said in public"),
    ("all words", "Private messages too"),
    ("no words", "No quotes, only names and reasons"),
]
_STATE = [
    ("pending", "On its way"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("failed", "Not sent"),
    ("unknown", "Perhaps sent"),
    ("nothing", "Nothing to say"),
]


class Migration(migrations.Migration):
    dependencies = [("twoears", "0012_accounts_by_id")]

    operations = [
        migrations.AddField(model_name="query", name="in_mail", field=models.BooleanField(default=False)),
        migrations.CreateModel(
            name="MorningWish",
            fields=[
                ("member", models.OneToOneField(
                    on_delete=deletion.CASCADE, primary_key=True, related_name="morning_wish", serialize=False,
                    to=settings.AUTH_USER_MODEL,
                )),
                ("when", models.CharField(choices=_WHEN, default="work days", max_length=12)),
                ("quotes", models.CharField(choices=_QUOTES, default="public words", max_length=12)),
                ("not_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MorningMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("state", models.CharField(choices=_STATE, default="pending", max_length=8)),
                ("made_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(db_index=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("said", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("heard", models.JSONField(default=dict)),
                ("member", models.ForeignKey(
                    on_delete=deletion.CASCADE, related_name="morning_mails", to=settings.AUTH_USER_MODEL
                )),
            ],
            options={
                "ordering": ["-day", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "day", "number"), name="morning_mail_once")
                ],
            },
        ),
    ]
