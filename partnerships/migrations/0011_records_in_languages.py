from django.db import migrations, models

# The organisations that are there already; afterwards their rows are kept true with those of the lists.
NAMES_SHOWN = """
UPDATE partnerships_organisation AS o SET names_shown = (SELECT jsonb_object_agg(best.language, best.name) FROM (
    SELECT DISTINCT ON (said.language) said.language, said.name FROM (
        SELECT n.name, n.id, n.sort_order, array_position(ARRAY['official', 'alias', 'transliteration'], n.kind::text) AS rank,
            CASE WHEN n.language !~* '^zh' THEN lower(split_part(n.language, '-', 1))
                WHEN n.language ~* 'hant|tw|hk|mo' THEN 'zh-hant' ELSE 'zh-hans' END AS language
        FROM partnerships_organisationname n WHERE n.organisation_id = o.id AND n.language <> ''
    ) AS said WHERE said.rank IS NOT NULL ORDER BY said.language, said.rank, said.sort_order, said.id
) AS best)
WHERE o.id IN (SELECT n.organisation_id FROM partnerships_organisationname n
    WHERE n.language <> '' AND n.kind IN ('official', 'alias', 'transliteration'))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0010_lists_by_kind_and_region"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="In which the title and the summary are written; empty when it is not known.",
                max_length=10,
                verbose_name="language of the texts",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="translations",
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="In which the title and the summary are written; empty when it is not known.",
                max_length=10,
                verbose_name="language of the texts",
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="translations",
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="organisation",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="In which the title and the summary are written; empty when it is not known.",
                max_length=10,
                verbose_name="language of the texts",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="names_shown",
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False, serialize=False),
        ),
        migrations.AddField(
            model_name="organisation",
            name="translations",
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="partnership",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="In which the title and the summary are written; empty when it is not known.",
                max_length=10,
                verbose_name="language of the texts",
            ),
        ),
        migrations.AddField(
            model_name="partnership",
            name="translations",
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.RunSQL(NAMES_SHOWN, migrations.RunSQL.noop),
    ]
