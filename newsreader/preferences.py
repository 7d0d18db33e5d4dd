"""How a reader likes the page: theme, text size and width, single keys. A cookie, because it belongs to the
screen and not to the person, and because the server can then draw the page right at once.
The language has Django's own cookie."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "wortlaut"
YEAR = 365 * 24 * 3600  # seconds
CHOICES = {
    "theme": ("auto", "light", "dark"),
    "size": ("3", "1", "2", "4", "5"),
    "width": ("2", "1", "3"),
    "keys": ("on", "off"),
}


@dataclass(frozen=True)
class Preferences:
    theme: str = "auto"
    size: str = "3"
    width: str = "2"
    keys: str = "on"


def read(request: HttpRequest) -> Preferences:
    """What the cookie says; anything unknown in it counts as not set."""
    pairs = (part.partition("=") for part in request.COOKIES.get(COOKIE, "").split("&"))
    return Preferences(**{name: value for name, _, value in pairs if value in CHOICES.get(name, ())})


def write(response: HttpResponse, preferences: Preferences) -> None:
    value = "&".join(f"{name}={value}" for name, value in asdict(preferences).items())
    _set_cookie(response, COOKIE, value)


def write_language(response: HttpResponse, language: str) -> None:
    """Remember the language where Django's LocaleMiddleware looks for it."""
    _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.LANGUAGE_COOKIE_SECURE
    )
