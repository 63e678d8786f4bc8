import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0001_first_record'),
        ('results', '0004_listed_next_door'),
    ]

    operations = [
        migrations.AddField(
            model_name='tallied',
            name='summed',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='CountySum',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('indicator', models.CharField(max_length=40)),
                ('whole', models.BooleanField()),
                ('code', models.CharField(blank=True, max_length=40)),
                ('value', models.BigIntegerField(default=0)),
                ('month', models.PositiveIntegerField()),
                ('numerator', models.BigIntegerField()),
                ('denominator', models.BigIntegerField(null=True)),
                ('communes', models.PositiveIntegerField(default=0)),
                ('pointing', models.PositiveIntegerField(default=0)),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.county')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('county', 'indicator', 'whole', 'month', 'code', 'value'), name='one_sum_of_a_county')],
            },
        ),
    ]
