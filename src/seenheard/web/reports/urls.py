"""Addresses of what comes out of audits."""

from django.urls import path

from seenheard.web.reports.views.conclude import conclusions, withdraw

urlpatterns = [
    path("<int:identity>/conclusions/", conclusions, name="conclusions"),
    path("<int:identity>/conclusions/<int:conclusion>/withdraw/", withdraw, name="withdraw_conclusion"),
    path("<int:identity>/result/", conclusions, name="result"),
    path("<int:identity>/agreement/", conclusions, name="agreement"),
    path("<int:identity>/report/", conclusions, name="reports"),
    path("published/", conclusions, name="published"),
    path("import/", conclusions, name="import_audit"),
]
