"""Staff and patients of a clinic: HR and medical tables, French with some English, special categories."""

SCHEMA = """
salarie
  matricule        c    pk               mat
  nom_usage        text name             last
  nom_naissance    text name             last
  prenom           text name             first
  sexe             c    gender           gender
  date_naissance   date birth_date       birth
  lieu_naissance   text birth_place      town
  nationalite      c    nationality      country
  num_secu         text national_number  nir
  situation_fam    text family           marié|célibataire
  nb_enfants       int  family           small
  adresse_perso    text address          street
  code_postal      c    address          postcode
  ville            text address          town
  tel_perso        text phone            phone
  email_pro        text email            email
  iban             text bank_account     iban
  bic              text bank_account     bic
  date_embauche    date -                day
  fonction         text employment       Infirmier|Comptable
  coefficient      int  -                small
  salaire_base     num  income           money
  rqth             bool health           flag
  syndicat         text union            CGT|CFDT|aucun
  religion         text religion         -
  permis_conduire  text identity_document code
  badge_no         text customer_number  code
  photo            text photo            file
  code_service     int  >service-        small
service
  code_service     int  pk               serial
  libelle          text -                Cardiologie|Urgences
  responsable_mat  c    =salarie         a_mat
  telephone        text -                phone
  batiment         c    -                A|B
contrat
  id               int  pk               serial
  matricule        c    =salarie         a_mat
  type_contrat     c    -                CDI|CDD
  date_debut       date -                day
  date_fin         date -                day
  motif_fin        text message          text
  remuneration     num  income           money
bulletin_paie
  id               int  pk               serial
  matricule        c    =salarie         a_mat
  periode          c    -                2024-01|2024-02
  brut             num  income           money
  net_a_payer      num  income           money
  taux_prelevement num  -                small
  fichier_pdf      text -                file
absence
  id               int  pk               serial
  matricule        c    =salarie         a_mat
  type_absence     c    -                CP|RTT
  motif_medical    text health           text
  date_debut       date -                day
  nb_jours         int  -                small
visite_medicale
  id               int  pk               serial
  matricule        c    =salarie         a_mat
  date_visite      date -                day
  medecin          text name             full
  aptitude         text -                apte|inapte
  restriction_medicale text health       text
sanction
  id               int  pk               serial
  matricule        c    =salarie         a_mat
  nature           text -                blâme|avertissement
  description      long message          text
  casier_judiciaire_fourni bool offences flag
patient
  id_patient       int  pk               serial
  ipp              text customer_number  code
  nom              text name             last
  prenoms          text name             first
  ddn              date birth_date       birth
  nir              text national_number  nir
  tel_mobile       text phone            phone
  courriel         text email            email
  adresse          text address          street
  cp               c    address          postcode
  commune          text address          town
  code_insee_commune c  -                code
  medecin_traitant text name             full
  groupe_sanguin   c    health           A+|O-
  allergies        text health           pollen|aucune
  mutuelle         text details                firm
  num_mutuelle     text details                code
  personne_confiance text name           full
  tel_urgence      text phone            phone
sejour
  id_sejour        int  pk               serial
  id_patient       int  >patient         small
  code_service     int  >service-        small
  date_entree      ts   -                instant
  date_sortie      ts   -                instant
  motif_hospitalisation text health      text
  chambre          c    -                code
diagnostic
  id_diag          int  pk               serial
  id_sejour        int  >sejour-         small
  code_cim10       c    health           code
  libelle_diagnostic text health         asthme|fracture
  date_diag        date -                day
prescription
  id_presc         int  pk               serial
  id_sejour        int  >sejour-         small
  medicament       text health           Doliprane|Ventoline
  posologie        text health           text
  prescripteur_mat c    =salarie         a_mat
rendez_vous
  id               int  pk               serial
  id_patient       int  >patient         small
  medecin_mat      c    =salarie         a_mat
  debut            ts   -                instant
  motif_consultation text health         text
  rappel_sms       bool -                flag
ref_medicament
  code_cip         c    pk               code
  nom              text -                Doliprane|Ventoline
  laboratoire      text -                firm
  posologie_max    text -                3/j|2/j
ref_cim10
  code             c    pk               code
  libelle          text -                Asthme|Fracture
candidature
  id               int  pk               serial
  nom_prenom       text name             full
  email            text email            email
  tel              text phone            phone
  cv_fichier       text education        file
  lettre_motivation long message         text
  dispo_le         date -                day
  source           text -                APEC|site
emergency_contact
  id               int  pk               serial
  employee_no      c    =salarie         a_mat
  contact_name     text name             full
  relationship     c    family           spouse|parent
  phone            text phone            phone
log_acces
  id               big  pk               serial
  login_utilisateur text login           login
  poste_ip         ip   connection       ip
  action           text -                lecture|modif
  horodatage       ts   -                instant
materiel
  id               int  pk               serial
  nom              text -                Scanner|IRM
  num_serie        text -                imei
  adresse_mac      text -                mac
  version_logiciel text -                version
  localisation     text -                A1|B2
"""
