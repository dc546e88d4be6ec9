"""Addresses of what comes out of audits."""

from django.urls import path

from seenheard.web.reports.views.bring import bring
from seenheard.web.reports.views.conclude import conclusions, withdraw
from seenheard.web.reports.views.published import published
from seenheard.web.reports.views.report import report_file, reports
from seenheard.web.reports.views.result import result
from seenheard.web.reports.views.take_back import take_back

urlpatterns = [
    path("published/", published, name="published"),
    path("import/", bring, name="import_audit"),
    path("<int:identity>/result/", result, {"page": "result"}, name="result"),
    path("<int:identity>/agreement/", result, {"page": "agreement"}, name="agreement"),
    path("<int:identity>/conclusions/", conclusions, name="conclusions"),
    path("<int:identity>/conclusions/<int:conclusion>/withdraw/", withdraw, name="withdraw_conclusion"),
    path("<int:identity>/report/", reports, name="reports"),
    path("<int:identity>/take-back/", take_back, name="take_back"),
    path("reports/<int:identity>/", report_file, name="report_file"),
]
