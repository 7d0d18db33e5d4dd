from django.http import HttpRequest, HttpResponse


def export(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def download(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
