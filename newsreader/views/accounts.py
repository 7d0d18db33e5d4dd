"""Signing in and out, the password, the reader's preferences."""

from dataclasses import asdict, replace

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .. import accounts, sessions
from .. import preferences as stored
from ..access import user_view
from ..forms import PasswordForm, PreferencesForm, SignInForm
from ..models import User


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request, request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        sessions.sign_in(request, form.user)
        return HttpResponseRedirect(form.destination())
    if request.method != "POST" and request.user.is_authenticated:
        return HttpResponseRedirect(form.destination())
    status = 429 if form.retry_after else 422 if form.errors else 200
    response = render(request, "newsreader/sign_in.html", {"form": form}, status=status)
    if form.retry_after:
        response.headers["Retry-After"] = str(form.retry_after)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, because mail programs open links on their own; the POST signs in, once."""
    user = accounts.use_link(token) if request.method == "POST" else accounts.link_user(token)
    if user and request.method == "POST":
        sessions.sign_in(request, user)
        return redirect("home")
    return render(request, "newsreader/sign_in_link.html", {"for_user": user}, status=200 if user else 410)


@require_POST
@user_view
def sign_out(request: HttpRequest, user: User) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@user_view
def password(request: HttpRequest, user: User) -> HttpResponse:
    form = PasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        user.set_password(form.cleaned_data["new"])
        user.save(update_fields=["password"])
        # This session goes on; all others end, because they were signed with the old password.
        update_session_auth_hash(request, user)
        messages.success(
            request, _("The password is set. Wherever else you were signed in, you no longer are.")
        )
        return redirect("preferences")
    return render(request, "newsreader/password.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def preferences(request: HttpRequest) -> HttpResponse:
    now = stored.read(request)
    initial = {**asdict(now), "language": get_language(), "next": request.GET.get("next", "")}
    form = PreferencesForm(request, request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "newsreader/preferences.html", {"form": form}, status=status)
    response = HttpResponseRedirect(form.destination("preferences"))
    stored.write(response, replace(now, **form.chosen()))
    language = form.cleaned_data["language"]
    if language:
        stored.write_language(response, language)
    with override(language or get_language()):
        messages.success(request, _("Saved."))
    return response
