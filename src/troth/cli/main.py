"""The door that `troth` opens: the group that every command joins."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="troth", message="%(prog)s %(version)s")
def main() -> None:
    """Run a website's privacy policy."""
