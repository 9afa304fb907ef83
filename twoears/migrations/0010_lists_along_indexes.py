from django.db import migrations, models

# Standings are opinions and could be told anew; this is quicker.
_FILL = "UPDATE twoears_standing SET last_at = (SELECT t.last_at FROM twoears_thread t WHERE t.id = thread_id)"


class Migration(migrations.Migration):
    dependencies = [("twoears", "0009_hits_anew")]

    operations = [
        migrations.RemoveIndex(model_name="thread", name="thread_recent"),
        migrations.AddField(model_name="standing", name="last_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="standing", name="standing_waiting_since"),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["needs", "waiting_since", "hidden_until"], name="standing_waiting_since"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["-last_at", "thread"], name="standing_recent"),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(condition=models.Q(("with_us", True)), fields=["-last_at"], name="thread_recent"),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(condition=models.Q(("with_us", True)), fields=["first_at"], name="thread_first"),
        ),
    ]
