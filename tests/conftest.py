"""What every test may use. Which database the suite runs on is decided in tests/settings.py."""

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

# No deadline for one example: the suite also runs on slow and busy machines, where it would fail by chance.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database engine: {settings.DATABASES['default']['ENGINE']}"
