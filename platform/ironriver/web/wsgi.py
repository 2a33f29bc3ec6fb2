"""What gunicorn serves. Imported in each worker, after the fork, so that nothing open crosses it."""

from ironriver.app import open_platform
from ironriver.settings import Settings
from ironriver.web import create_app

_settings = Settings.from_environment()
_settings.check_serving()
app = create_app(open_platform(_settings))
