"""The reader's own account."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST

from regulars.language import Language, message
from regulars.web.accounts.access import signed_in
from regulars.web.accounts.actions import people
from regulars.web.accounts.forms.people import ProfileForm
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import NAMES, Role
from regulars.web.words import CODES, current, say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, zone; password, second step, roles."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        people.change_profile(user=request.user, by=request.user, **form.cleaned_data)
        with translation.override(CODES[Language.parse(request.user.language) or current()]):
            messages.success(request, say(message("Saved.")))
        return redirect("accounts:profile")
    held = request.user.grants.select_related("unit").order_by("role")
    context = {
        "form": form,
        "second_step": is_mfa_enabled(request.user),
        "roles": [(grant, say(NAMES[Role(grant.role)])) for grant in held],
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else; here it goes on under a fresh session."""
    people.end_sessions(user=request.user, by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, say(message("You are signed out everywhere else.")))
    return redirect("accounts:profile")
