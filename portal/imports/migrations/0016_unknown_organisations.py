from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0015_names_in_every_language"),
    ]

    operations = [
        migrations.AddIndex(
            "suggestion",
            models.Index(
                fields=["id"],
                name="suggestion_unknown",
                condition=models.Q(kind="organisation", object_id=None, state__in=["open", "rejected"]),
            ),
        ),
    ]
