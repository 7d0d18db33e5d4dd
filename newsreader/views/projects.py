from django.http import HttpRequest, HttpResponse


def project(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def home(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def help_page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
