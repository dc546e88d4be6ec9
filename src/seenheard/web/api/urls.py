"""Addresses for programs, which come with a token instead of a session, and the administrators' page of tokens."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from seenheard.web.api.views.answer import api
from seenheard.web.api.views.manage import agree, revoke, tokens

_answers, _app, _namespace = api.urls
for _pattern in _answers:
    _pattern.callback = login_not_required(_pattern.callback)

urlpatterns = [
    path("api/", include((_answers, _app), namespace=_namespace)),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<int:identity>/agree/", agree, name="agree_token"),
    path("tokens/<int:identity>/revoke/", revoke, name="revoke_token"),
]
