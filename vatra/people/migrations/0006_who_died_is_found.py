from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [('people', '0005_lists_read_no_more_than_they_show')]

    operations = [
        migrations.AddIndex('membership', models.Index(
            fields=['household'], name='members_who_died', condition=Q(left_to='died'))),
    ]
