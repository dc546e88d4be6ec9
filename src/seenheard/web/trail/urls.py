"""The trail has no page yet."""

urlpatterns: list[object] = []
