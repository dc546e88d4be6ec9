"""Background work: tasks in the database, the worker that does them, and the reaper of those whose worker was killed."""
