"""Tasks are kept by django_tasks_db."""
