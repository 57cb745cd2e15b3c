from django.db import migrations, models

NAMES = models.JSONField(blank=True, default=list, verbose_name="name")


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0014_sentences_in_every_language"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                # A name that is there already is said as it stands.
                migrations.RunSQL(
                    "ALTER TABLE imports_item ALTER COLUMN name TYPE jsonb "
                    "USING jsonb_build_array(jsonb_build_array('%(name)s', jsonb_build_object('name', name)))",
                    "ALTER TABLE imports_item ALTER COLUMN name TYPE varchar(500) USING left(coalesce(name #>> '{0,1,name}', ''), 500)",
                ),
            ],
            [migrations.AlterField("item", "name", NAMES)],
        ),
        migrations.AddIndex(
            "suggestion",
            models.Index(fields=["id"], name="suggestion_no_organisation", condition=models.Q(reason="no organisation")),
        ),
    ]
