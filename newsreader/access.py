"""Who may see and do what: decided here and nowhere else.

What is not yours is 404, what you may not do is 403. A view of a project is wrapped in `member_view`, names
the action that it takes, and is handed the membership through which it looks up everything else.
"""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, Concatenate, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from .htmx import sign_in_first
from .models import Article, ChangeSet, Membership, Project, User

Role = Membership.Role
M = TypeVar("M", bound=Model)


class Action(Enum):
    READ = "read"
    EXPORT = "export"
    ANNOTATE = "annotate"
    ADD_TAG = "add tag"
    PROPOSE_TAG = "propose tag"
    ADD_SPEAKER = "add speaker"
    EDIT_TAG = "edit tag"
    EDIT_SPEAKER = "edit speaker"
    MERGE_SPEAKER = "merge and split speakers"
    EDIT_OTHERS = "edit others' annotations"
    MANAGE = "settings, metadata, members, import"
    REMOVE_MEMBER = "take a member's or an invitation's way in"
    ARCHIVE = "archive, bring back"
    RELEASE = "make a release"
    BACKUP = "take the whole project along"
    PURGE = "delete for good"
    MARK_READ = "say that an article is read"
    LEAVE = "leave the project"


READERS = frozenset({Action.READ, Action.EXPORT, Action.MARK_READ, Action.LEAVE})
ALLOWED: dict[str, frozenset[Action]] = {
    Role.READER: READERS,
    Role.CODER: READERS
    | {
        Action.ANNOTATE,
        Action.ADD_TAG,
        Action.PROPOSE_TAG,
        Action.ADD_SPEAKER,
        Action.MERGE_SPEAKER,
    },
    Role.LEAD: frozenset(Action),
}
# What goes on in an archived project: nothing is written there but who may still come in, and it may go.
IN_ARCHIVE = frozenset(
    {
        Action.READ,
        Action.EXPORT,
        Action.REMOVE_MEMBER,
        Action.ARCHIVE,
        Action.BACKUP,
        Action.PURGE,
        Action.LEAVE,
    }
)
# A release is read: what else happens to it is done in the project that it is of.
IN_RELEASE = frozenset({Action.READ, Action.EXPORT, Action.BACKUP})


def may(member: Membership, action: Action) -> bool:
    """Whether the member's role allows the action in this project, as the lead has set it."""
    if member.project.release_id and action not in IN_RELEASE:
        return False
    if action not in ALLOWED[member.role] or (member.project.archived_at and action not in IN_ARCHIVE):
        return False
    if action is Action.ADD_TAG:
        return member.project.codebook_open or member.role == Role.LEAD
    if action in (Action.ADD_SPEAKER, Action.MERGE_SPEAKER):
        return member.project.speakers_open or member.role == Role.LEAD
    return True


def require(member: Membership, action: Action) -> None:
    if not may(member, action):
        raise refusal(member)


ARCHIVED = _("This project is archived: it can be read and exported, and nothing in it changes.")
RELEASED = _("This is a release: it can be read and exported, and stays as it is for ever.")


def refusal(member: Membership) -> PermissionDenied:
    """Why the member may not, for the page 403: the release, the archive, or else the role."""
    if member.project.release_id:
        return PermissionDenied(RELEASED)
    if member.project.archived_at:
        return PermissionDenied(ARCHIVED)
    return PermissionDenied(_("Your role in this project does not allow this."))


def may_create_project(user: User) -> bool:
    """Everybody who is signed in: accounts come by invitation only, and a new project is empty."""
    return user.is_active


def may_edit(member: Membership, owner_id: int) -> bool:
    """Whether the member may change a mark of this owner: their own, or as a lead anybody's."""
    own = owner_id == member.pk and may(member, Action.ANNOTATE)
    return own or may(member, Action.EDIT_OTHERS)


def may_edit_of(member: Membership, owner: str | None) -> bool:
    """The same by the owner's uid, as states of history hold it."""
    return may_edit(member, member.pk if owner == str(member.uid) else 0)


def sees_only_own(member: Membership) -> bool:
    """In a blind project coders see nobody else's marks, states or history."""
    return member.project.visibility == Project.Visibility.BLIND and member.role == Role.CODER


def visible(queryset: QuerySet[M], member: Membership, owner: str = "owner") -> QuerySet[M]:
    """The rows that the member may see; `owner` is the path to the membership that owns a row."""
    return queryset.filter(**{owner: member}) if sees_only_own(member) else queryset


