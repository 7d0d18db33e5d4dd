from django.http import HttpRequest, HttpResponse


def article(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def original(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def reading(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def state(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
