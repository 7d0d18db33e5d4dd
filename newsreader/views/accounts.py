from django.http import HttpRequest, HttpResponse


def sign_in(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def sign_in_link(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def sign_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def password(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def preferences(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
