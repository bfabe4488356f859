from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_could_be'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='customerscore',
            index=models.Index(fields=['value_tier', 'tier_unclear', 'tier_could_be', 'first_day'], name='people_by_level'),
        ),
    ]
