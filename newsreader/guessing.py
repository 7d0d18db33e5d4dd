"""Guessing passwords: django-axes counts the wrong ones of one user name from one address together, known or
not, and refuses the pair for a while. Sign-in links are not counted and never refused.

Its middleware is not used, so that other requests pay nothing; what it keeps of an attempt, until the
cool-off is over (settings.py), is the address, a digest of the name, the number and the time.
"""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import User


class LockedOut(Exception):
    """Too many wrong passwords; `seconds` until the next may be tried, at least 1."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds


def check_password(request: HttpRequest, username: str, password: str) -> User | None:
    """Whose name and password these are. Raises LockedOut, also when they are right."""
    # axes keeps the browser, the path and the form of the request that it is handed: this one has none.
    attempt: Any = HttpRequest()
    attempt.META = {key: request.META[key] for key in ADDRESSES if key in request.META}
    user = authenticate(attempt, username=username, password=password)
    if user is None and attempt.axes_locked_out:
        raise LockedOut(_seconds_left(attempt, username))
    return user if isinstance(user, User) else None


def sweep() -> None:
    """Attempts that no longer count. axes does the same at each attempt; this is for when none comes."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - settings.AXES_COOLOFF_TIME).delete()


def _seconds_left(attempt: HttpRequest, username: str) -> int:
    pair = {"username": digest(attempt, {"username": username}), "ip_address": client_address(attempt)}
    last = AccessAttempt.objects.filter(**pair).aggregate(last=Max("attempt_time"))["last"]
    passed = (timezone.now() - last) if last else settings.AXES_COOLOFF_TIME
    return max(1, int((settings.AXES_COOLOFF_TIME - passed).total_seconds()))


def digest(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """AXES_USERNAME_CALLABLE. What people type there by mistake may be their password."""
    username = str((credentials or {}).get("username", ""))
    return salted_hmac("newsreader.guessing", username, algorithm="sha256").hexdigest()


ADDRESSES = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR")


def client_address(request: HttpRequest) -> str | None:
    """AXES_CLIENT_IP_CALLABLE. Behind a proxy (SECURE_PROXY_SSL_HEADER) the last address that it names: those
    before it are what the client says. Of an IPv6 address the /64, which one client has to itself."""
    named = [request.META.get("REMOTE_ADDR", "")]
    if settings.SECURE_PROXY_SSL_HEADER:
        named.insert(0, request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip())
    for text in named:
        try:
            address = ip_address(text)
        except ValueError:
            continue
        if isinstance(address, IPv6Address):
            return str(address.ipv4_mapped or ip_network((address, 64), strict=False).network_address)
        return str(address)
    return None


def log_name(_username: str, address: str | None, *_: object) -> str:
    """AXES_CLIENT_STR_CALLABLE. Logs hold no names."""
    return address or "an unknown address"
