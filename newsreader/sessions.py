"""Sessions that end: SESSION_COOKIE_AGE after signing in whatever happens, and after SESSION_IDLE_SECONDS
without a request. Neither costs a write, because a GET never writes: the first is stored with the session
when it begins, the second is a signed cookie beside the session's own that says when its owner was last here.

The cookie is good for its session only. Who leaves it out is taken to have come last when they signed in.
"""

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends import db
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponseBase

from .models import User
from .soundness import GetResponse

BEGAN = "began"  # seconds since 1970
SEEN = "wortlaut_seen"
RENEW_SECONDS = 300  # the cookie is not sent with every answer
signer = TimestampSigner(salt="newsreader.sessions")


class SessionStore(db.SessionStore):
    """Django's own in the database, with an end that nothing moves but signing in or setting a password."""

    def cycle_key(self) -> None:
        self[BEGAN] = int(time.time())
        super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        began = data.setdefault(BEGAN, int(time.time()))
        row = super().create_model_instance(data)
        row.expire_date = datetime.fromtimestamp(began + settings.SESSION_COOKIE_AGE, UTC)
        return row


def sign_in(request: HttpRequest, user: User) -> None:
    """A session of its own under a new key; those that are over are swept out."""
    SessionStore.clear_expired()
    request.session.flush()  # Django would go on with an older one of the same user
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")


def end_when_idle(get_response: GetResponse) -> GetResponse:
    """Middleware. Below it a session that was idle too long is as good as none."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        cookie = request.COOKIES.get(SEEN, "")
        if _is_idle(request.session, cookie):
            request.session = SessionStore()
        response = get_response(request)
        key = request.session.session_key
        if key and not _seen_within(RENEW_SECONDS, key, cookie):
            response.set_cookie(
                SEEN,
                signer.sign(key).removeprefix(f"{key}:"),
                max_age=settings.SESSION_IDLE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif cookie and not key:
            response.delete_cookie(SEEN, samesite="Lax")
        return response

    return middleware


def _is_idle(session: Any, cookie: str) -> bool:
    key = session.session_key
    if not key or _seen_within(settings.SESSION_IDLE_SECONDS, key, cookie):
        return False
    return bool(session.get(BEGAN, 0) < time.time() - settings.SESSION_IDLE_SECONDS)


def _seen_within(seconds: int, key: str, cookie: str) -> bool:
    try:
        signer.unsign(f"{key}:{cookie}", max_age=seconds)
    except BadSignature:
        return False
    return True
