"""Addresses of people and cases. The id is a parameter: ids are any text, slashes and dots too."""

from django.urls import path

from seenheard.web.people.views.compare import pair
from seenheard.web.people.views.decide import decide
from seenheard.web.people.views.look_up import person_records
from seenheard.web.people.views.queue import links
from seenheard.web.people.views.show import subject
from seenheard.web.people.views.switch_keys import link_keys
from seenheard.web.people.views.undo import undo_link

urlpatterns = [
    path("child/", subject, {"page": "child"}, name="child"),
    path("offender/", subject, {"page": "offender"}, name="offender"),
    path("case/", subject, {"page": "case"}, name="case"),
    path("links/", links, name="links"),
    path("links/pair/", pair, name="pair"),
    path("links/pair/decide/", decide, name="decide_link"),
    path("links/pair/undo/", undo_link, name="undo_link"),
    path("links/keys/", link_keys, name="link_keys"),
    path("links/person/", person_records, name="person_records"),
]
