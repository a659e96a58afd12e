"""How long tracers, what they measure and choices about them may live; what waits for consent (loi 78-17 Art. 82)."""

from dataclasses import dataclass, replace

from troth.law.dated import Entry
from troth.law.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class TracerRules(Entry):
    """Lives, and the acts that give or refuse consent."""

    life: Period  # of a tracer, from its placing; not renewed by visits
    measured: Period  # of the data that an audience tracer collects
    choice: Period  # of an acceptance or refusal, at most
    choice_usual: Period  # what the authority advises; longer is a warning
    acts: frozenset[str]  # what counts as consent
    refusals: frozenset[str]  # what counts as refusal, whatever a banner says
    needs_consent: frozenset[str]  # functions that are neither necessary nor exempt
    exempt: frozenset[str]  # functions that need none


TRACERS = (
    TracerRules(
        life=Period(months=13),
        measured=Period(months=25),
        choice=Period(months=13),
        choice_usual=Period(months=6),
        acts=frozenset({"button", "tick_box", "switch", "click"}),
        refusals=frozenset({"no_action", "scrolling", "continuing", "closing", "browser_settings"}),
        needs_consent=frozenset(
            {
                *("audience", "analytics", "statistics", "measurement", "ads", "advertising", "retargeting"),
                *("social", "social_sharing", "sharing", "profiling", "personalisation", "tracking", "video"),
            }
        ),
        exempt=frozenset(
            {
                *(
                    "session",
                    "login",
                    "basket",
                    "choice",
                    "language",
                    "security",
                    "load_balancing",
                    "payment",
                ),
                "audience_exempt",
            }
        ),
        source="loi 78-17 Art. 82; CNIL délib. 2020-091, 2020-092; CJEU C-673/17",
    ),
)
# Elsewhere the directive stands, and the French authority's periods for want of a text of its own.
OUTSIDE_FRANCE = tuple(
    replace(rules, source="Dir. 2002/58 Art. 5(3); CJEU C-673/17; periods as in France") for rules in TRACERS
)
CHOICE_KEPT = TRACERS[0].choice_usual
