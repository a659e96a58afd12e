"""What words of database names mean, French and English.

Words of one meaning share one plain form (`CANONICAL`); words that mean one thing together stand in phrases.py.
Tables of rows, not code: a word is added to its row.
"""

from collections.abc import Iterable, Mapping

from troth.manifest.draft.phrases import PHRASES
from troth.manifest.draft.rows import row


def _spread(rows: Mapping[str, str]) -> dict[str, str]:
    return {word: plain for plain, listed in rows.items() for word in listed.split()}


# One plain form for each meaning. A word stands for itself where no row has it.
CANONICAL = _spread(
    {
        # ways to reach and to name people
        "email": "email mail courriel mel eml emails emailaddress courriels mailaddress maddr adrel",
        "phone": "phone telephone tel telephon gsm mobile portable cell cellphone cellular fax telefax"
        " mob telp phonenumber msisdn telfixe fixe landline telno caller callee callerid calledid"
        " appelant appele whatsapp tlf tph phn",
        "address": "address adresse addr adr adrs street streetaddress rue voie domicile residence voirie"
        " addrline lieudit",
        "city": "city ville town commune localite locality vil suburb cty twn",
        "postcode": "zip zipcode postcode postal codepostal cp codpost cdpost postalcode codpos pcode"
        " plz zipcd postcd cpost cedex",
        "region": "region province departement dept county canton district quartier"
        " arrondissement wilaya prefecture"
        " neighbourhood neighborhood subregion township",
        "country": "country pays",
        "firstname": "firstname fname prnm prenom pren prn forename givenname givenname prenoms fstname"
        " pnom prnom mname",
        "lastname": "lastname lname surname familyname patronyme nomfamille lstname patronymic njf nomjf",
        "fullname": "fullname realname nomcomplet nomprenom displayname nomcpl initials initiales",
        "name": "name nom nm noms",
        "label": "label libelle lib lbl intitule designation denomination",
        "birth": "birth naissance naisse naiss nais born ne nee",
        "birthdate": "birthdate birthday dob ddn datenaissance datenaiss dtnaiss anniversaire bday"
        " dateofbirth dtn dnais dnaiss dtnais datnai datnais datnaiss bdate yob",
        "gender": "gender sexe sex civilite civilites civility civ salutation honorific sx pronouns pronoms",
        "age": "age",
        "nationality": "nationality nationalite citizenship citoyennete natio natl",
        "nir": "nir ssn secu nss noss ramq nin nino bsn pesel cpf"
        " securitesociale socialsecurity numsecu nosecu numss noss insurednumber",
        "taxid": "tin spi nif itin taxid taxnumber numfiscal",
        "passport": "passport passeport cni idcard identitycard cin dni nie neph",
        "licence": "licence license permis",
        "iban": "iban clabe rib rum bban ibanbic",
        "bic": "bic swift",
        "card": "creditcard cb cartebancaire cardnumber ccnumber ccn pan ccnum cardno cc bankcard",
        "cvv": "cvv cvc cvn cvvc cryptogramme securitycode csc",
        "login": "login lgn trigramme username pseudo pseudonym pseudonyme nickname screenname"
        " identifiant userlogin handle nick loginname gamertag uname usrname",
        "password": "password pin passwd pwd mdp motdepasse passhash passphrase userpass pass"
        " passe passwort kennwort contrasena wachtwoord senha"
        " passwordhash pswd motpasse pw",
        "token": "token jeton apikey otp totp secret apitoken accesstoken resettoken sessionid sessid jwt",
        "ip": "ip ipaddress ipaddr adresseip adrip remoteaddr remoteip ipadr inet",
        "useragent": "useragent ua browser navigateur",
        "device": "imei imsi mac macaddress macaddr udid idfa gaid advertisingid deviceid fingerprint"
        " iccid meid adid androidid",
        "cookie": "cookie visitorid gclid fbclid",
        "location": "latitude longitude lat lng geoloc geolocation gps geopoint latlng latlong"
        " geolocalisation",
        "photo": "photo picture avatar portrait selfie headshot trombine pic",
        "signature": "signature",
        "profession": "profession metier employer employeur occupation jobtitle jobtit occ occup",
        "job": "job fonction poste csp qualification prof pcs",
        "company": "company societe entreprise organisation organization raisonsociale soc enseigne firm",
        "salary": "salary tjm thm salariale salaire income revenu remuneration wage paie"
        " payroll payslip slry remun",
        "family": "marital matrimonial spouse conjoint children enfant kid household foyer maritalstatus"
        " veuf enf nbenf dependent married marie mariee",
        "relation": "relationship parente kinship lienparente",
        "education": "diploma diplome dipl degree resume cv bac baccalaureat education",
        "plate": "plate immatriculation immat numberplate licenseplate plaque",
        "social": "facebook twitter linkedin instagram skype telegram tiktok snapchat viber discord fb"
        " insta socialnetwork socialnetworks jabber jabberid xmpp icq msn msnm",
        "amount": "amount montant mnt mt total solde balance subtotal totalttc totalht",
        "message": "message comment commentaire comt remark remarque note notes body observation memo feedback"
        " avis bio biography biographie solution corps comm obs rem msg texte testimonial"
        " motivation complaint reclamation"
        " motif reason cmt cmnt rmq rq",
        "content": "content query recherche circonstance contenu text txt question reponse answer description"
        " desc details detail summary resume transcript appreciation justification circumstances",
        # people
        "customer": "customer client cli clt cust acheteur buyer shopper kunde clients clte"
        " acquereur purchaser",
        "user": "user utilisateur usr usager util users",
        "person": "person personne people individu individual persons pers",
        "contact": "contact interlocuteur ctc",
        "member": "member membre adherent adh borrower emprunteur lecteur patron",
        "subscriber": "subscriber abonne abonnee subscribers abn",
        "employee": "employee employe salarie collaborateur staff emp worker personnel sal agent colleague",
        "patient": "patient beneficiary beneficiaire",
        "student": "student eleve etudiant pupil learner apprenant stagiaire intern trainee apprenti apprentice"
        " alternant ecolier lyceen collegien",
        "candidate": "candidate candidat applicant postulant",
        "prospect": "prospect lead",
        "visitor": "visitor visiteur guest invite",
        "recipient": "recipient recepteur receiver destinataire dest consignee addressee",
        "sender": "sender expediteur exp",
        "author": "author actor auteur poster reviewer redacteur writer tagger voter commenter",
        "holder": "holder titulaire cardholder porteur titul",
        "owner": "owner proprietaire proprio bailleur bailleresse landlord landlady lessor",
        "manager": "manager approver approbateur valideur gerant responsable dirigeant resp chef director directeur"
        " supervisor",
        "doctor": "doctor medecin physician praticien practitioner docteur mtrait medtrait dr",
        "driver": "driver conducteur chauffeur livreur",
        "relative": "tiers parent father mother pere mere tuteur guardian nextofkin nok proche emergency urgence"
        " representant representative garant guarantor cosigner",
        "caregiver": "caregiver carer aidant aidante intervenant",
        "referrer": "referrer sponsor parrain parraine marraine filleul filleule godparent",
        "donor": "donor donateur",
        "tenant_person": "locataire renter lessee",
        "signatory": "signatory signataire",
        "participant": "participant attendee inscrit registrant passenger passager voyageur traveler"
        " traveller player joueur",
        "payer": "payer payeur debtor debiteur payee cardowner",
        "admin": "admin commercial administrateur administrator moderator vendeur seller salesperson"
        " technician technicien assignee",
        "insured": "assure policyholder souscripteur",
        "requester": "requester reporter inviter invitee submitter uploader demandeur declarant requerant creator"
        " createur organiser organizer organisateur",
        # things
        "product": "product produit article prod art sku goods merchandise",
        "category": "category categorie cat rubrique famille",
        "type": "type typ sort kind genre",
        "model": "model modele template gabarit tpl",
        "status": "status statut etat stat sts",
        "group": "group groupe grp",
        "shop": "shop boutique magasin store mag outlet pointvente",
        "warehouse": "warehouse entrepot depot",
        "supplier": "supplier fournisseur fourn frs vendor four manufacturer fabricant",
        "carrier": "carrier transporteur shipper",
        "number": "number numero num no nr nbr nro",
        "count": "count nb nombre nbre qte quantity quantite qty cnt compteur counter",
        "date": "date dt dte jour day datetime",
        "reference": "reference ref refer",
        "identifier": "id ident identifier uuid guid key pk cle",
        "order": "order commande cde cmd ord orders purchase achat",
        "invoice": "invoice facture fact fac inv",
        "payment": "payment paiement pmt reglement pay",
        "session": "session sess",
        "price": "price prix tarif px cost cout",
        "version": "version ver release build revision",
        "sent": "sent envoye envoi sending envoyee",
        "created": "created creation cree add added inserted registered inscription ajout ins crea crt",
        "updated": "updated modified modif maj modification upd lastmodified changed",
        "verified": "verified verifie confirmed confirme validated validation valide valid verification"
        " confirmation checked",
        "enabled": "enabled active actif disabled inactif activated",
        "optin": "optin optout consent consentement newsletter subscribed unsubscribed rgpd gdpr accord"
        " unsubscribe desinscription desabonnement desinscrit",
        "line": "line ligne lig row rang",
        "file": "file fichier filename attachment piecejointe nomfichier document doc upload media",
        "url": "url link lien href uri website siteweb",
        "language": "language langue lang locale",
        "service": "service",
        "rating": "rating rate taux",
        "expiry": "expiry expires expiration expire peremption validite",
        "setting": "setting parametre config configuration preference prefs pref timezone fuseau param option",
        "campaign": "campaign campagne mailing",
    }
)
CANONICAL |= dict.fromkeys(row("matricule matr ipp mrn ine"), "customernumber")
CANONICAL |= {"lon": "location", "naf": "companyid", "ape": "companyid"}
CANONICAL |= dict.fromkeys(row("siret siren tva vat kbis rcs duns ein vatnumber tvaintra"), "companyid")
CANONICAL |= dict.fromkeys(
    row("ean gtin isbn upc asin barcode codebarre codebarres ean13 issn mpn"), "productcode"
)

