from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('results', '0003_tallies_by_profession'),
    ]

    operations = [
        migrations.AlterField(
            model_name='listedrow',
            name='group',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('look', 'Look'), ('missing', 'Missing'), ('next_door', 'Next Door')], default='waiting', max_length=9),
        ),
    ]
