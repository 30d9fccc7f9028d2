"""Asks pywb for archived pages; run by pywb's own Python, in the folder of its collections.

Reads one path a line, as JSON, and prints status and sha256 of each answer, with its content encoding undone.
"""

from gevent import monkey

monkey.patch_all()

import gzip  # noqa: E402 - after gevent's patches, as pywb wants it
import json  # noqa: E402
import sys  # noqa: E402
from hashlib import sha256  # noqa: E402

from pywb.apps.frontendapp import FrontEndApp  # noqa: E402
from werkzeug.test import Client  # noqa: E402

client = Client(FrontEndApp(config_file=None))
for line in sys.stdin:
    answer = client.get(json.loads(line))
    body = answer.get_data()
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    sys.stdout.write(json.dumps([answer.status_code, sha256(body).hexdigest()]) + "\n")
