"""What every test may use. Which database the suite runs on is decided in tests/settings.py."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from tests.emptying import empty

# No deadline for one example: the suite also runs on slow and busy machines, where it would fail by chance.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")
# In the place of `flush`, which takes longer than most tests.
TransactionTestCase._fixture_teardown = lambda case: empty()  # type: ignore[attr-defined]

# What a test asks for to come to a database, its own or that of a real server.
DATABASES = {"db", "transactional_db", "django_db_setup", "live_server", "installation"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What cannot come to the database has nothing to do with which one it is."""
    for item in items:
        if not may_use_database(item):
            item.add_marker("once")


def may_use_database(item: pytest.Item) -> bool:
    case = getattr(item, "cls", None)
    return bool(
        item.get_closest_marker("django_db")
        or DATABASES.intersection(getattr(item, "fixturenames", ()))
        or (case and issubclass(case, TransactionTestCase))
    )


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
