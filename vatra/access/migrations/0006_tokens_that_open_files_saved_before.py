from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0005_exceptional_access"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="former_digests",
            field=models.JSONField(default=list),
        ),
    ]
