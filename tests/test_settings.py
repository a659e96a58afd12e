"""Settings stand in one table, which the reference page prints and the environment fills."""

from pathlib import Path

import pytest

from troth.errors import ManifestError
from troth.settings import TABLE, Settings, reference

ROOT = Path(__file__).parents[1]
SITE = Path("/srv/sites/acme")


def test_the_reference_page_is_the_table() -> None:
    assert (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8") == reference()


def test_every_row_is_a_setting_and_every_setting_a_row() -> None:
    assert [row.name.removeprefix("TROTH_").lower() for row in TABLE] == list(Settings.__dataclass_fields__)


def test_what_is_not_set_has_its_default() -> None:
    settings = Settings.from_environment({"TROTH_KEY_FILE": "", "TROTH_BATCH_SIZE": ""}, SITE)
    assert settings.database == "sqlite:////srv/sites/troth.db"
    assert settings.key_file == Path("/srv/sites/troth.key")
    assert settings.checkpoint == Path("/srv/sites/troth.checkpoint")
    assert (settings.brake_share, settings.brake_factor, settings.brake_floor) == (0.05, 3, 50)
    assert settings.batch_size == 1000


def test_the_checkpoint_stands_beside_the_key_file() -> None:
    settings = Settings.from_environment({"TROTH_KEY_FILE": "/etc/troth/troth.key"}, SITE)
    assert settings.checkpoint == Path("/etc/troth/troth.checkpoint")


def test_everything_that_cannot_be_read_is_told_at_once() -> None:
    given = {
        "TROTH_BRAKE_SHARE": "5 %",
        "TROTH_BRAKE_FLOOR": "-1",
        "TROTH_LOCK_SECONDS": "nan",
        "TROTH_BATCH_SIZE": "9" * 5000,
    }
    with pytest.raises(ManifestError) as caught:
        Settings.from_environment(given, SITE)
    assert [str(problem.place) for problem in caught.value.problems] == list(given)
    assert str(caught.value.problems[0]) == (
        "TROTH_BRAKE_SHARE: `5 %` is not a share between 0 and 1, like 0.05\n"
        "  mend: give it a value, or leave it out for 0.05  [setting-malformed]"
    )


def test_what_may_be_secret_is_not_printed() -> None:
    settings = Settings.from_environment(
        {"TROTH_KEY": "hunter2", "TROTH_DATABASE": "postgresql://a:hunter3@h/n"}, SITE
    )
    assert "hunter" not in repr(settings)
