"""Long work, done by a worker beside the web server: `manage.py serve` starts one, `manage.py worker` is one.

A task is a function of django-tasks, kept in the database by django-tasks-db until a worker takes it up.

    @task()
    def import_uploads(run: str) -> None:
        for batch in batches:
            background.pause()
            ...

Its arguments are keys, never texts: they stay in the database for a week. It may be broken off at any moment
and is then begun again, so that what it has done must be found done the second time.
"""

from .lock import worker_lock
from .pausing import Interrupted, pause, stopping

__all__ = ["Interrupted", "pause", "stopping", "worker_alive"]


def worker_alive() -> bool:
    """Whether somebody will take up a task now: a worker of this database runs, here or elsewhere."""
    return worker_lock().is_held_by_anybody()
