from django.db import migrations, models


class Migration(migrations.Migration):
    """Who subscribed before did not ask for it; whoever subscribes from now on is offered it."""

    dependencies = [
        ('watching', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='subscription',
            name='falls',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='falls',
            field=models.BooleanField(default=True),
        ),
    ]
