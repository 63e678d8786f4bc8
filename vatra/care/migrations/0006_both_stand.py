# What looked like a contradiction and was looked at.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0005_where_referrals_stand'),
        ('people', '0003_life_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='BothStand',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('one', models.UUIDField()),
                ('other', models.UUIDField()),
                ('on', models.DateField()),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household', to_field='uuid')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='both_stand_once')],
            },
        ),
    ]
