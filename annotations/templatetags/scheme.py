"""Where the wings meet: the settings page asks here what an annotation is."""

from django import template

from newsreader.models import Project

from ..models import Scheme

register = template.Library()


@register.simple_tag
def scheme_of(project: Project) -> Scheme:
    return Scheme.of(project)