# What taking back one's own action needs, where that is more than the right to annotate: roles may change.
UNDO_NEEDS = {
    "tag.update": Action.EDIT_TAG,
    "tag.remove": Action.EDIT_TAG,
    "tag.merge": Action.EDIT_TAG,
    "tag.recode": Action.EDIT_TAG,
    "tag.split": Action.EDIT_TAG,
    "tag.archive": Action.EDIT_TAG,
    "tag.bring_back": Action.EDIT_TAG,
    "tag.accept": Action.EDIT_TAG,
    "tag.decline": Action.EDIT_TAG,
    "codebook.import": Action.EDIT_TAG,
    "speaker.update": Action.EDIT_SPEAKER,
    "speaker.remove": Action.EDIT_SPEAKER,
    "speaker.answers": Action.EDIT_SPEAKER,
    "speaker.import": Action.EDIT_SPEAKER,
    "speaker.merge": Action.MERGE_SPEAKER,
    "speaker.apart": Action.MERGE_SPEAKER,
    "speaker.split": Action.MERGE_SPEAKER,
    "details": Action.MANAGE,
    "blocks": Action.MANAGE,
    "rules": Action.MANAGE,
    "text": Action.MANAGE,
    "import": Action.MANAGE,
    "project.rename": Action.MANAGE,
    "project.visibility": Action.MANAGE,
    "project.additions": Action.MANAGE,
    "project.archive": Action.ARCHIVE,
    "project.restore": Action.ARCHIVE,
    "member.role": Action.MANAGE,
    "scheme.update": Action.MANAGE,
    "variable.create": Action.MANAGE,
    "variable.update": Action.MANAGE,
    "variable.move": Action.MANAGE,
    "variable.archive": Action.MANAGE,
    "variable.restore": Action.MANAGE,
    "variable.recode": Action.MANAGE,
    "variable.remove": Action.MANAGE,
}
# A project that is made, people who come and go, links that are given out: none of it is undone by writing a
# state back. Their pages offer what can be done instead.
FINAL = {
    "project.create",
    "member.add",
    "member.join",
    "member.remove",
    "member.leave",
    "release.create",
    "release.remove",
    "invitation.create",
    "invitation.withdraw",
}


def may_undo(member: Membership, change_set: ChangeSet) -> bool:
    """Whether the member may take the action back, or bring it back: their own, or as a lead anybody's."""
    if change_set.action in FINAL:
        return False
    own = change_set.member_id == member.pk
    needed = UNDO_NEEDS.get(change_set.action, Action.ANNOTATE)
    return may(member, needed) and (own or member.role == Role.LEAD)


def memberships_of(user: User) -> QuerySet[Membership]:
    """The user's memberships with their projects, by name, each with `articles`, the number of articles.
    Releases are found at their projects."""
    count = (
        Article.objects.filter(project=OuterRef("project")).order_by().values("project").values(n=Count("pk"))
    )
    rows = user.memberships.filter(project__release=None).select_related("project")
    rows = rows.order_by("project__name", "pk")
    return rows.annotate(articles=Coalesce(Subquery(count), 0))


def projects_of(user: User) -> QuerySet[Project]:
    """Those that the user is a member of, by name: what is seen there may be taken over into a new one."""
    return Project.objects.filter(memberships__user=user, release=None).order_by("name", "pk")


def membership(user_id: int, slug: str) -> Membership:
    """The user's membership in the project. Raises Http404 when there is none."""
    rows = Membership.objects.select_related("project__release__project")
    found = rows.filter(user_id=user_id, project__slug=slug).first()
    if found is None:
        raise Http404
    return found


def _not_kept(response: HttpResponseBase) -> HttpResponseBase:
    """No browser keeps what it shows: going back would bring a page without the marks made on it since, and
    texts that are nobody else's would stay on the disk."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def user_view(
    view: Callable[Concatenate[HttpRequest, User, ...], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, ...], HttpResponseBase]:
    """Wrap a view of no project: signed in, and handed the user."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        return _not_kept(view(request, request.user, *args, **kwargs))

    return wrapped


def member_view(
    action: Action,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Membership, ...], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, str, ...], HttpResponseBase],
]:
    """Wrap a view of a project: signed in, a member (else 404), allowed the action (else 403)."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, Membership, ...], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, str, ...], HttpResponseBase]:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            member = membership(request.user.pk, slug)
            request.member = member  # type: ignore[attr-defined]  # read by context.chrome for every page
            require(member, action)
            return _not_kept(view(request, member, *args, **kwargs))

        wrapped.action = action  # type: ignore[attr-defined]  # the test of all addresses asks for it
        return wrapped

    return decorate
