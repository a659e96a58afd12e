"""The law as data: values, each beside its article, each with the days between which it holds.

    dated.py        what every value has: its source, since when, until when
    period.py       lengths of time as laws and people state them
    bases.py        what a sort of purpose may rest on
    rights.py       the rights of persons, who may ask, what may stand against them
    refusals.py     the codes under which something is refused
    deadlines.py    Regulation 1182/71: until when an answer must be given
    calendars.py    public holidays of a country
    retention.py    the reference table of periods
    transfers.py    countries with adequacy, safeguards, services known to send data to the United States
    tracers.py      how long tracers, what they measure, and choices may live
    marketing.py    what each channel needs before it carries marketing
    people.py       ages, authorities
    references.py   texts that are cited and no longer hold
    lint.py         PL01 to PL52: what is tested, how grave it is, where it stands
    packs.py        a country on a day: all of the above that holds there then
    merge.py        promise and law, field by field: the stricter of both
    changes.py      what differs between two packs

Pure tables and arithmetic; nothing here knows a manifest. Not advice: what a value means for one business is
for its lawyers. `docs/explanation/the-law-we-apply.md` says from where the values are and when they were read.
"""
