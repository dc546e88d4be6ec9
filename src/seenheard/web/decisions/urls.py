"""Decisions have no page of their own."""

urlpatterns: list[object] = []
