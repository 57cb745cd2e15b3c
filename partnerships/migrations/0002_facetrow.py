import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FacetRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "record_type", "record_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record_type", models.CharField(max_length=12)),
                ("record_id", models.BigIntegerField()),
                ("countries", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                (
                    "sectors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), help_text="With every sector above them.", size=None
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("status", models.CharField(max_length=16)),
                (
                    "years",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        help_text="0 where the record has dates to give and none of them tells the year.",
                        size=None,
                    ),
                ),
                ("organisations", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("opens", models.DateTimeField(null=True)),
                ("closes", models.DateTimeField(null=True)),
                ("sort_date", models.DateField(null=True)),
                ("sort_key", models.CharField(max_length=255)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["countries"], name="facetrow_countries"),
                    django.contrib.postgres.indexes.GinIndex(fields=["sectors"], name="facetrow_sectors"),
                    django.contrib.postgres.indexes.GinIndex(fields=["years"], name="facetrow_years"),
                    django.contrib.postgres.indexes.GinIndex(fields=["organisations"], name="facetrow_organisations"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "record_type", "record_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record_type", models.CharField(max_length=12)),
                ("record_id", models.BigIntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="searchrow_words")],
            },
        ),
    ]
