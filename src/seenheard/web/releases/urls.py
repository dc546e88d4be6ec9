"""Releases have no page of their own: Today tells what is loaded."""

urlpatterns: list[object] = []
