import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0001_first_record'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoundarySet',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=200)),
                ('licence', models.CharField(max_length=200)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('loaded_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('commune', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='boundary', serialize=False, to='places.commune')),
                ('rings', models.JSONField()),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='boundaries', to='places.boundaryset')),
            ],
        ),
    ]
