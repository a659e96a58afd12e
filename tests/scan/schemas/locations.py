"""Holiday lets and a club: camelCase, English and French by turns, names run together. Held out, the second one."""

SCHEMA = """
Voyageur
  voyageurId       int  pk               serial
  nomVoyageur      text name             last
  prenomVoyageur   text name             first
  adresseMail      text email            email
  telMobile        text phone            phone
  dateDeNaissance  date birth_date       birth
  nationaliteCode  c    nationality      country
  numPasseport     text identity_document code
  langueParlee     c    -                fr|en
  regimeAlimentaire text health          aucun|végétarien
  accepteNewsletter bool -               flag
  inscritLe        ts   -                instant
  dernierLogin     ts   -                instant
  parrainId        int  =Voyageur        small
Reservation
  reservationId    int  pk               serial
  voyageurId       int  =Voyageur        small
  logementId       int  =Logement-       small
  arrivee          date -                day
  depart           date -                day
  nbAdultes        int  -                small
  prixTotal        num  amount                money
  acompteVerse     num  -                money
  demandeSpeciale  long message          text
  codeAcces        c    -                last4
  statutResa       c    -                OK|ANNUL
Accompagnant
  id               int  pk               serial
  reservationId    int  =Reservation-    small
  nomComplet       text name             full
  age              int  birth_date       small
  lienParente      text family                conjoint|enfant
Logement
  logementId       int  pk               serial
  proprietaireId   int  =Proprietaire    small
  titreAnnonce     text -                good
  adresseLogement  text address          street
  codePostal       c    address          postcode
  commune          text address          town
  latitude         flt  location         lat
  longitude        flt  location         lon
  nbPieces         int  -                small
  descriptionLongue long -               Belle_maison_au_calme
  tarifNuit        num  -                money
Proprietaire
  proprietaireId   int  pk               serial
  civilite         c    gender           title
  nomProprio       text name             full
  emailProprio     text email            email
  portable         text phone            phone
  ibanVersement    text bank_account     iban
  numFiscal        text tax_number       code
  siretEventuel    text -                ?siret
VersementProprietaire
  id               int  pk               serial
  proprietaireId   int  =Proprietaire    small
  montantVerse     num  amount           money
  dateVersement    date -                day
  refBancaire      text -                order16
AvisClient
  id               int  pk               serial
  reservationId    int  =Reservation-    small
  noteGlobale      int  -                small
  texteAvis        long message          text
  reponseHote      long message          text
MessagePrive
  id               int  pk               serial
  expediteurId     int  =Voyageur        small
  sujet            text message          text
  contenu          long message          text
  envoyeLe         ts   -                instant
  ipExpediteur     ip   connection       ip
clubmembers
  memberno         int  pk               serial
  fullname         text name             full
  emailaddr        text email            email
  homephone        text phone            phone_uk
  streetaddr       text address          road
  towncity         text address          town
  postcode         c    address          postcode_uk
  dob              date birth_date       birth
  emergencyname    text name             full
  emergencyphone   text phone            phone_uk
  medicalnotes     long health           text
  subspaidon       date -                day
  photofile        text photo            file
  joindate         date -                day
clubevents
  eventid          int  pk               serial
  eventname        text -                good
  venue            text -                firm
  venueaddress     text -                road
  organiserno      int  =clubmembers     small
  maxplaces        int  -                small
eventsignups
  signupid         int  pk               serial
  eventid          int  =clubevents-     small
  memberno         int  =clubmembers     small
  guestname        text name             full
  dietaryneeds     text health           none|vegan
  amountpaid       num  amount           money
MoyenPaiement
  id               int  pk               serial
  voyageurId       int  =Voyageur        small
  porteurCarte     text name             full
  numCarteMasque   text card             last4
  typeCarte        c    -                VISA|MC
  moisExpiration   int  card             small
  jetonStripe      text token            hash
JournalConnexion
  id               big  pk               serial
  compte           text login            login
  adresseIp        ip   connection       ip
  agentUtilisateur text connection       agent
  horodatage       ts   -                instant
  reussi           bool -                flag
Equipement
  id               int  pk               serial
  nomEquipement    text -                Piscine|Wifi
  versionFirmware  c    -                version
  adresseMacBox    text -                mac
Agence
  id               int  pk               serial
  nomAgence        text -                firm
  telAgence        text -                phone
  mailAgence       text -                role_email
  directeur        text name             full
  siren            c    -                siren
TarifSaison
  id               int  pk               serial
  libelleSaison    text -                Haute|Basse
  coefficient      num  -                small
zz_import_2023
  col_a            text name             full
  col_b            text email            email
  col_c            text phone            phone
  col_d            text -                code
  col_e            text address          street
ModeleEmail
  id               int  pk               serial
  nomModele        text -                bienvenue|relance
  objet            text -                Bienvenue|Relance
  corpsHtml        long -                Bonjour
"""
