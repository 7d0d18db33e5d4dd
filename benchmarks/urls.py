"""Every address of Wortlaut, and one whose view does nothing: it takes what the frame of a page takes."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from newsreader.access import user_view
from newsreader.models import User
from newsreader.urls import urlpatterns as real


@user_view
def bare(request: HttpRequest, user: User) -> HttpResponse:
    return HttpResponse("bare")


urlpatterns: list[URLPattern | URLResolver] = [path("bare/", bare)]
urlpatterns += real
