"""Commands on a database that was never set up."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_an_older_database_is_one_sentence_and_not_a_failure_half_way() -> None:
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("newsreader")[0]
    MigrationRecorder(connection).record_unapplied(*newest)
    with pytest.raises(CommandError, match="migrate"):
        call_command("sign_in_link", "nobody")


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_lets_the_command_speak() -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("sign_in_link", "nobody")
