from django.http import HttpRequest, HttpResponse


def create(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def edit(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def remove(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def history(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
