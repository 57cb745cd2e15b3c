"""What templates ask about pictures of single records."""

from __future__ import annotations

from django import template

from partnerships.views.lifelines import lifeline_of
from partnerships.views.networks import network_of

register = template.Library()

for question in (network_of, lifeline_of):
    register.simple_tag(question)
