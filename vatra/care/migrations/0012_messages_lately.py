from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('care', '0011_lists_read_no_more_than_they_show')]

    operations = [
        migrations.AddIndex('message', models.Index(fields=['household', 'on'], name='messages_lately')),
    ]
