"""What a run says at its end of the worlds it went through."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables that tests recorded under the name `worlds`."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, table in report.user_properties:
            if name == "worlds" and report.when == "call":
                terminalreporter.section("what the worlds hold")
                terminalreporter.write_line(str(table))
