from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('twoears', '0029_lists_and_introductions'),
    ]

    operations = [
        migrations.AddField(
            model_name='referraldecision',
            name='place',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='referraldecision',
            name='told_at',
            field=models.DateTimeField(null=True),
        ),
    ]
