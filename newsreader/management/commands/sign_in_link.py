"""`manage.py sign_in_link USER`: prints a link that signs this user in."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from newsreader.accounts import make_sign_in_link
from newsreader.management.installed import InstalledCommand
from newsreader.models import User
from newsreader.serving import last_address


class Command(InstalledCommand):
    help = "Prints a link that signs the user in, once and within 15 minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help=_("user name"))

    def handle(self, *, user: str, **options: Any) -> None:
        found = User.objects.filter(username=user, is_active=True).first()
        if found is None:
            raise CommandError(_("There is no user named %(user)s.") % {"user": user})
        self.stdout.write(last_address() + make_sign_in_link(found))
