from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('twoears', '0030_learnt_who'),
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
