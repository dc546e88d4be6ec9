"""Addresses of audits."""

from django.urls import path

from seenheard.web.audits.views.draw import check_draw, draw
from seenheard.web.audits.views.files import choose, exclude, own_grade
from seenheard.web.audits.views.hand_over import hand_over
from seenheard.web.audits.views.list import audits
from seenheard.web.audits.views.plan import change, new
from seenheard.web.audits.views.schemes import scheme, scheme_file, schemes
from seenheard.web.audits.views.show import show

urlpatterns = [
    path("", audits, name="audits"),
    path("new/", new, name="new_audit"),
    path("schemes/", schemes, name="schemes"),
    path("schemes/<str:identity>/", scheme, name="scheme"),
    path("schemes/<str:identity>/file/", scheme_file, name="scheme_file"),
    path("<int:identity>/", show, name="audit"),
    path("<int:identity>/plan/", change, name="change_audit"),
    path("<int:identity>/draw/", draw, name="draw"),
    path("<int:identity>/draw/check/", check_draw, name="check_draw"),
    path("<int:identity>/files/choose/", choose, name="choose_file"),
    path("<int:identity>/hand-over/", hand_over, name="hand_over"),
    path("files/<int:identity>/exclude/", exclude, name="exclude_file"),
    path("files/<int:identity>/own-grade/", own_grade, name="own_grade"),
]
