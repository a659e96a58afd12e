"""Every fixed sentence of the choice about tracers, French and English side by side. Braces are filled in."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- the first layer --------------------------------------------------------------------------------
        "title": ("Vos choix sur les traceurs", "Your choice about trackers"),
        "ask.alone": (
            "{name} souhaite lire ou écrire sur votre appareil pour\xa0:",
            "{name} would like to read or write on your device for:",
        ),
        "ask": (
            "{name} et {link} souhaitent lire ou écrire sur votre appareil pour\xa0:",
            "{name} and {link} would like to read or write on your device for:",
        ),
        "partners.one": ("{count} partenaire", "{count} partner"),
        "partners.many": ("{count} partenaires", "{count} partners"),
        "uses": ("Données utilisées\xa0: {items}.", "Data used: {items}."),
        "kept": (
            "Sans choix de votre part, rien n’est déposé. Votre choix est gardé {period}\u202f; «\xa0{link}\xa0», "
            "présent sur chaque page, permet d’en changer.",
            "Unless you choose, nothing is placed. Your choice is kept for {period}; “{link}”, on every page, "
            "changes it.",
        ),
        "account.last": (
            "Si vous vous connectez, il vaut sur tous vos appareils\u202f; le dernier choix l’emporte.",
            "Once you sign in it holds on all your devices; the last choice prevails.",
        ),
        "account.account": (
            "Si vous vous connectez, il vaut sur tous vos appareils\u202f; celui de votre compte l’emporte.",
            "Once you sign in it holds on all your devices; that of your account prevails.",
        ),
        "account.browser": (
            "Si vous vous connectez, il vaut sur tous vos appareils\u202f; celui de l’appareil l’emporte.",
            "Once you sign in it holds on all your devices; that of the device prevails.",
        ),
        "signal": (
            "Votre navigateur demande de ne pas partager vos données (Global Privacy Control)\xa0: cela vaut "
            "refus pour {purposes}.",
            "Your browser asks that your data is not shared (Global Privacy Control): this counts as refusing "
            "{purposes}.",
        ),
        "refuse": ("Tout refuser", "Refuse all"),
        "accept": ("Tout accepter", "Accept all"),
        "choose": ("Choisir", "Choose"),
        "unreachable": (
            "Votre choix n’a pas pu être enregistré\xa0: rien n’est déposé. Réessayez plus tard.",
            "Your choice could not be kept: nothing is placed. Try again later.",
        ),
        # --- the way back -----------------------------------------------------------------------------------
        "open": ("Gérer les cookies", "Manage cookies"),
        "withdraw": ("Retirer mon accord", "Withdraw my consent"),
        "done": ("Votre choix est enregistré.", "Your choice is kept."),
        # --- the panel --------------------------------------------------------------------------------------
        "panel.intro": (
            "Choisissez pour chaque finalité. Ce que vous laissez sans réponse compte comme un refus.",
            "Choose for each purpose. What you leave unanswered counts as refused.",
        ),
        "panel.accept": ("Accepter", "Accept"),
        "panel.refuse": ("Refuser", "Refuse"),
        "panel.save": ("Enregistrer mes choix", "Save my choices"),
        "panel.close": ("Fermer sans changer", "Close without a change"),
        "panel.signal": (
            "Votre navigateur refuse pour vous (Global Privacy Control)\u202f; accepter ici passe outre.",
            "Your browser refuses for you (Global Privacy Control); accepting here overrides it.",
        ),
        "panel.who.none": ("Nous seuls", "Nobody but us"),
        "panel.who.one": ("Nous et un partenaire", "We and one partner"),
        "panel.who.many": ("Nous et {count} partenaires", "We and {count} partners"),
        "panel.cookies.one": ("un traceur", "one tracker"),
        "panel.cookies.many": ("{count} traceurs", "{count} trackers"),
        "panel.cookie": ("{title}\u202f; gardé {life}", "{title}; kept for {life}"),
        "panel.cookie.session": (
            "{title}\u202f; gardé jusqu’à la fermeture du navigateur",
            "{title}; kept until the browser is closed",
        ),
        "panel.always": ("Toujours actifs", "Always active"),
        "panel.always.text": (
            "Le site ne fonctionne pas sans eux, ou la loi les dispense d’accord\xa0:",
            "The site does not work without them, or the law asks no consent for them:",
        ),
        "panel.policy": ("Politique de confidentialité", "Privacy policy"),
        # --- in place of content from elsewhere -------------------------------------------------------------
        "embed.title": ("Contenu bloqué\xa0: {title}", "Blocked content: {title}"),
        "embed.text": (
            "Ce contenu vient de {host}. L’afficher suppose votre accord pour «\xa0{purpose}\xa0».",
            "This content comes from {host}. Showing it needs your consent to “{purpose}”.",
        ),
        "embed.once": ("Afficher une fois", "Show once"),
        "embed.always": ("Toujours afficher", "Always show"),
    }
)


def say(name: str, language: Language, /, **filled: object) -> str:
    """The sentence of that name, not escaped."""
    return template(name, language).format(**filled)


def template(name: str, language: Language) -> str:
    """The sentence of that name, as it stands."""
    french, english = SENTENCES[name]
    return french if language == "fr" else english
