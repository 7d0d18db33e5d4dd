"""Where the wings meet: the settings page asks here what an annotation is and which fields there are."""

from django import template

from newsreader.models import Project

from ..models import Scheme, Variable, VariableQuerySet

register = template.Library()


@register.simple_tag
def scheme_of(project: Project) -> Scheme:
    return Scheme.of(project)


@register.simple_tag
def fields_asked(project: Project) -> VariableQuerySet:
    return Variable.objects.of(project).asked()
