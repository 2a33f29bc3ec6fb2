"""For a gunicorn started by hand or by systemd.

    gunicorn --config deploy/gunicorn.conf.py ironriver.web.wsgi:app
"""

from ironriver.gunicorn_conf import *  # noqa: F403 - gunicorn reads the names of this module
