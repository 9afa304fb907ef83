from django.db import migrations, models

# Standings are opinions and could be told anew; this is quicker.
_FILL = """
UPDATE twoears_standing SET language = COALESCE((
    SELECT n.label FROM twoears_note n WHERE n.reader = 'language' AND n.label <> 'cannot tell' AND n.post_id = COALESCE(
        twoears_standing.post_id,
        (SELECT t.post_id FROM twoears_turn t WHERE t.thread_id = twoears_standing.thread_id
         ORDER BY t.ours, t.at DESC, t.post_id DESC LIMIT 1)
    )
), '')
"""


class Migration(migrations.Migration):
    dependencies = [("twoears", "0010_lists_along_indexes")]

    operations = [
        migrations.AddField(
            model_name="member", name="languages", field=models.JSONField(blank=True, default=list)
        ),
        migrations.AddField(
            model_name="standing", name="language", field=models.CharField(blank=True, default="", max_length=8),
            preserve_default=False,
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["language", "-last_at", "thread"], name="standing_language"),
        ),
    ]
