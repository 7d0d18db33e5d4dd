"""What every test may use. Which database the suite runs on is decided in tests/settings.py."""

from collections.abc import Callable

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

# No deadline for one example: the suite also runs on slow and busy machines, where it would fail by chance.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database engine: {settings.DATABASES['default']['ENGINE']}"


@pytest.fixture
def run_tasks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What the worker does with tasks that are ready, inside the test's own transaction: between two tasks it
    closes connections that are not as it left them."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    from newsreader.background.worker import run_ready

    def run() -> None:
        run_ready()

    return run
