"""The phrases by which rules know a sentence, French and English, without accents and in lower case.

They are read out of published texts, where no value says it. A phrase is a pattern; each table is one rule's.
"""


def any_of(*phrases: str) -> str:
    """A pattern that matches any of the phrases."""
    return "|".join(phrases)


VAGUE = any_of(
    r"(as long as|period|time|duration)\b.{0,24}\b(necessary|required|needed)",
    r"(duree|temps|longtemps que)\b.{0,24}\b(necessaire\w*|requise?)",
    r"case[- ]by[- ]case",
    r"au cas par cas",
    r"(required|permitted|allowed) (or (required|permitted|allowed) )?by (the )?law",
    r"(autorisee?s?|permise?s?|exigee?s?) par la loi",
    r"reasonable (period|time)",
    r"duree raisonnable",
    r"strictement necessaire",
    r"no longer than necessary",
)
OPEN_LIST = any_of(
    r"and (any )?other (other )?(similar|important|such) (information|data)",
    r"other other",
    r"et autres? (donnees|informations)",
    r"\betc\b",
    r"in particular the following",
    r"notamment",
    r"(including|such as) but not limited to",
)
_SAVE = r"(?![^.;]*\b(except|other than|save|apart|beyond|besides|sauf|hormis|hors|dehors|autres? que)\b)"
NEVER_SHARED = any_of(
    r"(never|not)\b[^.;]{0,60}\b(shar(e|ed)|disclos\w+|distribut\w+|transfer(s|red)?|sold or)\b"
    r"[^.;]{0,60}\b(third[- ]part(y|ies)|anyone|unaffiliated)" + _SAVE,
    r"(jamais|aucun\w*|pas)\b[^.;]{0,60}\b(transmis\w*|partag\w+|communiqu\w+|divulgu\w+)\b"
    r"[^.;]{0,60}\b(tiers|quiconque)" + _SAVE,
)
OTHERWISE_SAID = any_of(  # what a text says in one place and denies in another
    NEVER_SHARED,
    r"(does|do|will) not (verify|check)",
    r"ne verifie\w* pas",
    r"no impact on|sans (effet|impact) sur",
    r"without (the )?(customer|user).s consent[^.;]{0,40}solely",
)
NO_NAMES = any_of(
    r"exhaustive list", r"liste exhaustive", r"(business|commercial) partners", r"partenaires commerciaux"
)
PARTNERS = (
    r"(?:our|the|nos|les|des|any|some|certain\w*)?\s*(?:business|commercial|trusted|commerciaux|de confiance)?\s*"
    r"(?:partners?|partenaires?|subcontractors?|sous-traitants?|third[- ]part(?:y|ies)|tiers|service providers?"
    r"|prestataires?(?: de services?)?|suppliers?|fournisseurs?|affiliates?|filiales?)"
    r"(?:\s*(?:,|and|et|or|ou)\s*\w+)?"
    r"(?:\s+(?:who|that|which|qui)\s+(?:may |nous )?(?:support|help|assist|accompagn|aid)\w*\b.*)?"
)
SENSITIVE = {
    "location": r"(precise |geo)?location|geolocali[sz]ation|localisation|latitude|gps",
    "recording": r"(call |voice )?recordings?|enregistrements?( d.appels?| vocaux)?",
    "identity document": r"(identity|id) (card|document|copy)|passport|passeport|(carte|piece) d.identite",
    "card": r"(credit |bank |payment )?card numbers?|numero de carte|carte (bancaire|de paiement)|iban",
}
SPECIAL = any_of(
    r"health|sante",
    r"religio\w+",
    r"ethnic\w*|ethnie",
    r"sexual orientation|orientation sexuelle",
    r"trade union|syndicat\w*",
    r"biometric\w*|biometri\w+|genetic\w*|genetique\w*",
    r"criminal (record|offence)s?|casier judiciaire",
    r"political opinions?|opinions? politiques?",
)
SELDOM_NEEDED = any_of(
    r"title|civility|salutation|civilite",
    r"sex|sexe|gender|genre",
    r"(date of )?birth( ?date)?|birthday|date de naissance|born",
)
PROOF = any_of(
    r"(identity|id)[ _-]?(cards?|documents?|copy)",
    r"passports?|passeport",
    r"(carte|piece)( nationale)? d.identite",
    r"photocop\w+|copy of both sides",
    r"(signed by|must be signed|signature)|dument signe\w*",
    r"notari\w+",
)
NEEDLESS_FIELD = (
    r"reason|motif|purpose|justification|account|compte|login|signature|identity|identite|document"
)
DETERRENT = any_of(
    r"(consider|reflechi\w*)[^.;]{0,60}(responsibl|serious|serieu|responsabl)",
    r"think (twice|carefully)",
    r"expensive|costly|si cela est cher|couteu\w+",
    r"at (your|their) (own )?(cost|expense)|a vos frais",
    r"(will|shall) not be required to",
    r"il se peut que nous ne puissions",
    r"\b(we|the company|the controller) may (not be able|refuse)",
)
BUNDLED = any_of(
    r"by (using|browsing|visiting|accessing|sending|ordering|filling|clicking|creating|registering)[^.;]{0,80}\b"
    r"(agrees?|accepts?|consents?)",
    r"(continued use|use of the (web)?site)[^.;]{0,40}(constitutes|implies|means)",
    r"en (utilisant|naviguant|envoyant|commandant|remplissant)[^.;]{0,80}(accept|consent)",
    r"agrees? to the terms of this privacy policy",
    r"provided[^.;]{0,40}voluntar\w+[^.;]{0,20}mean\w*",
    r"you agree to place",
    r"l.utilisation du site vaut",
)
BROWSER = any_of(
    r"continu\w* (to )?(brows|navig|us)",
    r"continues? pas|(does|do) not continue",
    r"poursui\w+ (de )?(votre |la |sa )?navigation",
    r"(configur|parametr|settings? of)\w*[^.;]{0,30}(browser|navigateur)",
    r"ad-?block\w*",
    r"deactivate (them|cookies)|desactiver",
    r"by (scrolling|closing)",
    r"youronlinechoices",
)
ANONYMOUS = any_of(
    r"\banonym\w+",
    r"(cannot|can not|none of)[^.;]{0,30}identify",
    r"ne permet\w*[^.;]{0,20}identifier",
    r"individual basis",
)
EMPTY_PROMISE = any_of(
    r"100 ?%",
    r"fully secured?|absolute(ly)? secur\w+|totalement securise\w*|securite (totale|absolue)",
    r"cannot[^.;]{0,50}be held (responsible|liable)",
    r"(not|never) (be )?(held )?(responsible|liable) for",
    r"(entirely|solely|fully) responsible for|seule?s? responsables? de",
    r"ne (saurait|peut|pourra)[^.;]{0,40}(etre )?tenue?s? (pour )?responsable",
)
EMPTY_ADDRESS = any_of(
    r"(url|address|coordinates|adresse|coordonnees|website|site)\s*:\s*(\.|,|;|$|or\b|ou\b|and\b|et\b|\()",
    r"nothing follows",
)
ELSEWHERE = r"(see|consult\w*|refer to|consulter)[^.;]{0,30}(legal notice|mentions legales|terms of use)"
HOSTED = any_of(r"solely governed by", r"hosted (data|content)", r"donnees hebergees")
OTHER_SOURCES = any_of(
    r"other (information )?sources",
    r"autres sources",
    r"third[- ]part\w+ (sources|databases)",
    r"the databases and",
)
TOO_DEAR = any_of(r"not possible or", r"pas possible ou", r"si cela est cher", r"if it is expensive")
GONE_TOOLS = any_of(r"privacy shield", r"bouclier de protection", r"safe harbou?r")
CAMERAS = any_of(r"video[- ]?surveillance", r"cctv")
