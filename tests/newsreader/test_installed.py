"""Commands on a database that was never set up."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_an_older_database_is_one_sentence_and_not_a_failure_half_way() -> None:
    MigrationRecorder(connection).record_unapplied("newsreader", "0003_search")
    with pytest.raises(CommandError, match="migrate"):
        call_command("sign_in_link", "nobody")


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_lets_the_command_speak() -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("sign_in_link", "nobody")
