import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# One partition for each kind of record: a list reads, searches and counts no other kind's rows. What was in the tables is worked
# out anew after migrate.
PARTITIONS = """
DROP TABLE partnerships_facetrow;
CREATE TABLE partnerships_facetrow (
    record_type varchar(12) NOT NULL,
    record_id bigint NOT NULL,
    countries integer[] NOT NULL,
    sectors integer[] NOT NULL,
    kind varchar(32) NOT NULL,
    status varchar(16) NOT NULL,
    years integer[] NOT NULL,
    organisations integer[] NOT NULL,
    opens timestamptz,
    closes timestamptz,
    sort_date date,
    sort_key varchar(255) NOT NULL,
    PRIMARY KEY (record_type, record_id)
) PARTITION BY LIST (record_type);
CREATE TABLE partnerships_facetrow_partnership PARTITION OF partnerships_facetrow FOR VALUES IN ('partnership');
CREATE TABLE partnerships_facetrow_event PARTITION OF partnerships_facetrow FOR VALUES IN ('event');
CREATE TABLE partnerships_facetrow_organisation PARTITION OF partnerships_facetrow FOR VALUES IN ('organisation');
CREATE TABLE partnerships_facetrow_opportunity PARTITION OF partnerships_facetrow FOR VALUES IN ('opportunity');
CREATE TABLE partnerships_facetrow_news PARTITION OF partnerships_facetrow FOR VALUES IN ('news');
CREATE TABLE partnerships_facetrow_other PARTITION OF partnerships_facetrow DEFAULT;
CREATE INDEX facetrow_countries ON partnerships_facetrow USING gin (countries);
CREATE INDEX facetrow_sectors ON partnerships_facetrow USING gin (sectors);
CREATE INDEX facetrow_years ON partnerships_facetrow USING gin (years);
CREATE INDEX facetrow_organisations ON partnerships_facetrow USING gin (organisations);
CREATE INDEX facetrow_near ON partnerships_facetrow USING gin (sort_key gin_trgm_ops);
DROP TABLE partnerships_searchrow;
CREATE TABLE partnerships_searchrow (
    record_type varchar(12) NOT NULL,
    record_id bigint NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (record_type, record_id)
) PARTITION BY LIST (record_type);
CREATE TABLE partnerships_searchrow_partnership PARTITION OF partnerships_searchrow FOR VALUES IN ('partnership');
CREATE TABLE partnerships_searchrow_event PARTITION OF partnerships_searchrow FOR VALUES IN ('event');
CREATE TABLE partnerships_searchrow_organisation PARTITION OF partnerships_searchrow FOR VALUES IN ('organisation');
CREATE TABLE partnerships_searchrow_opportunity PARTITION OF partnerships_searchrow FOR VALUES IN ('opportunity');
CREATE TABLE partnerships_searchrow_news PARTITION OF partnerships_searchrow FOR VALUES IN ('news');
CREATE TABLE partnerships_searchrow_other PARTITION OF partnerships_searchrow DEFAULT;
CREATE INDEX searchrow_words ON partnerships_searchrow USING gin (words);
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0009_notices_of_interest")]

    operations = [
        migrations.AddField(
            model_name="place",
            name="regions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SmallIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.RunSQL(
            PARTITIONS,
            migrations.RunSQL.noop,
            state_operations=[
                migrations.AlterField(
                    model_name="facetrow",
                    name="countries",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), help_text="By id; the regions they lie in by code below zero.", size=None
                    ),
                ),
                migrations.AddIndex(
                    model_name="facetrow",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["sort_key"], name="facetrow_near", opclasses=["gin_trgm_ops"]
                    ),
                )
            ],
        ),
    ]
