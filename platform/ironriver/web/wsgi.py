"""What gunicorn serves. Imported in each worker, after the fork, so that nothing open crosses it."""

from ironriver.app import open_platform
from ironriver.settings import Settings
from ironriver.web import create_app

app = create_app(open_platform(Settings.from_environment()))
