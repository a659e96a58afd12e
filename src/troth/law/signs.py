"""The words by which a purpose is taken for one of a sort, where its policy does not say which (`sort`).

A guess, and used as one: what is judged by it is a warning at most. French and English, lower case.
"""

from collections.abc import Mapping
from types import MappingProxyType

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "customer_file": (
            r"gestion de la relation client|customer relationship|customer file|"
            r"fichier clients?"
        ),
        "former_customer": r"former customers?|anciens? clients?",
        "prospect": (
            r"prospect\w*|direct marketing|marketing direct|commercial offers?|"
            r"offres commerciales"
        ),
        "account": (
            r"(your|customer|online|user|client) account|(votre|compte) (compte|client|"
            r"utilisateur)"
        ),
        "newsletter": r"newsletters?|lettre d.information|infolettre",
        "objection_list": r"opt-?out list|suppression list|objection list|liste d.opposition",
        "contact": r"contact requests?|demandes? de contact|contact form|formulaire de contact",
        "accounting": r"accounting|invoic\w*|factur\w*|comptab\w*",
        "tax": r"tax (vouchers?|documents?|duties)|obligations fiscales|pièces fiscales",
        "e_contract": r"electronic contracts?|contrats? (conclus? )?(par voie )?électroniques?",
        "contract": r"proof of (the )?contracts?|preuve (du|des) contrats?",
        "card": r"card payments?|payment by card|paiement par carte",
        "card_code": r"cvv|cvc|security code of (the|your) card|cryptogramme",
        "stored_card": r"one-click (purchase|payment)|stored cards?|carte enregistrée|paiement en un clic",
        "subscription_card": r"subscription payments?|paiement de l.abonnement",
        "delivery": r"deliver\w*|livraison|returns? of (goods|products)|retours?|warranty|garantie",
        "complaint": r"complaints?|réclamations?|after-sales|après-vente",
        "audience": (
            r"audience|web analytics|statistics of visits|statistiques? de (visite|"
            r"fréquentation)"
        ),
        "cookie_choice": r"choices? (about|of) cookies|choix (sur les|de) cookies",
        "basket": r"abandoned (basket|cart)s?|paniers? abandonnés?",
        "consent_proof": r"proof of consents?|preuve du consentement",
        "video_surveillance": r"cctv|video ?surveillance|vidéo-?(surveillance|protection)",
        "call_recording": (
            r"(call|conversation)s? recordings?|recording of (a )?calls?|"
            r"enregistrements? (de vos|des) (appels|communications|conversations)"
        ),
        "recorded_contract": (
            r"proof of contracts? made by (tele)?phone|"
            r"preuve des contrats conclus par téléphone"
        ),
        "support": (
            r"support (tickets?|requests?)|customer support|technical support|"
            r"assistance technique"
        ),
        "candidate": r"recruit\w*|candidat\w*|job applications?",
        "application_log": r"application logs?|activity logs?|journaux applicatifs|journalisation",
        "web_log": r"(web|server|access) logs?|journaux (du serveur|de connexion)",
        "hosting_connection": r"connection data|données de connexion|criminal procedure|procédure pénale",
        "fraud": r"fraud\w*",
        "unpaid": r"unpaid|debt (collection|recovery)|impayés?|recouvrement",
        "contest": r"contests?|prize draws?|jeux?[- ]concours|loterie",
        "review": (
            r"(customer|product) reviews?|comments? on (products|articles)|"
            r"avis (des )?clients?"
        ),
        "location": r"(geo|precise )?location services?|géolocalisation|localisation précise",
        "money_laundering": r"money laundering|blanchiment|know your customer|kyc",
        "identity_check": r"identity checks?|contrôle d.identité|vérification d.identité",
        "rights_request": (
            r"(rights?|data subjects?).{0,12} requests?|requests? (on|for|about|of) (your |"
            r"their )?(rights?|access)|exercice (de vos|des|de) droits|demandes? (de|"
            r"d.exercice de) (vos )?droits"
        ),
        "breach": r"breach register|registre des violations",
        "accountability": r"record of processing|registre des (activités|traitements)",
        "directive": r"directives? (after|relatives?|post|on what)|après la mort",
        "profile": r"profil(es?|ing|age)|segments?|segmentation|scores?|scoring",
        "backup": r"backups?|sauvegardes?",
        "test_copy": r"test (copies|copy|data)|données de test|copies? de test",
    }
)
