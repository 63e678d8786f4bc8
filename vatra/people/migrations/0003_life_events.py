# Life events, what they say of children, and families handed from one commune to another.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_merges_that_can_be_undone'),
    ]

    operations = [
        migrations.CreateModel(
            name='LifeEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('household', models.UUIDField(db_index=True)),
                ('other', models.UUIDField(db_index=True, null=True)),
                ('person', models.UUIDField(null=True)),
                ('on', models.DateField()),
                ('by', models.IntegerField()),
                ('changes', models.JSONField(default=list)),
                ('undone_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AlterField(
            model_name='household',
            name='left_to',
            field=models.CharField(blank=True, choices=[('commune', 'another commune'), ('abroad', 'abroad'), ('household', 'another household'), ('died', 'died'), ('unknown', 'not known'), ('merged', 'written down twice, merged'), ('away', 'elsewhere in the country'), ('placed', 'placed, by a measure of protection')], max_length=10),
        ),
        migrations.AlterField(
            model_name='membership',
            name='left_to',
            field=models.CharField(blank=True, choices=[('commune', 'another commune'), ('abroad', 'abroad'), ('household', 'another household'), ('died', 'died'), ('unknown', 'not known'), ('merged', 'written down twice, merged'), ('away', 'elsewhere in the country'), ('placed', 'placed, by a measure of protection')], max_length=10),
        ),
        migrations.CreateModel(
            name='AskedFor',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('by_commune', models.IntegerField()),
                ('of_commune', models.IntegerField()),
                ('surname', models.CharField(max_length=100)),
                ('given_name', models.CharField(blank=True, max_length=100)),
                ('born', models.CharField(blank=True, max_length=10)),
                ('note', models.TextField(blank=True)),
                ('on', models.DateField()),
                ('by', models.IntegerField()),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('handed', 'handed over'), ('unknown', 'not known there')], default='open', max_length=8)),
                ('answer', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['of_commune', 'state'], name='asked_for_of'), models.Index(fields=['by_commune', 'state'], name='asked_for_by')],
            },
        ),
        migrations.CreateModel(
            name='Circumstance',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('entry', models.UUIDField(db_index=True)),
                ('person', models.UUIDField()),
                ('aspect', models.CharField(choices=[('mother', 'where the mother is'), ('father', 'where the father is'), ('notified', 'whether the departure was notified'), ('carer', 'whether an adult cares for the child at home'), ('measure', 'which measure of protection holds'), ('ended', 'the day on which a measure ended'), ('union', 'whether the person lives as married')], max_length=8)),
                ('value', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('by', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'on'], name='circumstances_of_person')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'person', 'aspect'), name='an_entry_says_an_aspect_once')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('household', models.UUIDField(db_index=True)),
                ('of_commune', models.IntegerField()),
                ('to_commune', models.IntegerField()),
                ('on', models.DateField()),
                ('by', models.IntegerField()),
                ('note', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('taken', 'taken over'), ('not_come', 'has not come'), ('undone', 'was not so')], default='open', max_length=8)),
                ('answered_on', models.DateField(null=True)),
                ('answer', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['to_commune', 'state'], name='hand_overs_to'), models.Index(fields=['of_commune', 'state'], name='hand_overs_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('household',), name='one_open_hand_over'), models.CheckConstraint(condition=models.Q(models.Q(('answered_on', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='an_answered_hand_over_has_its_day')],
            },
        ),
    ]
