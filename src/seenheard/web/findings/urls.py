"""Addresses of Today, queues, findings and duties."""

from django.urls import path

from seenheard.web.findings.views.explain import duty
from seenheard.web.findings.views.list import my_work, queue
from seenheard.web.findings.views.show import finding
from seenheard.web.findings.views.today import today

urlpatterns = [
    path("today/", today, name="today"),
    path("my-work/", my_work, name="my_work"),
    path("duties/<slug:name>/", duty, name="duty"),
    path("duties/<slug:name>/queue/", queue, name="queue"),
    path("findings/<int:identity>/", finding, name="finding"),
]
