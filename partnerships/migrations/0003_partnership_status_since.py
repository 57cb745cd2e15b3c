import partnerships.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_facetrow")]

    operations = [
        migrations.AddField(
            "partnership",
            "status_since",
            partnerships.models.fields.IncompleteDateField(
                blank=True, max_length=16, null=True, verbose_name="status since"
            ),
        ),
        migrations.AddField(
            "partnership",
            "status_reason",
            models.CharField(blank=True, max_length=255, verbose_name="reason for the status"),
        ),
    ]
