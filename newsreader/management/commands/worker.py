"""`manage.py worker`: the worker alone, where the web server runs without one."""

from typing import Any

from django.utils.translation import gettext as _

from newsreader.background.pausing import listen
from newsreader.background.worker import Worker
from newsreader.management.installed import InstalledCommand


class Command(InstalledCommand):
    help = "Does long work, such as imports from the browser, until Ctrl-C."

    def handle(self, **options: Any) -> None:
        bell = listen()
        self.stdout.write(_("The worker runs. Ctrl-C stops it."))
        self.stdout.flush()
        Worker(bell).run()
