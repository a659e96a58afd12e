"""Countries to which data may go as within the Union, safeguards for the others, services known to be American."""

from dataclasses import dataclass
from datetime import date

from troth.law.dated import GDPR, Entry
from troth.law.period import Period

EEA = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT"),
        *("LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO", "EEA"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adequacy(Entry):
    """A decision that a country protects data as the Union does (GDPR Art. 45(3))."""

    country: str  # ISO 3166; "EPO" for the European Patent Organisation
    name: str
    only: str = ""  # for whom alone, where not for everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Entry):
    """A safeguard, as policy.yaml names it."""

    name: str
    needs_evidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Entry):
    """A service known to send data to a country; `words` is a pattern of its names and hosts."""

    name: str
    words: str
    country: str = "US"


ADEQUACY = (
    Adequacy(country="AD", name="Andorra", source="Dec. 2010/625/EU"),
    Adequacy(country="AR", name="Argentina", source="Dec. 2003/490/EC"),
    Adequacy(country="BR", name="Brazil", source="Dec. 2026/179", since=date(2026, 1, 26)),
    Adequacy(country="CA", name="Canada", only="commercial organisations", source="Dec. 2002/2/EC"),
    Adequacy(country="FO", name="Faroe Islands", source="Dec. 2010/146/EU"),
    Adequacy(country="GG", name="Guernsey", source="Dec. 2003/821/EC"),
    Adequacy(country="IM", name="Isle of Man", source="Dec. 2004/411/EC"),
    Adequacy(country="IL", name="Israel", source="Dec. 2011/61/EU"),
    Adequacy(country="JP", name="Japan", source="Dec. 2019/419", since=date(2019, 1, 23)),
    Adequacy(country="JE", name="Jersey", source="Dec. 2008/393/EC"),
    Adequacy(country="NZ", name="New Zealand", source="Dec. 2013/65/EU"),
    Adequacy(country="KR", name="Korea", source="Dec. 2022/254", since=date(2021, 12, 17)),
    Adequacy(country="CH", name="Switzerland", source="Dec. 2000/518/EC"),
    Adequacy(
        country="GB",
        name="UK",
        source="Dec. 2021/1772, renewed 19 Dec 2025",
        since=date(2021, 6, 28),
        until=date(2031, 12, 28),
    ),
    Adequacy(country="UY", name="Uruguay", source="Dec. 2012/484/EU"),
    Adequacy(
        country="EPO",
        name="European Patent Organisation",
        source="Dec. of 15 July 2025",
        since=date(2025, 7, 15),
    ),
    Adequacy(
        country="US",
        name="USA",
        only="certified DPF recipients",
        source="Dec. 2016/1250",
        since=date(2016, 7, 12),
        until=date(2020, 7, 16),
    ),
    Adequacy(
        country="US",
        name="USA",
        only="certified DPF recipients",
        source="Dec. 2023/1795; General Court T-553/23",
        since=date(2023, 7, 10),
    ),
)
CHECK_EVERY = Period(days=90)  # how old the last look at a recipient's DPF certificate may be

TOOLS = (
    Tool(name="adequacy", source="GDPR Art. 45"),
    Tool(
        name="standard_clauses",
        source="GDPR Art. 46(2)(c); Dec. 2021/914",
        since=date(2021, 6, 27),
        needs_evidence=True,
    ),
    Tool(name="standard_clauses", source="Dec. 2010/87/EU", since=GDPR, until=date(2021, 6, 27)),
    Tool(name="binding_rules", source="GDPR Art. 46(2)(b), 47", needs_evidence=True),
    Tool(name="derogation", source="GDPR Art. 49: occasional, or explicit consent with the risks"),
)

_US = "GDPR Art. 44; practice"
SERVICES = (
    Service(
        name="Google", words=r"google|gstatic|doubleclick|youtube|adsense|adwords|gmail|firebase", source=_US
    ),
    Service(name="Meta", words=r"facebook|meta platforms|instagram|fbcdn|whatsapp", source=_US),
    Service(name="X", words=r"twitter|x corp|twimg", source=_US),
    Service(name="LinkedIn", words=r"linkedin", source=_US),
    Service(name="Microsoft", words=r"microsoft|\bbing\b|clarity\.ms|azure", source=_US),
    Service(name="OneSignal", words=r"onesignal", source=_US),
    Service(name="Amazon", words=r"amazon|\baws\b|cloudfront", source=_US),
    Service(name="Cloudflare", words=r"cloudflare", source=_US),
    Service(name="Stripe", words=r"\bstripe\b", source=_US),
    Service(name="PayPal", words=r"paypal", source=_US),
    Service(name="Mailchimp", words=r"mailchimp|mandrill|intuit", source=_US),
    Service(name="HubSpot", words=r"hubspot", source=_US),
    Service(name="Pinterest", words=r"pinterest", source=_US),
    Service(name="Zendesk", words=r"zendesk", source=_US),
    Service(name="Salesforce", words=r"salesforce|pardot", source=_US),
)
