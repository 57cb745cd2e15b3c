"""What templates ask about pictures of single records."""

from __future__ import annotations

from django import template

from partnerships.views.networks import network_of

register = template.Library()

register.simple_tag(network_of)
