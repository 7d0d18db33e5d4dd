from django.http import HttpRequest, HttpResponse


def articles(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
