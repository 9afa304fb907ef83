"""A hub of WebSub (Flask-WebSub) on 127.0.0.1: `python websub_hub.py PORT`, run by the Python that has it."""

import sys

from celery import Celery
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage

port = int(sys.argv[1])
app = Flask(__name__)
app.config.update(SERVER_NAME=f"127.0.0.1:{port}", PUBLISH_SUPPORTED=True, BACKOFF_BASE=1, MAX_ATTEMPTS=2)
app.config.update(REQUEST_TIMEOUT=20)  # seconds: on a busy machine we answer slowly
jobs = Celery("hub")
jobs.conf.update(task_always_eager=True, task_eager_propagates=False)  # what it delivers, it delivers at once
app.register_blueprint(Hub(SQLite3HubStorage("hub.sqlite3"), jobs, **app.config).build_blueprint(url_prefix="/hub"))
app.run(host="127.0.0.1", port=port, threaded=True)
