"""Who reads a release: the members of its project today, who was one then with what they could see then. In
a blind project a coder of then sees their own marks, and one who came later none."""

from uuid import UUID

from ..models import Article, Membership, Project, Release


def copies_of(project: Project) -> "list[Project]":
    """What the project's releases hold; of one that is being made too."""
    return list(Project.objects.filter(release__project=project).select_related("release").order_by("pk"))


def holding(project: Project, article: Article | None) -> list[str]:
    """The names of the project's releases, or of those that hold the article."""
    found = Release.objects.of(project).order_by("made_at", "pk")
    if article:
        found = found.filter(copy__articles__uid=article.uid)
    return list(found.values_list("name", flat=True))


def follow(project: Project, copies: list[Project] | None = None) -> None:
    """Let today's members into the releases that are made, and nobody else."""
    made = [copy for copy in copies_of(project) if copy.release and copy.release.state == "done"]
    members = list(project.memberships.exclude(user=None))
    for copy in made if copies is None else copies:
        gone = copy.memberships.exclude(user=None)
        gone.exclude(uid__in=[member.uid for member in members]).update(user=None)
        there = {row.uid: row for row in copy.memberships.all()}
        for member in members:
            row = there.get(member.uid)
            if row is None:
                row = Membership(project=copy, uid=member.uid, name=member.name, role=member.role)
            if row.user_id != member.user_id:
                row.user_id, row.joined_at = member.user_id, member.joined_at
                row.save()


Held = tuple[Release, UUID | None]
"""A release, and the uid of the member who made it."""


def held(project: Project) -> list[Held]:
    return [
        (release, release.member.uid if release.member else None)
        for release in Release.objects.of(project).listed()
    ]


def hand_over(releases: list[Held], project: Project) -> None:
    """The project has come back from its own file in place of the one that they were of."""
    for release, maker in releases:
        member = project.memberships.filter(uid=maker).first() if maker else None
        Release.objects.filter(pk=release.pk).update(project=project, member=member)
