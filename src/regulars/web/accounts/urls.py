"""The addresses of accounts."""

from __future__ import annotations

from django.urls import path

from regulars.web.accounts.views import invitations, people, profile, roles, signin_link, welcome

app_name = "accounts"
urlpatterns = [
    path("link/<str:token>/", signin_link.signin_link, name="signin-link"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("profile/", profile.profile, name="profile"),
    path("profile/sessions/", profile.end_sessions, name="end-sessions"),
    path("roles/", roles.roles, name="roles"),
    path("people/", people.listing, name="people"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/file/", invitations.from_file, name="people-file"),
    path("people/file/invite/", invitations.invite_file, name="invite-file"),
    path("people/<str:public_id>/", people.person, name="person"),
    path("people/<str:public_id>/take/", people.take, name="take"),
    path("people/<str:public_id>/close/", people.deactivate, name="deactivate"),
    path("people/<str:public_id>/open/", people.reactivate, name="reactivate"),
    path("people/<str:public_id>/reset/", people.reset, name="reset"),
    path("invitations/<str:public_id>/again/", invitations.again, name="invite-again"),
    path("invitations/<str:public_id>/withdraw/", invitations.withdraw, name="withdraw"),
    path("invitations/<str:public_id>/link/", invitations.link, name="invitation-link"),
]