# Special categories (GDPR Art. 9) and offences (Art. 10): by name only.
CANONICAL |= _spread(
    {
        "health": "health sante disease maladie allergy allergie handicap disability pathologie pathology"
        " medication medicament symptom symptome antecedent grossesse pregnancy pregnant enceinte"
        " vaccination vaccine vaccin medical invalidite diagnosis diagnostic bloodtype groupesanguin"
        " blood sanguin rqth inaptitude medicale illness smoker smoking fumeur treatment posologie"
        " prescription ordonnance sick malade vax dietary allergen allergene amputation imc bmi"
        " atcd ttt ald diag poso ordo medic vacc patho handi medoc tabac tabagisme alcool mdph grsang glycemie"
        " cholesterol tobacco alcohol diabete diabetes diabetic diabetique asthme asthma cancer epilepsie epilepsy"
        " hypertension vih hiv hepatite hepatitis tuberculose tuberculosis depression migraine chirurgie surgery",
        "religion": "religion religious culte faith religieux religieuse halal kosher casher confession",
        "union": "syndicat synd syndical syndicale tradeunion unionmember syndique",
        "politics": "political politics politique",
        "orientation": "sexual sexuelle lgbt",
        "ethnicity": "ethnicity ethnie ethnic ethnique racial ethnoracial",
        "biometrics": "biometric biometrie biometrique faceid retina iris voiceprint faceprint",
        "genetics": "genetic genetique dna adn genome",
        "offences": "casier judiciaire criminal conviction condamnation offence offense infraction penal",
    }
)

