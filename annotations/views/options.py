from django.http import HttpRequest, HttpResponse


def speakers(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def tags(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
