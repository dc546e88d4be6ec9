"""Addresses of the trail: for the information officer."""

from django.urls import path

from seenheard.web.trail.views.compare import unusual_amounts
from seenheard.web.trail.views.search import trail
from seenheard.web.trail.views.trace import trace_account, trace_subject

urlpatterns = [
    path("trail/", trail, name="trail"),
    path("trail/record/", trace_subject, name="trace_subject"),
    path("trail/account/", trace_account, name="trace_account"),
    path("trail/unusual/", unusual_amounts, name="unusual_amounts"),
]
