from django.http import HttpRequest, HttpResponse


def undo_here(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def redo_here(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def history(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def change_set(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
