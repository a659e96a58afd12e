"""Whether a column's name is one that personal data has, in French and English."""

import re
import unicodedata
from itertools import pairwise

# Words that say it alone, without accents.
_WORDS_ALONE = """
    email mail courriel phone telephone tel mobile portable gsm fax
    firstname lastname surname forename fullname givenname familyname prenom patronyme
    username login pseudo nickname
    address adresse street rue city ville zip zipcode postcode postal codepostal
    birth birthday birthdate dob born naissance anniversaire age gender sex sexe civilite salutation
    nationality nationalite religion ethnicity passport passeport ssn nir secu siren licence permis
    iban bic rib card carte cvv cvc pan password passwd pwd mdp
    ip useragent cookie device fingerprint latitude longitude lat lng lon geoloc
    photo picture avatar portrait signature voice voix
    health sante disease maladie allergy allergie disability handicap salary salaire income revenu
    comment comments commentaire commentaires remark remarque message body note notes
    customer client user visitor visiteur subscriber abonne member membre person personne contact recipient
    destinataire holder titulaire employee salarie patient donor donateur
    facebook twitter linkedin instagram whatsapp skype
"""
# Words that say it alone, or beside one that names a person: `name`, `last_name`, but not `file_name`.
_NAMES = frozenset({"name", "nom", "names", "noms"})
_BESIDE_NAMES = (
    "first last full given family maiden middle birth display usage jeune fille famille complet de"
)
_WORDS = frozenset(_WORDS_ALONE.split())
_OF_PEOPLE = frozenset(_BESIDE_NAMES.split())


def looks_personal(column: str) -> bool:
    """Whether one expects personal data under such a name, whatever its case, accents and digits."""
    words = _split(column)
    named = _NAMES & set(words)
    others = [word for word in words if word not in _NAMES]
    joined = {first + second for first, second in pairwise(words)}
    if _WORDS & {*words, *joined}:
        return True
    return bool(named) and all(word in _OF_PEOPLE for word in others)


def says_it_alone(column: str) -> bool:
    """The same, but a bare `name` says nothing: every second table has one, of products and groups."""
    return looks_personal(column) and not set(_split(column)) <= _NAMES


def _split(column: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", column) if not unicodedata.combining(c))
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3 \2\4", plain)
    return [word for word in re.split(r"[^a-z]+", spaced.lower()) if word]
