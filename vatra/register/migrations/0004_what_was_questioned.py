from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0003_what_an_entry_awaits'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(
                condition=models.Q(('device__isnull', False), ('reason_code__gt', '')), fields=['device', 'id'],
                name='entry_questioned',
            ),
        ),
    ]
