from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('community', '0001_councils_meet_and_decide')]

    operations = [
        migrations.AddIndex('decision', models.Index(fields=['worker'], name='tasks_of_worker')),
    ]
