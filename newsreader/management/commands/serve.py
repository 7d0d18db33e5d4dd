"""`manage.py serve`: prepares the installation, prints a sign-in link and serves until Ctrl-C."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from newsreader.accounts import first_lead, make_sign_in_link
from newsreader.health import expect_worker
from newsreader.serving import (
    StartError,
    WebServer,
    address,
    check_home,
    listen,
    prepare,
    problems_as_sentences,
    remember_address,
    work,
)
from newsreader.supervisor import Supervisor


class Command(BaseCommand):
    help = "Prepares the installation, prints a sign-in link and serves until Ctrl-C."
    requires_system_checks = ()  # they ask of the code what `make check` has asked

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
        parser.add_argument("--port", type=int, default=8000, help=_("port to listen on"))
        parser.add_argument("--workers", type=int, default=1, help=_("number of web processes"))
        parser.add_argument(
            "--no-worker", action="store_true", help=_("leave long work to `manage.py worker`")
        )
        parser.add_argument("--threads", type=int, default=4, help=_("threads in each web process"))

    def handle(
        self, *, host: str, port: int, workers: int, threads: int, no_worker: bool, **options: Any
    ) -> None:
        try:
            listener = listen(host, port)
            check_home(settings.HOME)
            prepare(settings.HOME)
            root = address(host, listener.getsockname()[1])
            with problems_as_sentences():
                remember_address(root)
                path = make_sign_in_link(first_lead())
        except StartError as problem:
            self.stderr.write(str(problem))
            sys.exit(1)
        except KeyboardInterrupt:
            # Everything above can be begun again.
            sys.exit(0)

        def web(ready: Callable[[], None]) -> None:
            def when_ready() -> None:
                self.welcome(root, path)
                ready()

            if not no_worker:
                expect_worker()
            WebServer(listener, workers, threads, when_ready).run()

        if no_worker:
            web(lambda: None)
        else:
            sys.exit(Supervisor(web, work).run())

    def welcome(self, root: str, path: str) -> None:
        self.stdout.write(_("Wortlaut is at %(url)s") % {"url": f"{root}/"})
        self.stdout.write(_("This link signs you in, once and within 15 minutes:"))
        self.stdout.write(self.style.SUCCESS(f"{root}{path}"))
        self.stdout.write(_("Ctrl-C stops it."))
        self.stdout.flush()
