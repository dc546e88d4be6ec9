"""Tasks have no page."""

urlpatterns: list[object] = []
