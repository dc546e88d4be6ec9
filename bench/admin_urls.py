"""The site's addresses beside Django admin's changelist of findings: as plain as it comes, and with a queue's filters."""

from django.contrib import admin
from django.urls import include, path

from seenheard.web.findings.models import Finding


class Plain(admin.ModelAdmin):
    """What a queue shows, by the means of admin: its columns, its order, fifty to a page."""

    list_display = ("subject_title", "state", "risk_level", "owner_id", "team", "started_at", "due_at", "hours_late")
    ordering = ("-sort_worst", "id")
    list_per_page = 50


class Filtered(Plain):
    """The same with a queue's filters."""

    list_filter = ("duty", "tab", "team", "owner_id", "risk_level", "state")


plain, filtered = admin.AdminSite(name="admin"), admin.AdminSite(name="filtered")
plain.register(Finding, Plain)
filtered.register(Finding, Filtered)
urlpatterns = [
    path("admin/", plain.urls),
    path("filtered/", filtered.urls),
    path("", include("seenheard.web.config.urls")),
]
