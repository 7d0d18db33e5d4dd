"""Newer rules: the differences first, then one change set."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ..access import Action, member_view
from ..changes import ChangeSet
from ..correction_forms import RulesForm, RulesPageForm
from ..corrections import rules, words
from ..importing.structure import RULES_VERSION
from ..models import Article, Membership

EXAMINED = 500
"""Articles that one page looks through: at 0.7 ms each it answers in well under a second."""
APPLIED = 1_000
"""Articles that one request reads anew; a command has no such limit."""
WORDS = 120  # code points of a block's beginning on the page
BLOCKS = 20  # blocks of an article on the page


@dataclass(frozen=True)
class Difference:
    """One article of the page, in words."""

    article: Article
    values: list[tuple[str, str, str]]
    kept: list[tuple[str, str, str]]
    blocks: list[tuple[str, str, str]]
    more: int


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def newer(request: HttpRequest, member: Membership) -> HttpResponse:
    """GET shows what would change, a stretch of the articles a page; POST does it."""
    if request.method != "POST":
        return _page(request, member)
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _page(request, member, form)
    chosen: list[UUID] | None = None if form.cleaned_data["do"] == "all" else form.cleaned_data["articles"]
    onto = _earlier(member, form.cleaned_data["onto"])
    outcome = rules.apply(member.project, member, chosen, limit=APPLIED, onto=onto)
    messages.success(request, _done(outcome))
    left = chosen is None and rules.outdated(member.project).exists()
    goes_on = f"?onto={outcome.change_set.uid}" if left and outcome.change_set else ""
    return redirect(reverse("rules", args=[member.project.slug]) + goes_on)


def _earlier(member: Membership, uid: UUID | None) -> ChangeSet | None:
    """The change set that an earlier request of the same run began."""
    if uid is None:
        return None
    own = member.change_sets.filter(action=rules.ACTION, undone=False)
    return get_object_or_404(own, uid=uid)


def _done(outcome: rules.Outcome) -> str:
    said = ngettext("%d article read anew", "%d articles read anew", outcome.done) % outcome.done
    said += ", " + ngettext("%d of them differs.", "%d of them differ.", outcome.differ) % outcome.differ
    return f"{said} {_failed(outcome.failed)}".rstrip()


def _failed(count: int) -> str:
    said = ngettext(
        "The rules failed on %d text; please report that.",
        "The rules failed on %d texts; please report that.",
        count,
    )
    return said % count if count else ""


def _page(request: HttpRequest, member: Membership, form: RulesForm | None = None) -> HttpResponse:
    asked = RulesPageForm(request.GET)
    start = asked.start()
    rows = rules.outdated(member.project)
    total = rows.count()
    examined = list(rules.proposals(rows[start : start + EXAMINED]))
    context = {
        "form": form,
        "version": RULES_VERSION,
        "total": total,
        "first": start + 1,
        "last": start + len(examined),
        "next": start + EXAMINED if start + EXAMINED < total else None,
        "previous": max(0, start - EXAMINED) if start else None,
        "differences": [_difference(p) for p in examined if p and p.differs],
        "failed": _failed(examined.count(None)),
        "onto": asked.earlier(),
        "in_one_go": APPLIED,
    }
    return render(request, "newsreader/rules.html", context, status=422 if form else 200)


def _difference(proposal: rules.Proposal) -> Difference:
    text = proposal.text.text
    return Difference(
        proposal.article,
        [
            (str(words.LABELS[key]), words.value_words(key, one), words.value_words(key, other))
            for key, one, other in proposal.values
        ],
        [
            (str(words.LABELS[key]), words.value_words(key, mine.value), words.value_words(key, found))
            for key, mine, found in proposal.kept
        ],
        [
            (_beginning(text, block.start, block.end), _kinds(before), str(words.KINDS[block.kind]))
            for block, before in proposal.stretches[:BLOCKS]
        ],
        max(0, len(proposal.stretches) - BLOCKS),
    )


def _beginning(text: str, start: int, end: int) -> str:
    said = " ".join(text[start : min(end, start + WORDS)].split())
    return f"{said} …" if end - start > WORDS else said


def _kinds(kinds: list[str]) -> str:
    return ", ".join(str(words.KINDS.get(kind, kind)) for kind in dict.fromkeys(kinds))
