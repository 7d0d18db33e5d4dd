"""Where the wings meet: the settings page asks here what an annotation is and which fields there are, the
list of articles whether the member can answer any."""

from django import template

from newsreader.access import Action, may
from newsreader.models import Membership, Project

from ..models import Scheme, Variable, VariableQuerySet

register = template.Library()


@register.simple_tag
def scheme_of(project: Project) -> Scheme:
    return Scheme.of(project)


@register.simple_tag
def fields_asked(project: Project) -> VariableQuerySet:
    return Variable.objects.of(project).asked()


@register.simple_tag
def fields_to_answer(member: Membership) -> bool:
    """Whether there are fields of articles, for a member who may answer them."""
    asked = Variable.objects.asked_of(member.project, Variable.Of.ARTICLE)
    return may(member, Action.ANNOTATE) and asked.exists()
