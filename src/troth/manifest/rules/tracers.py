"""Cookies, other tracers and the banner (PL36 to PL41)."""

from collections.abc import Iterator

from troth.law.period import longer
from troth.manifest.policy import Cookie, RecipientRole
from troth.manifest.rules.examined import Examined, words_of
from troth.manifest.rules.model import Flaw, flaw
from troth.manifest.rules.recipients import known_service

EXEMPT_AUDIENCE = "audience_exempt"
_STATISTICS = frozenset({"aggregated", "anonymous"})


def listed(examined: Examined) -> Iterator[Flaw]:
    """PL36: every tracer by name, with its purpose, who sets it and how long it lives."""
    policy = examined.manifest.policy
    used = {cookie.category for cookie in policy.cookies.values()}
    for name, category in policy.cookie_categories.items():
        if category.consent and name not in used and category.purpose in examined.manifest.purposes:
            yield flaw(
                "category-without-tracers", "cookie_categories", name, severity="warning", category=name
            )
    for name, cookie in policy.cookies.items():
        setter = policy.recipients.get(cookie.set_by) if cookie.set_by else None
        if setter is not None and not setter.legal_name:
            yield flaw("setter-unnamed", "cookies", name, "set_by", cookie=name, recipient=cookie.set_by)
        if policy.cookie_categories[cookie.category].consent and not cookie.functions:
            yield flaw("tracer-without-function", "cookies", name, severity="warning", cookie=name)


def consent_acts(examined: Examined) -> Iterator[Flaw]:
    """PL37: consent is an act on the page; scrolling, going on, closing or a browser's settings are none."""
    banner, rules = examined.manifest.policy.banner, examined.pack.tracers
    if banner is not None and banner.consent_act not in rules.acts:
        yield flaw(
            "no-act", "banner", "consent_act", act=banner.consent_act, acts=", ".join(sorted(rules.acts))
        )


def lives(examined: Examined) -> Iterator[Flaw]:
    """PL38: tracers thirteen months, what they measure twenty-five, choices six, thirteen at most."""
    policy, rules = examined.manifest.policy, examined.pack.tracers
    for name, cookie in policy.cookies.items():
        if cookie.life is not None and longer(cookie.life, rules.life):
            yield flaw(
                "tracer-too-old", "cookies", name, "life", cookie=name, life=cookie.life, most=rules.life
            )
    for name, category in policy.cookie_categories.items():
        purpose = examined.manifest.purposes.get(category.purpose) if category.purpose else None
        measured = purpose.active.period if purpose else None
        if purpose and measured and longer(measured, rules.measured):
            path = ("purposes", purpose.name, "retention")
            yield flaw("measured-too-long", *path, category=name, period=measured, most=rules.measured)
        if purpose and purpose.validity and longer(purpose.validity, rules.choice):
            at = ("purposes", purpose.name, "consent", "validity")
            yield flaw("choice-too-long", *at, kept=purpose.validity, most=rules.choice)
    if policy.banner is None:
        return
    kept = policy.banner.choice_kept
    if longer(kept, rules.choice):
        yield flaw("choice-too-long", "banner", "choice_kept", kept=kept, most=rules.choice)
    elif longer(kept, rules.choice_usual):
        yield flaw(
            "choice-long", "banner", "choice_kept", severity="warning", kept=kept, usual=rules.choice_usual
        )


def banner(examined: Examined) -> Iterator[Flaw]:
    """PL39: refusing is as easy as accepting, is remembered, and the page can be used without accepting."""
    policy = examined.manifest.policy
    waiting = [name for name, category in policy.cookie_categories.items() if category.consent]
    if policy.banner is None:
        if waiting:
            yield flaw("no-banner", "cookie_categories", waiting[0], category=waiting[0])
        return
    actions = set(policy.banner.actions)
    if "accept_all" in actions and "refuse_all" not in actions:
        yield flaw("no-refusal", "banner", "actions")
    if policy.banner.shown_until != "choice":
        yield flaw("banner-stays", "banner", "shown_until")
    if policy.banner.choice_kept.months + policy.banner.choice_kept.days < 1:
        yield flaw("refusal-forgotten", "banner", "choice_kept")


def anonymous(examined: Examined) -> Iterator[Flaw]:
    """PL40: anonymous is said only of what singles out nobody."""
    policy = examined.manifest.policy
    for name, cookie in policy.cookies.items():
        if cookie.reach != "anonymous":
            continue
        service = _service(examined, cookie)
        if cookie.holds or cookie.set_by or service:
            yield flaw("not-anonymous", "cookies", name, "reach", cookie=name)
    for purpose in examined.pursued:
        if "anonymous" in purpose.terms.outputs and "individual" in purpose.terms.outputs:
            yield flaw("anonymous-and-individual", "purposes", purpose.name, "output", purpose=purpose.name)


def necessary(examined: Examined) -> Iterator[Flaw]:
    """PL41: nothing that measures, advertises or shares stands among the necessary."""
    policy, rules = examined.manifest.policy, examined.pack.tracers
    for name, cookie in policy.cookies.items():
        if policy.cookie_categories[cookie.category].consent:
            continue
        wrong = sorted(set(cookie.functions) & rules.needs_consent)
        service = _service(examined, cookie)
        if wrong:
            yield flaw("needs-consent", "cookies", name, "category", cookie=name, what=wrong[0])
        elif service is not None and not set(cookie.functions) & rules.exempt:
            yield flaw("needs-consent", "cookies", name, "category", cookie=name, what=service)
        if EXEMPT_AUDIENCE in cookie.functions:
            yield from _exempt(examined, name, cookie)


def _exempt(examined: Examined, name: str, cookie: Cookie) -> Iterator[Flaw]:
    """Audience is measured without consent only where all conditions hold (CNIL délib. 2020-091 Art. 5)."""
    policy, at = examined.manifest.policy, ("cookies", name, "functions")
    others = sorted(set(cookie.functions) - {EXEMPT_AUDIENCE})
    if others:
        yield flaw("exempt-and-more", *at, cookie=name, what=others[0])
    setter = policy.recipients.get(cookie.set_by or "")
    if setter is not None and setter.role not in (RecipientRole.PROCESSOR, RecipientRole.INTERNAL):
        yield flaw("exempt-and-shared", *at, cookie=name, recipient=cookie.set_by)
    if setter is not None and setter.transfers:
        yield flaw("exempt-and-transferred", *at, cookie=name, recipient=cookie.set_by)
    category = policy.cookie_categories[cookie.category]
    purpose = examined.manifest.purposes.get(category.purpose) if category.purpose else None
    if purpose is None or not purpose.terms.outputs or set(purpose.terms.outputs) - _STATISTICS:
        yield flaw("exempt-and-not-statistics", *at, cookie=name)
    if purpose is None or purpose.terms.assessment is None:
        yield flaw("exempt-and-unassessed", *at, severity="warning", cookie=name)


def _service(examined: Examined, cookie: Cookie) -> str | None:
    """The known service that sets a cookie, by its hosts, title and whoever is said to set it."""
    setter = examined.manifest.policy.recipients.get(cookie.set_by or "")
    words = words_of(cookie.title, " ".join(cookie.hosts), setter.title if setter else None)
    found = known_service(examined.pack.services, words)
    return found.name if found else None
