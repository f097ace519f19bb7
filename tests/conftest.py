"""What every test shares."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("kefu", deadline=None)  # how long an example takes says how busy the machine is
settings.load_profile("kefu")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--postgres` must be known before any folder's own conftest is read."""
    parser.addoption(
        "--postgres",
        metavar="URL",
        default=os.environ.get("KEFU_TEST_POSTGRES", ""),
        help="run the contract tests on this PostgreSQL database, too; everything in it is erased",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]  # a pytest hook generator
    """In CI (KEFU_NO_SKIPS) everything optional is installed, so a skipped test is a failed one."""
    report = yield
    if os.environ.get("KEFU_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but CI allows no skips: {report.longrepr}"
    return report
