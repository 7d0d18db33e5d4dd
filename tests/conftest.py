"""What every test may use. Which database the suite runs on is decided in tests/settings.py."""

import pytest
from django.conf import settings


def pytest_report_header(config: pytest.Config) -> str:
    return f"database engine: {settings.DATABASES['default']['ENGINE']}"
