from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('releases', '0003_open_data_as_files'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='trial',
            name='one_trial_of_a_draft_a_day',
        ),
        migrations.AddField(
            model_name='trial',
            name='counting',
            field=models.CharField(blank=True, default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tried',
            name='digest',
            field=models.CharField(blank=True, default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='tried',
            name='number',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('draft', 'of', 'on', 'counting'), name='one_trial_of_a_draft_at_a_time'),
        ),
    ]
