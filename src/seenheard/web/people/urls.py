"""Addresses of people and cases. The id is a parameter: ids are any text, slashes and dots too."""

from django.urls import path

from seenheard.web.people.views.show import subject

urlpatterns = [
    path("child/", subject, {"page": "child"}, name="child"),
    path("offender/", subject, {"page": "offender"}, name="offender"),
    path("case/", subject, {"page": "case"}, name="case"),
]
