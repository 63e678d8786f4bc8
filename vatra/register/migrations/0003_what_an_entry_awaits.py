from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0002_epoch_echoes_and_entries_sent_after'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='awaits',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('awaits__isnull', False)), fields=['awaits'], name='entry_awaits'),
        ),
    ]
