from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [('people', '0004_dwellings')]

    operations = [
        migrations.AddIndex('person', models.Index(
            fields=['died_on'], name='persons_who_died', condition=Q(died_on__isnull=False))),
        migrations.AddIndex('person', models.Index(
            fields=['born_on'], name='persons_by_birth', condition=Q(died_on__isnull=True))),
    ]
