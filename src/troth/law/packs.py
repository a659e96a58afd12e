"""A country on a day: every value that holds there then, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from troth.law import (
    bases,
    deadlines,
    lint,
    marketing,
    people,
    references,
    refusals,
    retention,
    rights,
    tracers,
    transfers,
)
from troth.law.calendars import DayTest, days_off
from troth.law.dated import GDPR, in_force
from troth.law.signs import SIGNS


@dataclass(frozen=True, slots=True)
class Tables:
    """What a country's law says, of all days."""

    name: str  # as policy.yaml writes it: "fr"
    country: str  # ISO 3166
    language: str  # in which its public must be told (loi 94-665)
    authority: people.Authority
    ages: tuple[people.Age, ...]
    rights: tuple[rights.Right, ...]
    deadlines: tuple[deadlines.Deadline, ...]
    retention: tuple[retention.Keep, ...]
    marketing: tuple[marketing.ChannelRule, ...]
    is_pause_statutory: bool  # whether a pause for proof of identity stands in a text (D 77), or is tolerated
    read_on: date  # when its values were last compared with their sources
    until: date  # the day from which they should not be relied on without being read again
    tracer_rules: tuple[tracers.TracerRules, ...] = tracers.OUTSIDE_FRANCE


FRANCE = Tables(
    name="fr",
    country="FR",
    language="fr",
    authority=people.CNIL,
    ages=people.FRENCH_AGES,
    rights=rights.RIGHTS,
    deadlines=deadlines.DEADLINES,
    retention=retention.RETENTION,
    marketing=marketing.MARKETING,
    is_pause_statutory=True,
    read_on=date(2026, 11, 22),
    until=date(2028, 1, 1),
    tracer_rules=tracers.TRACERS,
)
ESTONIA = Tables(
    name="ee",
    country="EE",
    language="et",
    authority=people.AKI,
    ages=people.ESTONIAN_AGES,
    rights=rights.OUTSIDE_FRANCE,
    deadlines=deadlines.OUTSIDE_FRANCE,
    retention=retention.ESTONIA,
    marketing=marketing.ESTONIA,
    is_pause_statutory=False,
    read_on=date(2026, 11, 22),
    until=date(2028, 1, 1),
)
COUNTRIES: Mapping[str, Tables] = MappingProxyType({tables.name: tables for tables in (FRANCE, ESTONIA)})


@dataclass(frozen=True, slots=True)
class Pack:
    """The values of a country that hold on one day."""

    name: str
    country: str
    language: str
    on: date
    authority: people.Authority
    age: people.Age
    rights: Mapping[str, rights.Right]  # by id
    refusals: Mapping[str, refusals.Refusal]  # by code
    deadlines: Mapping[str, deadlines.Deadline]  # by id
    retention: Mapping[str, retention.Keep]  # by sort
    bases: tuple[bases.BasisRule, ...]
    adequacy: Mapping[str, transfers.Adequacy]  # by country
    tools: Mapping[str, transfers.Tool]  # by name
    services: tuple[transfers.Service, ...]
    marketing: Mapping[str, marketing.ChannelRule]  # by channel
    tracers: tracers.TracerRules
    obsolete: tuple[references.Obsolete, ...]
    rules: Mapping[str, lint.Lint]  # by number
    signs: Mapping[str, str]
    is_pause_statutory: bool
    read_on: date
    until: date

    @property
    def is_day_off(self) -> DayTest:
        """The test for Saturdays, Sundays and public holidays there."""
        return days_off(self.country)


def pack(name: str, on: date) -> Pack:
    """
    The law of a country on a day.

    A day before the GDPR applied is judged as its first day, and `findings` says so.

    Raises:
        KeyError: there is no pack of that name.
    """
    return made(COUNTRIES[name], on)


def made(tables: Tables, on: date) -> Pack:
    """The pack that a country's tables give on a day."""
    day = max(on, GDPR)
    numbered = [rule for rule in in_force(lint.RULES, day) if rule.country in (None, tables.country)]
    return Pack(
        name=tables.name,
        country=tables.country,
        language=tables.language,
        on=on,
        authority=tables.authority,
        age=in_force(tables.ages, day)[0],
        rights={row.id: row for row in in_force(tables.rights, day)},
        refusals={row.code: row for row in in_force(refusals.REFUSALS, day)},
        deadlines={row.id: row for row in in_force(tables.deadlines, day)},
        retention={row.sort: row for row in in_force(tables.retention, day)},
        bases=in_force(bases.BASES, day),
        adequacy={row.country: row for row in in_force(transfers.ADEQUACY, day)},
        tools={row.name: row for row in in_force(transfers.TOOLS, day)},
        services=in_force(transfers.SERVICES, day),
        marketing={row.channel: row for row in in_force(tables.marketing, day)},
        tracers=in_force(tables.tracer_rules, day)[0],
        obsolete=in_force(references.OBSOLETE, day),
        rules={row.number: row for row in numbered},
        signs=SIGNS,
        is_pause_statutory=tables.is_pause_statutory,
        read_on=tables.read_on,
        until=tables.until,
    )
