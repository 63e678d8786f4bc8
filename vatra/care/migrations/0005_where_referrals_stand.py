"""Say of referrals kept before they had states where they stand. `vatra rebuild` writes their steps as well."""

from django.db import migrations
from django.db.models import F


def say_where_they_stand(apps, schema_editor):
    referrals = apps.get_model("care", "Referral").objects.using(schema_editor.connection.alias)
    referrals.filter(outcome="", acknowledged_on__isnull=False).update(state="acknowledged")
    referrals.filter(outcome="waiting_list").update(state="waiting", answered_on=F("outcome_on"))
    referrals.exclude(outcome__in=["", "waiting_list"]).update(state="closed", answered_on=F("outcome_on"))


class Migration(migrations.Migration):

    dependencies = [("care", "0004_referrals_have_states")]

    operations = [migrations.RunPython(say_where_they_stand, migrations.RunPython.noop)]
