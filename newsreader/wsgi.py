"""The WSGI application that `manage.py serve` and any other server loads."""

import os

from django.core.wsgi import get_wsgi_application

from .soundness import utf_8_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsreader.settings")

application = utf_8_only(get_wsgi_application())
