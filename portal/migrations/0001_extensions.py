from django.contrib.postgres.operations import BtreeGinExtension, BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """What indexes and searches of the register are built on."""

    initial = True
    dependencies = []
    run_before = [("partnerships", "__first__")]

    operations = [TrigramExtension(), UnaccentExtension(), BtreeGinExtension(), BtreeGistExtension()]
