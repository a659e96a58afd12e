"""A sports club: members in French, an older English list, forms with opaque columns. Held out, the fifth one."""

SCHEMA = """
adherents
  id_adherent        int  pk               serial
  nom                text name             last
  prenom             text name             first
  date_naiss         date birth_date       birth
  sexe               c    gender           gender
  email              text email            email
  tel_mobile         text phone            phone
  adresse            text address          street
  cp                 c    address          postcode
  ville              text address          town
  representant_legal text name             full
  personne_a_prevenir text name            full
  tel_urgence        text phone            phone
  allergies          text health           aucune|arachides
  certif_medical     bool health           flag
  photo_path         text photo            file
  iban_prelev        text bank_account     iban
  taille_tshirt      c    details                S|M|L
  droit_image        bool -                flag
  saison             c    -                2024|2025
  inscrit_le         ts   -                instant
MembersOld
  MemberID           int  pk               serial
  Surname            text name             last
  Forename           text name             first
  DOB                date birth_date       birth
  EmailAddr          text email            email
  HomePhone          text phone            phone_uk
  AddressLine1       text address          road
  AddressLine2       text address          ?town
  Town               text address          town
  PostCode           c    address          postcode_uk
  EmergencyContact   text name             full
  EmergencyPhone     text phone            phone_uk
  MedicalConditions  long health           none|asthma
  JoinDate           date -                day
  LockerNo           int  -                small
encadrants
  id                 int  pk               serial
  nom_complet        text name             full
  courriel           text email            email
  tel                text phone            phone
  diplome            text education        BPJEPS|STAPS
  taux_horaire       num  income           money
  num_secu           text national_number  nir
  iban               text bank_account     iban
classes
  id                 int  pk               serial
  title              text -                Pilates|Yoga
  encadrant_id       int  =encadrants      small
  room               c    -                A|B
  capacity           int  -                small
  description        text -                A_gentle_hour_for_all
bookings
  id                 int  pk               serial
  adherent_id        int  >adherents       small
  class_id           int  =classes-        small
  booked_at          ts   -                instant
  no_show            bool -                flag
passages_badge
  id                 big  pk               serial
  adherent_id        int  =adherents       small
  badge_no           c    customer_number  code
  porte              c    -                Nord|Sud
  passe_le           ts   -                instant
mesures
  id                 int  pk               serial
  adherent_id        int  =adherents       small
  poids_kg           num  health           money
  taille_cm          int  health           small
  imc                num  health           money
  mesure_le          date -                day
paiements
  id                 int  pk               serial
  adherent_id        int  =adherents       small
  montant            num  amount           money
  mode               c    -                CB|CHQ
  titulaire_carte    text name             full
  paye_le            date -                day
dons
  id                 int  pk               serial
  donateur_nom       text name             last
  donateur_prenom    text name             first
  donateur_adresse   text address          street
  donateur_email     text email            email
  montant            num  amount           money
  recu_no            c    -                code
evenements
  id                 int  pk               serial
  titre              text -                Tournoi|Gala
  lieu               text -                Gymnase_Nord
  debut              ts   -                instant
  tarif              num  -                money
inscriptions
  id                 int  pk               serial
  evenement_id       int  =evenements-     small
  participant_id     int  =adherents       small
  regime_alim        text health           aucun|végétarien
  commentaire        long message          text
reponses
  id                 int  pk               serial
  adherent_id        int  =adherents       small
  champ_1            text email            email
  champ_2            text phone            phone
  champ_3            text bank_account     iban
  champ_4            text -                oui|non
  champ_5            date birth_date       birth
newsletter
  id                 int  pk               serial
  mail               text email            email
  prenom             text name             first
  ip_inscription     ip   connection       ip
  desinscrit_le      ts   -                instant
demandes_site
  id                 int  pk               serial
  name               text name             full
  mail               text email            email
  message            long message          text
  adresse_ip         ip   connection       ip
  page               text -                url
partenaires
  id                 int  pk               serial
  raison_sociale     text -                firm
  siret              c    -                siret
  ville              text -                town
  contact_nom        text name             full
  contact_mail       text email            email
boutique
  id                 int  pk               serial
  libelle            text -                good
  code_barre         c    -                ean
  prix               num  -                money
"""
