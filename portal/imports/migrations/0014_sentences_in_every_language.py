from django.db import migrations, models

SENTENCES = models.JSONField(blank=True, default=list)


def kept(model: str, field: str, state: models.Field = SENTENCES) -> migrations.SeparateDatabaseAndState:
    """A column of text becomes a list of sentences; a text that is there already is one sentence."""
    sql = "ALTER TABLE imports_{} ALTER COLUMN {} TYPE {} USING {}"
    there = f"CASE WHEN {field} = '' THEN '[]' ELSE jsonb_build_array(jsonb_build_array({field})) END"
    back = f"coalesce({field} #>> '{{0,0}}', '')"
    return migrations.SeparateDatabaseAndState(
        [migrations.RunSQL(sql.format(model, field, "jsonb", there), sql.format(model, field, "text", back))],
        [migrations.AlterField(model, field, state)],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0013_bulk_previews"),
    ]

    operations = [
        migrations.AddField("batch", "preview", models.JSONField(blank=True, editable=False, null=True)),
        kept("item", "message", models.JSONField(blank=True, default=list, verbose_name="message")),
        kept("change", "reason"),
        kept("bulkacceptance", "message"),
        kept("bulkpreview", "message"),
        kept("undo", "message"),
        kept(
            "feedsubscription",
            "message",
            models.JSONField(blank=True, default=list, editable=False, verbose_name="what happened"),
        ),
    ]
