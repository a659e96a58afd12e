"""
Every address of the product, in one list.

Those of a site stand below its base, by default `/troth`; several sites of one process below `/troth/<site>`, and
below `/troth` of their own hosts. Handlers are in the module that the third column names. Beside them, at the root
and outside of what a proxy need pass on: `/healthz`, `/readyz`, `/metrics` (process/app.py).
"""

from troth.web.api import consents, gate
from troth.web.pages import assets, choice, language, policy, wellknown
from troth.web.preferences import account, centre, leave, objection, receipts
from troth.web.request.ways import Guard, Way
from troth.web.tokens.model import Scope

ROUTES: tuple[Way, ...] = (
    # --- the published policy, for everybody ---------------------------------------------------------------
    Way("GET", "/", policy.in_own_language),
    Way("GET", "/feed.xml", policy.feed),
    Way("GET", "/policy/{lang:language}", policy.to_folder),
    Way("GET", "/policy/{lang:language}/", policy.in_force),
    Way("GET", "/policy/{lang:language}/notices/{form}", policy.notice, across=True),
    Way("GET", "/notices/{lang:language}/{form}", policy.notice, across=True),
    Way("GET", "/policy/{lang:language}/{which:version}", policy.version),
    Way("GET", "/policy/{file:path}", policy.file),
    # --- the choice about trackers -------------------------------------------------------------------------
    Way("GET", "/choice", account.up_to_date(choice.show), across=True),
    Way("POST", "/choice", choice.decide, Guard.FORM, across=True),
    Way("GET", "/choice.json", account.up_to_date(choice.state), across=True),
    Way("GET", "/banner", account.up_to_date(choice.question), across=True),
    Way("POST", "/shown", choice.visible, Guard.FORM, across=True, most_bytes=2_000),
    Way("GET", "/language", language.choose),
    Way("GET", "/banner.js", account.up_to_date(assets.whole), across=True),
    Way("GET", "/troth.js", account.up_to_date(assets.script), across=True),
    Way("GET", "/troth.css", assets.style, across=True),
    # --- the preference centre, and the ways out -----------------------------------------------------------
    Way("GET", "/preferences", centre.ways),
    Way("GET", "/preferences/{token}", centre.show),
    Way("POST", "/preferences/{token}", centre.change, Guard.FORM),
    Way("GET", "/preferences/{token}/receipts.json", receipts.download_all),
    Way("GET", "/receipts/{token}", receipts.show),
    Way("GET", "/receipts/{token}/receipt.json", receipts.download),
    Way("GET", "/unsubscribe/{token}", leave.ask),
    Way("POST", "/unsubscribe/{token}", leave.leaves),  # its address is the proof: RFC 8058 brings no more
    Way("GET", "/objection", objection.form),
    Way("POST", "/objection", objection.objects, Guard.FORM),
    Way("GET", "/account/preferences", account.visit),
    Way("GET", "/account/in", account.sign_in),
    Way("GET", "/account/told", account.told),
    Way("GET", "/account/out", account.sign_out),
    # --- for programs --------------------------------------------------------------------------------------
    Way("GET", "/.well-known/gpc.json", wellknown.gpc),
    Way(
        "POST", "/api/consents", consents.record, Guard.TOKEN, Scope.CONSENTS, most_bytes=consents.MOST_BYTES
    ),
    Way("POST", "/api/consents/state", consents.state, Guard.TOKEN, Scope.CONSENTS),
    Way("POST", "/api/gate", gate.may, Guard.TOKEN, Scope.GATE),
    Way("POST", "/api/gate/list", gate.may_each, Guard.TOKEN, Scope.GATE, most_bytes=gate.MOST_BYTES),
    # --- files whose name carries their hash; last, since it takes any name ---------------------------------
    Way("GET", "/{file}", assets.hashed, across=True),
)