# Words that make of a column something *about* an address, a number, a name: never one itself.
META = row(
    """
    nas type model status state count sent date verified enabled version rating created updated expiry
    setting provider server host required obligatoire flag is has allow show display position rank subject
    objet size length width height max min limit quota delay delai method methode mode category group class
    classe prefix suffix separator field column table module page icon color colour couleur sort level niveau
    format hidden visible enable price optin policy regle rule template queue bounce bounced frequency
    frequence attempt tentative timeout retry port protocol smtp imap pop encryption engine reset changed at
    on par protection weight poids qualite quality brand marque plan offer offre notification alert alerte
    reminder rappel blocked allowed banned unread channel canal pool range netmask subnet mask gateway
    capacity score stock tax taxe discount remise percent pourcentage currency devise duration duree sla
    uptime threshold seuil interval batch validation layout theme style font mandatory unit unite accepted
    refused failed failure retries consent pattern regex example exemple placeholder help manufacturer cover
    encoding encodage priority priorite case accessory reader charger compatible supported pct step
    verificationstatus
    """
)

# What a table is of. Things: nobody's rows, whatever their columns are called.
PEOPLE = row(
    """
    customer user person contact member subscriber employee patient student candidate prospect visitor donor
    tenant_person participant insured driver doctor admin owner recipient author holder relative payer
    signatory sender manager teacher enseignant professeur formateur trainer coach volunteer benevole
    resident habitant heir witness temoin victim customeraccount compte_client ressortissant allocataire elu
    citoyen citizen licencie praticien nurse infirmier child minor mineur adulte soignant particulier
    profile profil people requester referrer pharmacien pharmacist dentist dentiste avocat lawyer
    notaire mecanicien opticien optician
    mechanic cashier caissier instructor moniteur educateur educator secretaire secretary psychologue kine midwife
    veterinaire surgeon therapist athlete cavalier caregiver auxiliaire affiliate affilie
    """
)
THINGS = row(
    """
    product category type model status title group shop warehouse carrier country city region currency devise tax
    taxe brand marque plan offer offre feature tag language page cms menu theme module setting migration
    version role permission privilege right droit server serveur stock price promotion discount coupon
    remise zone template unit unite color couleur size taille attribute attribut image media widget plugin
    layout holiday ferie calendar calendrier timezone bank banque department service skill competence grade
    echelon course formation cours subject matiere room salle equipment equipement vehicle_model catalogue
    catalog collection supply faq blog block slider banner banniere nomenclature codification code ccam cim
    icd rate datacenter rack switch router vlan subnet pool flavor os distribution package forfait bundle
    tld registrar extension network antenna antenne dns building batiment floor etage job cache failed cron
    flyway sequence parametrage lookup enum dictionary metadata medicine location place lieu materiel
    hardware software logiciel asset specialite specialty ward lit bed quiz_question level ville commune
    webhook endpoint appartement
    appart apartment immeuble bien logement maison house villa parcelle terrain propriete property
    listing pet animal bot robot channel canal inbox
    cheval horse chien dog chambre machine engin outil tool sensor capteur film movie livre book
    """
)
ANIMALS = row("animal pet horse cheval chien dog")
ORGANISATIONS = row(
    """
    supplier company agency agence partner partenaire branch succursale etablissement establishment
    institution hospital hopital clinic clinique pharmacy pharmacie school ecole franchise association club
    dealer distributor distributeur reseller revendeur subsidiary filiale laboratory laboratoire mutuelle
    facility assureur insurer organisme tenant workspace team equipe bureau office campus
    """
)
# Words of records that people leave behind: neither people nor things.
EVENTS = row(
    """
    order sale vente invoice payment session log journal history historique event evenement login message ticket
    request demande review avis rating visit visite booking reservation appointment rdv rendezvous contract
    contrat subscription abonnement cart panier basket wishlist favori delivery livraison shipment
    expedition address absence conge payslip bulletin evaluation interview entretien sanction claim sinistre
    loan pret transaction call appel cdr consultation sejour stay prescription result resultat notification
    audit consent donation don cotisation membership adhesion registration inscription feedback complaint
    return retour refund avoir newsletter search recherche access acces connexion connection trace click
    token device line timesheet expense note document file upload affectation mandate mandat account compte
    quote devis opportunity opportunite deal activity activite task tache card carte phone email optin
    domain domaine hosting hebergement mailbox boite vps instance answer vote poll comment post conversation
    chat application candidature courrier lettre letter vaccination allergy diagnosis admission discharge
    treatment measure thread followup suivi sondage survey enquete parrainage referral prelevement
    temoignage testimonial
    """
)

