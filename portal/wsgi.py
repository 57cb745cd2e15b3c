"""What a web server calls: `gunicorn portal.wsgi`."""

import os
import resource

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

# Each of the 5,000 files that a form may bring at once is an open file while the request lasts; systems begin with 1,024.
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

application = get_wsgi_application()
