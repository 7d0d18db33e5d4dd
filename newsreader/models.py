"""Projects, their members, and the articles that they read. Knows nothing of annotations."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .changes import Change, ChangeSet
from .correction import Correction
from .import_run import ImportRun
from .invitation import Invitation
from .progress import CodingState, Reading
from .release import Release

__all__ = [
    "Change", "ChangeSet", "CodingState", "Correction", "ImportRun", "Invitation", "Reading", "Release",
]  # fmt: skip


class KeyField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A folded name (search.language.folded_key), compared by code point on both databases."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def get_prep_value(self, value: Any) -> Any:
        """Folding can make a name longer than its column; the beginning is enough to tell names apart."""
        prepared = super().get_prep_value(value)
        return prepared[: self.max_length] if isinstance(prepared, str) else prepared


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, name: str = "", password: str | None = None) -> "User":
        """A user; without a password they sign in by link only."""
        user = self.model(username=username, name=name or username)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    username = models.CharField(_("user name"), max_length=150, unique=True)
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.name


class SignInLink(models.Model):
    """A link that signs one user in once. Only the digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link for {self.user}"


class Project(models.Model):
    """One study. `slug` is its part of every address and never changes, so that links and scripts outlive a
    new name. An archived project can be read and exported, and nothing in it changes; what a `release` holds
    is one that stays so for ever. One that is `kept_for` another has the articles that were taken out of that
    one (taking_out.py), and no members."""

    class Visibility(models.TextChoices):
        SHARED = "shared", _("shared: everybody sees all annotations")
        BLIND = "blind", _("blind: coders see their own annotations only")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.SHARED)
    codebook_open = models.BooleanField(default=True)
    speakers_open = models.BooleanField(default=True)
    archived_at = models.DateTimeField(null=True, editable=False)
    release = models.OneToOneField(
        Release, on_delete=models.CASCADE, null=True, editable=False, related_name="copy"
    )
    kept_for = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, editable=False, related_name="taken_out"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def origin(self) -> "Project":
        """The project that a release is of, else itself."""
        return self.release.project if self.release else self

    def current_texts(self) -> "models.QuerySet[ArticleText, Any]":
        """Each article's current text with the article and its source, in one query; `encoding` and `notes`
        say how its file was decoded, None for an article that came from no file."""
        texts = ArticleText.objects.filter(article__project=self, version=F("article__text_version"))
        facts = {name: F(f"article__original__{name}") for name in ("encoding", "notes")}
        return texts.select_related("article__source").annotate(**facts)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def leads(self) -> Self:
        """Those who can lead: with an account that works."""
        return self.filter(role="lead", user__is_active=True).order_by("name", "pk")

    def with_account(self) -> Self:
        """Those whom somebody stands behind, by name, each with `acted_at` and `read_at`: when they last
        changed something, and last read an article."""
        acted = ChangeSet.objects.filter(member=OuterRef("pk")).order_by("-id").values("created_at")[:1]
        read = Reading.objects.filter(member=OuterRef("pk")).order_by("-read_at").values("read_at")[:1]
        rows = self.exclude(user=None).select_related("user").annotate(acted_at=Subquery(acted))
        return rows.annotate(read_at=Subquery(read)).order_by("name", "pk")

    def names_only(self) -> Self:
        """Those whom nobody stands behind: they have left, or came in with imported annotations."""
        return self.filter(user=None).order_by("name", "pk")


class Membership(models.Model):
    """A member of a project. Without a user it is a name only: an author of imported annotations, or somebody
    who has left. `joined_at` is when a user last came to stand behind it."""

    class Role(models.TextChoices):
        READER = "reader", _("reader")
        CODER = "coder", _("coder")
        LEAD = "lead", _("lead")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="memberships")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=10, choices=Role, default=Role.READER)
    joined_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "uid"], name="membership_uid"),
            models.UniqueConstraint(fields=["project", "user"], name="membership_user"),
        ]

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """The outlet that published an article. `key` is the folded name, for sorting and uniqueness."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(max_length=200)
    key = KeyField(max_length=400, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "uid"], name="source_uid"),
            models.UniqueConstraint(fields=["project", "key"], name="source_key"),
        ]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """One news text's metadata; the text is in ArticleText. An empty string means "the text does not say".

    `published` is EDTF (year, month or day); `published_from` and `published_to` are its first and last day.
    `origins` says for each metadata value where it came from: caller, csv, import, rule:NAME/VERSION or
    member; `replaced` has for a member's values what stood there before, [value, origin], or is None.
    `label` stands in for a missing title: the shortened first sentence. `length` is in code points.
    """

    class Genre(models.TextChoices):
        NEWS = "news", _("news report")
        ANALYSIS = "analysis", _("analysis")
        COMMENTARY = "commentary", _("commentary")
        INTERVIEW = "interview", _("interview")
        REPORTAGE = "reportage", _("reportage")
        GUEST = "guest", _("guest article")
        AGENCY = "agency", _("agency report")
        OTHER = "other", _("other")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="articles")
    source = models.ForeignKey(Source, on_delete=models.RESTRICT, null=True, related_name="articles")
    title = models.CharField(max_length=500, blank=True)
    label = models.CharField(max_length=200, blank=True)
    sort_key = KeyField(max_length=500, editable=False)
    kicker = models.CharField(max_length=500, blank=True)
    lead = models.TextField(blank=True)
    author = models.CharField(max_length=300, blank=True)
    published = models.CharField(max_length=10, blank=True)
    published_from = models.DateField(null=True, editable=False)
    published_to = models.DateField(null=True, editable=False)
    section = models.CharField(max_length=200, blank=True)
    page = models.CharField(max_length=50, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    archive_id = models.CharField(max_length=200, blank=True)
    retrieved = models.CharField(max_length=10, blank=True)
    credit = models.CharField(max_length=300, blank=True)
    genre = models.CharField(max_length=20, choices=Genre, blank=True)
    language = models.CharField(max_length=10, default="de")
    filename = models.CharField(max_length=1000, blank=True)
    copy_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    origins = models.JSONField(default=dict)
    replaced = models.JSONField(null=True, editable=False)
    text_version = models.PositiveIntegerField(default=1)
    length = models.PositiveIntegerField()
    imported_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="article_uid")]
        indexes = [
            models.Index(fields=["project", "-published_from", "uid"], name="article_by_date"),
            models.Index(fields=["project", "sort_key", "uid"], name="article_by_title"),
            models.Index(fields=["project", "source"], name="article_by_source"),
        ]

    def __str__(self) -> str:
        return self.title or self.label


class ArticleText(models.Model):
    """One version of an article's text. It never changes: a trigger on both databases refuses it.

    `text` has `length` code points, `sha256` is the hex digest of its UTF-8 bytes, `blocks` lists
    [kind, start, end, origin] in order, in code points.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    version = models.PositiveIntegerField(default=1)
    sha256 = models.CharField(max_length=64, db_index=True)
    length = models.PositiveIntegerField()
    rules_version = models.PositiveIntegerField()
    blocks = models.JSONField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="text_version")]

    def __str__(self) -> str:
        return f"{self.article_id} version {self.version}"


class Original(models.Model):
    """The bytes of the file that an article came from, with their digest, and how they were decoded."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="original")
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=30)
    certain = models.BooleanField(default=True)
    notes = models.JSONField(default=list)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256