_GLUE = """
    paid paye verse due given received recu sum amt owed special speciale demande
    of the de du des la le les et and to from by for in a an sur dans un une is has at on
    shipping billing delivery livraison facturation home work office bureau personal perso professional pro
    primary secondary principal alt alternate alternative other autre second default main new old ancien nouveau
    current last first next previous prev final initial start end begin debut fin full short  code value
    valeur data info line box complement suite app system systeme web site host domain tbl table vue view
    public private internal external interne externe temp tmp bak backup archive customeraccount carte card compte
    account bank banque numero place lieu code national identity identite security securite sociale social
    postal post mot passe medical sociale jeune fille usage famille maiden middle given family last pin digit
    agent api access refresh remember auth reset push device cell tower geo coord net gross pay brut annual monthly
    http remote client calling called station framed mandat sepa sociale union trade syndicale party parti opinion
    origin origine ethnique record history check cas arret sick leave conge blood requirement raison sociale
    licence plate gift cadeau porte door free libre champ field zone rang adresse nombre quantite civil etat
    situation piece depart
    titre sejour permis conduire driving bic month year annee mois heure hour time
"""


def _all_known() -> frozenset[str]:
    phrase_words = {word for phrase in PHRASES for word in phrase.split() if len(word) > 2}
    sets: Iterable[Iterable[str]] = (CANONICAL, CANONICAL.values(), PHRASES.values(), phrase_words)
    every = {
        word.rstrip("_") for words in (*sets, META, PEOPLE, THINGS, ORGANISATIONS, EVENTS) for word in words
    }
    return frozenset(word for word in {*every, *_GLUE.split()} if "_" not in word and " " not in word)


KNOWN = _all_known()
