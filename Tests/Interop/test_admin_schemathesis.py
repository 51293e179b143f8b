"""The admin API does what its OpenAPI document says: schemathesis sends what the document allows and what it does not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from admin import Site

TOKEN = "a-token-for-the-schemathesis-test"

# Each wrong token from one address is answered later than the one before. Every connection comes from an address of its
# own, so that the many wrong tokens of this test do not wait for each other.
HOOKS = """
import random
from urllib3.util import connection

connect = connection.create_connection
numbers = random.SystemRandom()


def connect_from_anywhere(address, *arguments, **options):
    source = f"127.{numbers.randrange(1, 255)}.{numbers.randrange(255)}.{numbers.randrange(1, 255)}"
    return connect(address, *arguments, **{**options, "source_address": (source, 0)})


connection.create_connection = connect_from_anywhere
"""

# No schema can say which cursors, tool names, moments and credentials are good: there 400 is an answer to data of the right shape.
CONFIGURATION = """
seed = 1
[output.sanitization]
enabled = false
[[operations]]
include-operation-id = [
  "listAccounts", "listServers", "listAllServers", "listAPITokens", "listLog", "listTools", "createServer",
  "updateServer", "createAPIToken", "listSites",
]
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409"]
"""


@pytest.fixture(scope="module")
def admin():
    """A daemon with a store of its own and a quiet Wix beside it."""
    with Site(token=TOKEN) as site:
        yield site.daemon


def test_the_document_is_true(admin, tmp_path):
    (tmp_path / "admin_hooks.py").write_text(HOOKS)
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    command = [Path(sys.executable).with_name("st"), "--config-file", tmp_path / "schemathesis.toml", "run"]
    options = ["--checks", "all", "--max-examples", "6", "--generation-deterministic", "--continue-on-failure"]
    fields = ["-H", f"Authorization: Bearer {TOKEN}", "-H", "Connection: close"]
    done = subprocess.run(
        [*command, f"{admin.base}/openapi.json", *fields, *options],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "admin_hooks"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
