import pytest

from daemon import Daemon, binary


def pytest_sessionstart(session):
    """Without a binary every test would fail alike: say so once."""
    try:
        binary()
    except RuntimeError as error:
        pytest.exit(str(error), returncode=2)


@pytest.fixture
def demo():
    """A demo daemon of its own for the test; the simulated Wix counts no quota."""
    with Daemon("demo", "--quota", "0", "--log-level", "warning") as daemon:
        yield daemon


@pytest.fixture(scope="module")
def shared_demo():
    """One demo daemon for the tests of a file that change nothing."""
    with Daemon("demo", "--quota", "0", "--log-level", "warning") as daemon:
        yield daemon
