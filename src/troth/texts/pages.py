"""What the server's own pages say, French and English side by side. Braces are filled in."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.language import Language

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- around every page ------------------------------------------------------------------------------
        "skip": ("Aller au contenu", "Skip to the content"),
        "languages": ("Langue", "Language"),
        "nav": ("Vie privée", "Privacy"),
        "nav.choice": ("Vos choix sur les traceurs", "Your choices about trackers"),
        "nav.preferences": ("Vos choix sur les messages et appels", "Your choices about messages and calls"),
        "nav.policy": ("Politique de confidentialité", "Privacy policy"),
        "nav.versions": ("Toutes les versions", "All versions"),
        "foot": (
            "Cette page n’appelle aucun autre serveur et n’exécute aucun script.",
            "This page calls no other server and runs no script.",
        ),
        # --- the choice -------------------------------------------------------------------------------------
        "choice.title": ("Vos choix sur les traceurs", "Your choices about trackers"),
        "choice.kept": (
            "Votre choix est enregistré. Vous pouvez en changer ici à tout moment.",
            "Your choice is kept. You can change it here at any time.",
        ),
        "choice.receipt": (
            "Numéro du reçu\xa0: {id}",
            "Number of the receipt: {id}",
        ),
        "choice.since": ("Dernier choix\xa0: le {day}.", "Last choice: {day}."),
        "choice.nothing": (
            "Ce site ne demande aucun accord pour lire ou écrire sur votre appareil.",
            "This site asks for no consent to read or write on your device.",
        ),
        "choice.return": ("Revenir à la page précédente", "Back to the page before"),
        # --- the policy -------------------------------------------------------------------------------------
        "policy.none.title": ("Pas encore de politique", "No policy yet"),
        "policy.none": (
            "La politique de confidentialité de ce site n’est pas encore publiée.",
            "The privacy policy of this site is not published yet.",
        ),
        "changes.title": (
            "Ce qui change entre les versions {before} et {after}",
            "What changes between versions {before} and {after}",
        ),
        "changes.material": ("Changements importants", "Material changes"),
        "changes.editorial": ("Changements de rédaction", "Changes of wording"),
        "changes.none": ("Rien ne change.", "Nothing changes."),
        "changes.read": ("Lire la version {number}", "Read version {number}"),
        # --- what went wrong --------------------------------------------------------------------------------
        "malformed.title": ("Demande incomplète", "Incomplete request"),
        "malformed": (
            "Ce formulaire n’a pas pu être lu. Rien n’a été enregistré. Revenez à la page précédente et "
            "recommencez.",
            "This form could not be read. Nothing was recorded. Go back to the page before and try again.",
        ),
        "outdated.title": ("La question a changé", "The question has changed"),
        "outdated": (
            "La question a changé depuis l’affichage de la page. Rien n’a été enregistré\u202f; répondez ici.",
            "The question has changed since the page was shown. Nothing was recorded; please answer here.",
        ),
        "not_found.title": ("Page introuvable", "Page not found"),
        "not_found": ("Il n’y a rien à cette adresse.", "There is nothing at this address."),
        "not_allowed.title": ("Méthode refusée", "Method not allowed"),
        "not_allowed": (
            "Cette adresse existe, mais pas pour cette méthode.",
            "This address exists, but not for this method.",
        ),
        "foreign.title": ("Formulaire refusé", "Form refused"),
        "foreign": (
            "Ce formulaire ne vient pas d’une page de ce site, ou il est resté ouvert trop longtemps. Rien n’a "
            "été enregistré. Ouvrez la page de nouveau et recommencez.",
            "This form did not come from a page of this site, or was left open too long. Nothing was recorded. "
            "Open the page again and try once more.",
        ),
        "too_large.title": ("Envoi trop volumineux", "Too large"),
        "too_large": (
            "Cet envoi dépasse ce que cette page accepte. Rien n’a été enregistré.",
            "This is more than this page takes. Nothing was recorded.",
        ),
        "too_slow.title": ("Envoi trop lent", "Too slow"),
        "too_slow": (
            "Cet envoi n’est pas arrivé à temps. Rien n’a été enregistré. Recommencez.",
            "This did not arrive in time. Nothing was recorded. Try once more.",
        ),
        "unauthorised.title": ("Accès refusé", "Access refused"),
        "unauthorised": (
            "Il faut un jeton valable pour cette adresse.",
            "This address needs a token that is good.",
        ),
        "out_of_scope.title": ("Accès refusé", "Access refused"),
        "out_of_scope": (
            "Ce jeton ne permet pas cette demande.",
            "This token is not for this.",
        ),
        "forbidden.title": ("Demande refusée", "Request refused"),
        "forbidden": (
            "Cette demande n’est pas possible. Rien n’a été enregistré.",
            "This is not possible. Nothing was recorded.",
        ),
        "problem.title": ("Demande refusée", "Request refused"),
        "problem": (
            "Cette demande ne peut pas être enregistrée telle quelle. Rien n’a été enregistré.",
            "This cannot be recorded as it is. Nothing was recorded.",
        ),
        "unavailable.title": ("Momentanément indisponible", "Not available now"),
        "unavailable": (
            "Nous ne pouvons pas répondre en ce moment. Rien n’a été enregistré\xa0: réessayez dans quelques "
            "minutes.",
            "We cannot answer at the moment. Nothing was recorded: try again in a few minutes.",
        ),
        "surprise.title": ("Une erreur est survenue", "Something went wrong"),
        "surprise": (
            "La demande n’a pas abouti. Si vous faisiez un choix, vérifiez-le avant de recommencer.",
            "This did not work. If you were making a choice, look whether it was kept before you try again.",
        ),
        "busy.title": ("Trop de demandes", "Too many requests"),
        "busy": (
            "Trop de demandes sont venues de votre connexion. Réessayez dans un instant.",
            "Too many requests came from your connection. Try again in a moment.",
        ),
    }
)


def say(name: str, language: Language, /, **filled: object) -> str:
    """The sentence of that name, not escaped."""
    french, english = SENTENCES[name]
    return (french if language == "fr" else english).format(**filled)
