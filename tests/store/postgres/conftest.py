"""Where the driver is not installed the tests of the server's store are left out; the head of the run says so."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("psycopg2") else ["test_*.py"]
