"""Why a text got another version, and by whom."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """Of a text that came after another one: when, in whose name, and why. The text that an article came with
    has none; `member` is None where a command did it in nobody's name."""

    class Reason(models.TextChoices):
        DAMAGE = "damage", _("damaged on its way in")
        UPDATE = "update", _("publisher’s update")

    text = models.OneToOneField("newsreader.ArticleText", on_delete=models.CASCADE, related_name="correction")
    member = models.ForeignKey(
        "newsreader.Membership", on_delete=models.SET_NULL, null=True, related_name="corrections"
    )
    reason = models.CharField(max_length=10, choices=Reason)
    remark = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.reason} of {self.text_id}"
