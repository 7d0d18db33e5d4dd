"""`manage.py add_member USER --project SLUG --role coder`: makes a user a member, and the user when new."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from newsreader.accounts import lead_of, make_sign_in_link
from newsreader.changes import Refused
from newsreader.management.installed import InstalledCommand
from newsreader.members import add
from newsreader.models import Membership, Project, User
from newsreader.serving import last_address


class Command(InstalledCommand):
    help = "Makes a user a member of a project, or changes their role; makes the user when there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", metavar="USER", help=_("user name"))
        parser.add_argument("--project", metavar="SLUG", required=True, help=_("short name of the project"))
        parser.add_argument(
            "--role", choices=Membership.Role.values, required=True, help=_("what they may do")
        )
        parser.add_argument("--name", default="", help=_("name of a new user as others see it"))

    def handle(self, *, user: str, project: str, role: str, name: str, **options: Any) -> None:
        into = Project.objects.filter(slug=project).first()
        if into is None:
            raise CommandError(_("There is no project %(slug)s.") % {"slug": project})
        self.check_open(into)
        with transaction.atomic():
            found = User.objects.filter(username=user).first()
            is_new = found is None
            found = found or self.create(user, name)
            member = self.add(into, found, role)
        words = {"name": member.name, "role": member.get_role_display(), "project": into.name}
        self.stdout.write(_("%(name)s is now %(role)s in %(project)s.") % words)
        if is_new:
            self.stdout.write(_("This link signs them in, once and within 15 minutes:"))
            self.stdout.write(last_address() + make_sign_in_link(found))

    def add(self, into: Project, user: User, role: str) -> Membership:
        try:
            return add(into, user, role, lead_of(into))
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def create(self, username: str, name: str) -> User:
        try:
            User(username=username, name=name or username).full_clean(exclude=["password"])
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        return User.objects.create_user(username, name)
