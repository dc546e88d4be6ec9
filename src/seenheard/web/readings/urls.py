"""Addresses of readings."""

from django.urls import path

from seenheard.web.readings.views.close import close
from seenheard.web.readings.views.mine import my_readings_page
from seenheard.web.readings.views.moderate import moderate, moderation
from seenheard.web.readings.views.progress import dismiss, give, progress, reopen, share_out
from seenheard.web.readings.views.read import read
from seenheard.web.readings.views.refer_back import accept, refer, refer_backs, show

urlpatterns = [
    path("mine/", my_readings_page, name="my_readings"),
    path("readings/<int:identity>/", read, name="reading"),
    path("readings/<int:identity>/refer-back/", refer, name="refer"),
    path("readings/<int:identity>/give/", give, name="give_reading"),
    path("readings/<int:identity>/give-back/", reopen, name="reopen_reading"),
    path("<int:identity>/readings/", progress, name="audit_readings"),
    path("<int:identity>/readings/share-out/", share_out, name="share_out"),
    path("<int:identity>/readers/<int:reader>/dismiss/", dismiss, name="dismiss_reader"),
    path("<int:identity>/moderation/", moderation, name="moderation"),
    path("<int:identity>/close/", close, name="close_audit"),
    path("files/<int:identity>/moderate/", moderate, name="moderate"),
    path("refer-backs/", refer_backs, name="refer_backs"),
    path("refer-backs/<int:identity>/", show, name="refer_back"),
    path("refer-backs/<int:identity>/answers/<int:answer>/", accept, name="accept_answer"),
]
