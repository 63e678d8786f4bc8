from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('care', '0010_the_courts_day')]

    operations = [
        migrations.AddIndex('message', models.Index(fields=['household', 'at'], name='messages_of_household')),
        migrations.AddIndex('referral', models.Index(fields=['state', '-outcome_on'], name='referrals_over')),
        migrations.AddIndex('referral', models.Index(fields=['outcome', '-outcome_on'], name='referrals_by_outcome')),
        migrations.AddIndex('visit', models.Index(fields=['by', 'on'], name='visits_of_worker')),
    ]
