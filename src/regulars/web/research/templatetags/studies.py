"""The small navigation of a study in templates: ``{% load studies %}``, then ``{% study_nav study %}``."""

from __future__ import annotations

from typing import Any

from django import template

from regulars.web.research.models import Study
from regulars.web.research.places import places_of

register = template.Library()


@register.inclusion_tag("research/study_nav.html", takes_context=True)
def study_nav(context: template.Context, study: Study) -> dict[str, Any]:
    """The pages of this study."""
    return {"study": study, "places": places_of(study, context["request"])}
