from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [('assessment', '0002_what_stood_before_a_merge')]

    operations = [
        migrations.AddIndex('finding', models.Index(
            fields=['commune', 'severity'], name='finding_open_by_severity', condition=Q(until__isnull=True))),
        migrations.AddIndex('subjectfacts', models.Index(
            fields=['household', 'person'], name='facts_contradicted', condition=Q(contradicted=True))),
    ]
