from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('twoears', '0031_referrals_by_hand'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('post', None), ('type', 'Announce')), fields=['object_uid'], name='activity_shared'),
        ),
    ]
