"""Addresses of Today, queues, findings and duties, and of what people do on findings."""

from django.urls import path

from seenheard.web.findings.views.comment import comment, mention_read
from seenheard.web.findings.views.data_quality import data_quality_list
from seenheard.web.findings.views.explain import duty
from seenheard.web.findings.views.export import export, export_data_quality
from seenheard.web.findings.views.force import force
from seenheard.web.findings.views.list import force_list, my_work, queue, team_list
from seenheard.web.findings.views.my_team import my_team
from seenheard.web.findings.views.save_filter import forget_filter, save_filter
from seenheard.web.findings.views.show import finding
from seenheard.web.findings.views.today import today
from seenheard.web.findings.views.work import work

urlpatterns = [
    path("today/", today, name="today"),
    path("my-work/", my_work, name="my_work"),
    path("my-team/", my_team, name="my_team"),
    path("my-team/list/", team_list, name="team_list"),
    path("force/", force, name="force"),
    path("force/list/", force_list, name="force_list"),
    path("duties/<slug:name>/", duty, name="duty"),
    path("duties/<slug:name>/queue/", queue, name="queue"),
    path("findings/<int:identity>/", finding, name="finding"),
    path("findings/<int:identity>/comment/", comment, name="comment"),
    path("my-work/export/", export, {"page": "my-work"}, name="export_my_work"),
    path("my-team/list/export/", export, {"page": "my-team"}, name="export_team_list"),
    path("force/list/export/", export, {"page": "force"}, name="export_force_list"),
    path("duties/<slug:name>/queue/export/", export, {"page": "queue"}, name="export_queue"),
    path("data-quality/export/", export_data_quality, name="export_data_quality"),
    path("work/", work, name="work"),
    path("mentions/<int:identity>/read/", mention_read, name="mention_read"),
    path("data-quality/", data_quality_list, name="data_quality"),
    path("filters/save/", save_filter, name="save_filter"),
    path("filters/<int:identity>/forget/", forget_filter, name="forget_filter"),
]
