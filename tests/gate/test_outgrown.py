"""A published version that grows a purpose: the consents to it open nothing any more, as the ledger says too."""

from datetime import datetime
from pathlib import Path

from tests.consent.asked import POLICY, later
from tests.consent.conftest import environ, opened_site
from tests.consent.test_record import ADVERTISING, AUDIENCE, YES, by_browser
from tests.database.own import Own
from troth.consent.cookie import new_browser
from troth.consent.model import OfferId
from troth.consent.record import record
from troth.gate import Gate, No, Question
from troth.gate.lists import filtered
from troth.gate.model import Because
from troth.publication.model import Approval
from troth.publication.publish import publish
from troth.site import Site, open_site

AT = later(days=2)


def why(site: Site, gate: Gate, offer: OfferId, browser: str, at: datetime = AT) -> list[Because | None]:
    """What the gate says of one browser, warm, asked anew, and on a list: why not, or nothing for a yes."""
    question, subject = Question(offer[0]), {"browser": browser}
    answers = [gate.may(question, subject, at), Gate(site).may(question, subject, at)]
    answers += [answer for _, answer in filtered(site, question, [([browser], subject)], at)]
    return [answer.reason.because if isinstance(answer, No) else None for answer in answers]


def test_a_consent_that_a_version_outgrew_opens_nothing(consent_sqlite: Own, tmp_path: Path) -> None:
    site, browser = opened_site(consent_sqlite, tmp_path), new_browser()
    publish(site, Approval("Inès", later(days=-9).date(), ()), (), later(days=-9))
    record(site, [by_browser({AUDIENCE: YES, ADVERTISING: YES}, browser)])
    grown = POLICY.replace(
        "visit: [pages]}\n    consent: {decided_by: browser, validity",
        "visit: [pages, phone]}\n    consent: {decided_by: browser, validity",
    )
    (site.folder / "policy.yaml").write_text(grown, encoding="utf-8")
    changed = open_site(site.folder, environ(consent_sqlite))
    gate = Gate(changed, seconds=0.0)
    assert why(changed, gate, AUDIENCE, browser) == [None] * 3
    publish(changed, Approval("Inès", later(days=1).date(), ()), (), later(days=1))
    assert why(changed, gate, AUDIENCE, browser) == [Because.ASK_AGAIN] * 3  # frozen for three months
    assert why(changed, gate, AUDIENCE, browser, later(days=120)) == [Because.OUTGROWN] * 3
    assert why(changed, gate, ADVERTISING, browser) == [None] * 3
    changed.close()
    site.close()
