from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('results', '0002_comparisons'),
    ]

    operations = [
        migrations.AlterField(
            model_name='tally',
            name='code',
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
