"""What goes to the log: where something went wrong, never what was in it.

The message of an exception may hold a name, a note or a whole text: PostgreSQL quotes the row that broke a
constraint. An address may hold a project's name, the token of a link that still signs in, or whatever
somebody pasted there. Of a request the log has what became of it, the route, and the uids in it.
"""

import copy
import logging
import traceback
from types import TracebackType
from typing import Any
from uuid import UUID

from django.urls import Resolver404, resolve

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Exceptions by type and place, the last one first, without their messages; requests by their route."""

    def format(self, record: logging.LogRecord) -> str:
        told = copy.copy(record)  # other handlers have it as it was
        told.exc_text = None  # what another one has made of the exception
        request = getattr(record, "request", None)
        if hasattr(request, "path_info"):
            error = record.exc_info[1] if record.exc_info else None
            if isinstance(record.args, tuple):
                told.args = tuple(_discreet(value, request, error) for value in record.args)
            if error and record.msg == str(error) and not record.name.endswith(".DisallowedHost"):
                told.msg = type(error).__qualname__
        return super().format(told)

    def formatException(self, ei: ExcInfo) -> str:
        told = []
        error = ei[1]
        while error is not None:
            told.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhile handling\n".join(told)


def _discreet(value: object, request: Any, error: BaseException | None) -> object:
    if value == request.path:
        return _route(request)
    if error and value == str(error):
        return type(error).__qualname__
    # After this Django's CSRF check quotes where the form came from, with its query string.
    return value.partition(" - ")[0] if isinstance(value, str) else value


def _route(request: Any) -> str:
    """The address as the program has it: of what stands in it only uids are told."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return "(no such page)"
    route = str(match.route)
    for name, value in match.kwargs.items():
        if isinstance(value, UUID):
            route = route.replace(f"<uuid:{name}>", str(value))
    return f"/{route}"
