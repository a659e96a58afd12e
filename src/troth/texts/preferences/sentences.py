"""Every fixed sentence of the preference centre, French and English side by side. Braces are filled in."""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # --- the choices ------------------------------------------------------------------------------------
        "choices": ("Vos choix", "Your choices"),
        "choices.lead": (
            "Décidez ici, pour chaque usage et chaque moyen, de ce que {name} peut faire. Rien n’est coché à "
            "votre place, et vous pouvez changer d’avis à tout moment.",
            "Decide here, for each use and each way of reaching you, what {name} may do. Nothing is ticked for "
            "you, and you can change your mind at any time.",
        ),
        "choices.of": (
            "Ces choix valent pour\xa0: {key}.",
            "These choices are for: {key}.",
        ),
        "choices.until": ("Ce lien fonctionne jusqu’au {day}.", "This link works until {day}."),
        "choices.vouched": (
            "Cette page est ouverte depuis votre compte. Elle se ferme au bout de {minutes}\xa0minutes.",
            "This page was opened from your account. It closes after {minutes}\xa0minutes.",
        ),
        "choices.none": (
            "Rien de ce que {name} fait ne dépend ici de votre accord ({key}).",
            "Nothing that {name} does depends on your consent here ({key}).",
        ),
        "choice.yes": ("Oui", "Yes"),
        "choice.no": ("Non", "No"),
        "choice.of": ("{purpose}\xa0: {choice}", "{purpose}: {choice}"),
        "choice.recipients": (
            "Partagé avec\xa0: {recipients}",
            "Shared with: {recipients}",
        ),
        "state.granted": (
            "Vous avez accepté le {day}. Cet accord prend fin le {until}.",
            "You agreed on {day}. This consent ends on {until}.",
        ),
        "state.granted.open": ("Vous avez accepté le {day}.", "You agreed on {day}."),
        "state.refused": ("Vous avez refusé le {day}.", "You refused on {day}."),
        "state.withdrawn": ("Vous avez retiré votre accord le {day}.", "You withdrew your consent on {day}."),
        "state.expired": (
            "Votre accord a pris fin le {day}. Sans nouvelle réponse de votre part, c’est non.",
            "Your consent ended on {day}. Without a new answer from you, it is no.",
        ),
        "state.held": (
            "D’après nos fichiers, vous avez accepté avant que ce registre n’existe.",
            "According to our files you agreed before this record began.",
        ),
        "state.outgrown": (
            "Ce texte a changé depuis votre réponse\xa0: nous vous posons la question à nouveau. En attendant, "
            "nous ne faisons rien.",
            "This text has changed since you answered, so we ask you again. Meanwhile we do nothing.",
        ),
        "state.not_asked": (
            "Vous n’avez pas encore répondu\xa0: c’est non.",
            "You have not answered yet: it is no.",
        ),
        # --- marketing on an interest -----------------------------------------------------------------------
        "interest": (
            "Ce que nous faisons sans vous demander votre accord",
            "What we do without asking you first",
        ),
        "interest.lead": (
            "Cette prospection repose sur notre intérêt légitime. Vous pouvez vous y opposer à tout moment, sans "
            "donner de raison\xa0: elle cesse aussitôt.",
            "This marketing rests on our legitimate interest. You can object at any time and need not say why: "
            "it stops at once.",
        ),
        "interest.ours": ("Notre intérêt\xa0: {interest}.", "Our interest: {interest}."),
        "interest.object": ("Je m’y oppose", "I object"),
        "interest.objected": (
            "Votre opposition date du {day}\xa0: nous ne le faisons plus.",
            "You objected on {day}: we no longer do this.",
        ),
        "save": ("Enregistrer mes choix", "Save my choices"),
        "stop": ("Tout refuser et arrêter toute prospection", "Refuse all, and stop all marketing"),
        "saved": ("Vos choix sont enregistrés.", "Your choices are saved."),
        "saved.count.one": ("Une réponse a changé.", "One answer has changed."),
        "saved.count.many": ("{count}\xa0réponses ont changé.", "{count}\xa0answers have changed."),
        "saved.nothing": ("Rien n’a changé.", "Nothing has changed."),
        # --- other ways in ----------------------------------------------------------------------------------
        "device": ("Sur cet appareil", "On this device"),
        "device.lead": (
            "Cookies, mesure d’audience et publicité sur le site\xa0: ces choix sont gardés dans ce navigateur.",
            "Cookies, audience measurement and advertising on the site: these choices are kept in this browser.",
        ),
        "device.link": (
            "Voir et changer les choix de cet appareil",
            "See and change the choices on this device",
        ),
        "messages": ("Messages, appels et courrier", "Messages, calls and post"),
        "messages.lead": (
            "Pour voir et changer ce que vous avez accepté de recevoir, suivez le lien «\xa0Vos choix\xa0» de l’un "
            "de nos messages, ou passez par votre compte si vous en avez un.",
            "To see and change what you agreed to receive, follow the link “Your choices” in one of our "
            "messages, or go through your account if you have one.",
        ),
        "messages.objection": (
            "Pour que nous cessions, tout de suite et sans rien justifier\xa0:",
            "To make us stop, at once and without giving a reason:",
        ),
        # --- objection --------------------------------------------------------------------------------------
        "objection": ("Ne plus recevoir de prospection", "Stop marketing"),
        "objection.lead": (
            "Écrivez l’adresse ou le numéro que nous ne devons plus utiliser pour vous solliciter. Aucune raison, "
            "aucun compte ni aucune pièce d’identité ne vous sont demandés.",
            "Write the address or number that we must no longer use to approach you. No reason, no account and "
            "no proof of identity is asked for.",
        ),
        "objection.email": ("Votre adresse électronique", "Your e-mail address"),
        "objection.phone": ("Votre numéro de téléphone", "Your telephone number"),
        "objection.phone.hint": (
            "Pour un numéro étranger, commencez par + et l’indicatif du pays.",
            "For a number abroad, begin with + and the country code.",
        ),
        "objection.account": ("Votre numéro de client", "Your customer number"),
        "objection.either": (
            "Remplissez au moins un de ces champs.",
            "Fill in at least one of these fields.",
        ),
        "objection.send": ("Ne plus me solliciter", "Stop approaching me"),
        "objection.none": (
            "Écrivez une adresse ou un numéro.",
            "Write an address or a number.",
        ),
        "objection.no_email": (
            "Ceci n’est pas une adresse électronique. Exemple\xa0: nom@exemple.fr",
            "This is not an e-mail address. Example: name@example.com",
        ),
        "objection.no_phone": (
            "Ceci n’est pas un numéro de téléphone. Exemples\xa0: 06 12 34 56 78 ou +44 20 7946 0018",
            "This is not a telephone number. Examples: 06 12 34 56 78 or +44 20 7946 0018",
        ),
        "objection.done": ("Votre opposition est enregistrée", "Your objection is recorded"),
        "objection.effect": (
            "Elle prend effet immédiatement, le {day} à {hour}.",
            "It takes effect at once, on {day} at {hour}.",
        ),
        "objection.duration": (
            "Elle dure jusqu’à ce que vous en décidiez autrement.",
            "It lasts until you decide otherwise.",
        ),
        "objection.scope": (
            "{name} ne vous adressera plus de prospection, par aucun moyen ({key}).",
            "{name} will send you no more marketing, by any means ({key}).",
        ),
        "objection.kept": (
            "Pour s’en souvenir même après un effacement, {name} garde une empreinte de ce que vous avez écrit, "
            "qui ne permet pas de le relire.",
            "To remember it even after an erasure, {name} keeps a fingerprint of what you wrote, from which it cannot "
            "be read again.",
        ),
        "objection.service": (
            "Les messages nécessaires à vos commandes et à votre compte continuent.",
            "Messages that your orders and your account need still come.",
        ),
        "error.summary": ("Il y a une erreur", "There is an error"),
        # --- unsubscribe ------------------------------------------------------------------------------------
        "leave": ("Vous désinscrire", "Unsubscribe"),
        "leave.ask": (
            "Nous arrêtons ceci\xa0: «\xa0{what}\xa0».",
            "We stop this: “{what}”.",
        ),
        "leave.ask.all": (
            "Vous ne recevrez plus de prospection de la part de {name}.",
            "You will no longer receive any marketing from {name}.",
        ),
        "leave.ask.pixel": (
            "Nous ne saurons plus si vous ouvrez nos messages, y compris ceux que vous avez déjà reçus.",
            "We will no longer know whether you open our messages, those you already have included.",
        ),
        "leave.before": (
            "Rien n’a encore changé. Voici ce que fait le bouton.",
            "Nothing has changed yet. This is what the button does.",
        ),
        "leave.do": ("Me désinscrire", "Unsubscribe me"),
        "leave.do.pixel": ("Ne plus suivre l’ouverture", "Stop following what I open"),
        "leave.done": ("C’est fait", "Done"),
        "leave.effect": (
            "Cela vaut dès maintenant, {day} à {hour}.",
            "This holds from now, {day} at {hour}.",
        ),
        "leave.again": ("C’était déjà fait\xa0: rien ne change.", "It was done before: nothing changes."),
        "leave.gone": (
            "Ce que vous receviez n’existe plus\xa0: rien ne vous sera envoyé.",
            "What you received no longer exists: nothing will be sent to you.",
        ),
        "leave.more": ("Voir tous vos choix", "See all your choices"),
        # --- history and receipts ---------------------------------------------------------------------------
        "history": ("Historique", "History"),
        "history.lead": (
            "Chaque réponse que nous avons enregistrée, la plus récente d’abord.",
            "Every answer we have recorded, the latest first.",
        ),
        "history.none": ("Aucune réponse n’est encore enregistrée.", "No answer is recorded yet."),
        "history.one": ("{about}\xa0: {answer}", "{about}: {answer}"),
        "history.when": ("Quand", "When"),
        "history.what": ("Objet", "About"),
        "history.how": ("Comment", "How"),
        "history.receipt": ("Reçu", "Receipt"),
        "history.download": ("Télécharger tous les reçus", "Download all receipts"),
        "event.given": ("accord", "consent"),
        "event.refused": ("refus", "refusal"),
        "event.withdrawn": ("retrait", "withdrawal"),
        "event.expired": ("fin de validité", "expiry"),
        "event.served": ("question posée", "question asked"),
        "event.objected": ("opposition", "objection"),
        "channel.web": ("sur le site", "on the site"),
        "channel.email": ("par courriel", "by e-mail"),
        "channel.sms": ("par SMS", "by SMS"),
        "channel.phone": ("par téléphone", "by telephone"),
        "channel.paper": ("sur papier", "on paper"),
        "channel.post": ("par courrier", "by post"),
        "channel.account": ("depuis votre compte", "from your account"),
        "channel.counter": ("au magasin", "at the counter"),
        "receipt": ("Reçu", "Receipt"),
        "receipt.link": ("Reçu du {day}", "Receipt of {day}"),
        "receipt.lead": (
            "Ce reçu dit ce que vous avez répondu, à quel texte et quand. Gardez-le si vous voulez.",
            "This receipt says what you answered, to which text and when. Keep it if you like.",
        ),
        "receipt.number": ("Numéro", "Number"),
        "receipt.when": ("Date et heure", "Date and time"),
        "receipt.who": ("Responsable", "Controller"),
        "receipt.purpose": ("Objet", "About"),
        "receipt.answer": ("Réponse", "Answer"),
        "receipt.text": ("Le texte auquel vous avez répondu", "The text that you answered"),
        "receipt.until": ("Valable jusqu’au", "Valid until"),
        "receipt.means": ("Reçu par", "Received by"),
        "receipt.json": ("Télécharger (JSON)", "Download (JSON)"),
        "receipt.page": (
            "Voir le reçu",
            "See the receipt",
        ),
        # --- account ----------------------------------------------------------------------------------------
        "account.told": ("Vos choix vous suivent", "Your choices go with you"),
        "account.told.lead": (
            "C’est la première connexion de votre compte sur cet appareil. Ses choix sur les cookies s’appliquent "
            "ici aussi, jusqu’à la déconnexion\xa0: accepter, refuser ou retirer vaut pour tous vos appareils.",
            "This is the first sign-in of your account on this device. Its cookie choices apply here too, until "
            "you sign out: to accept, refuse or withdraw counts on all your devices.",
        ),
        "account.told.last": (
            "Quand deux réponses diffèrent, la plus récente l’emporte.",
            "Where two answers differ, the latest prevails.",
        ),
        "account.told.account": (
            "Quand deux réponses diffèrent, celle de votre compte l’emporte.",
            "Where two answers differ, that of your account prevails.",
        ),
        "account.told.browser": (
            "Quand deux réponses diffèrent, celle de cet appareil l’emporte.",
            "Where two answers differ, that of this device prevails.",
        ),
        "account.told.out": (
            "Après la déconnexion, cet appareil retrouve ses propres choix.",
            "Once you have signed out, this device has its own choices again.",
        ),
        "account.told.now": ("Ce qui s’applique maintenant", "What applies now"),
        "account.granted": ("accepté", "accepted"),
        "account.refused": ("refusé", "refused"),
        "account.not_asked": ("pas de réponse\xa0: c’est non", "no answer: it is no"),
        "account.change": ("Changer ces choix", "Change these choices"),
        "account.go_on": ("Continuer", "Continue"),
        # --- what does not open -----------------------------------------------------------------------------
        "refused.forged": ("Ce lien n’est pas valable", "This link is not valid"),
        "refused.forged.why": (
            "Il est incomplet, a été modifié ou vient d’un autre site. Rien n’a été changé. Si vous l’avez copié, "
            "vérifiez qu’il est entier.",
            "It is incomplete, was changed, or comes from another site. Nothing was changed. If you copied it, "
            "see that it is whole.",
        ),
        "refused.expired": ("Ce lien a expiré", "This link has expired"),
        "refused.expired.why": (
            "Rien n’a été changé. Le lien d’un message plus récent, ou votre compte, ouvre la même page.",
            "Nothing was changed. The link in a later message, or your account, opens the same page.",
        ),
        "refused.elsewhere": (
            "Cette connexion vient d’ailleurs",
            "This sign-in comes from elsewhere",
        ),
        "refused.elsewhere.why": (
            "Elle n’a pas été faite pour ce site. Rien n’a été changé.",
            "It was not made for this site. Nothing was changed.",
        ),
        "refused.replayed": ("Ce lien a déjà servi", "This link was used already"),
        "refused.replayed.why": (
            "Il n’ouvre qu’une fois, pour que personne d’autre ne s’en serve. Retournez à votre compte pour en "
            "avoir un nouveau.",
            "It opens only once, so that nobody else can use it. Go back to your account for a new one.",
        ),
        "refused.unknown": (
            "Cette question n’existe pas",
            "There is no such question",
        ),
        "refused.unknown.why": (
            "La page a peut-être changé depuis que vous l’avez ouverte. Rien n’a été enregistré.",
            "The page may have changed since you opened it. Nothing was recorded.",
        ),
        "refused.way_out": (
            "Vous pouvez toujours faire cesser la prospection, sans lien ni compte.",
            "You can always make marketing stop, without link or account.",
        ),
        "back": (
            "Revenir en arrière",
            "Go back",
        ),
    }
)
