import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("twoears", "0013_morning_mail")]

    operations = [
        migrations.RemoveConstraint(model_name="mark", name="mark_once"),
        migrations.AddField(model_name="mark", name="undone_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="mark",
            name="instead_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="twoears.mark"
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("query", "post", "member"), name="mark_stands_once"
            ),
        ),
    ]
