"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("seenheard.web.accounts.urls")),
    path("", include("seenheard.web.findings.urls")),
    path("", include("seenheard.web.people.urls")),
    path("", include("seenheard.web.trail.urls")),
    path("", include("seenheard.web.api.urls")),
    path("audits/", include("seenheard.web.audits.urls")),
    path("audits/", include("seenheard.web.readings.urls")),
    path("audits/", include("seenheard.web.reports.urls")),
]
handler403 = "seenheard.web.accounts.views.refuse.forbidden"
handler404 = "seenheard.web.accounts.views.refuse.not_found"
handler500 = "seenheard.web.accounts.views.refuse.broken"
