import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("twoears", "0006_subscriptions")]

    operations = [
        migrations.CreateModel(
            name="Changed",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="twoears.post",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("heard_at", models.DateTimeField(db_index=True)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="twoears.post"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="team",
            name="keep_edits_days",
            field=models.PositiveIntegerField(default=30),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(condition=models.Q(("type", "Delete")), fields=["object_uid"], name="activity_deleted"),
        ),
    ]
