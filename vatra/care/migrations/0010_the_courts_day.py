from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('care', '0009_messages_and_planned_visits')]

    operations = [
        migrations.AddField(model_name='departure', name='delegated_on', field=models.DateField(null=True)),
    ]
