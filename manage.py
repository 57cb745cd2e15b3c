#!/usr/bin/env python
"""Django's commands for this site."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from portal.embedded import EmbeddedServerError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    try:
        execute_from_command_line(sys.argv)
    except (EmbeddedServerError, ImproperlyConfigured) as error:
        sys.exit(f"{type(error).__name__}: {error}" if "--traceback" not in sys.argv else None)


if __name__ == "__main__":
    main()
