"""The WSGI application; `flask` finds it by this file's name."""

from coordcare import create_app

app = create_app()
