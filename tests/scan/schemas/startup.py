"""A hurried start-up: French and English, camelCase, prefixes, and no foreign key. The rules were written on it."""

SCHEMA = """
Users
  Id int pk serial
  usrLogin text login login
  usrPwd text password bcrypt
  usrMail text email email
  usrFstName text name first
  usrLstName text name last
  usrTel c phone phone
  usrRole c - admin|user
  usrLang c - fr|en
  usrLastIp c connection ip
  usrAvatar text photo url
  usrStripeId text customer_number code
  isActif bool - flag
  CreatedAt ts - instant
t_abonnes
  abo_id int pk serial
  abo_usr int =Users small
  abo_civ c gender title
  abo_nom text name last
  abo_pnom text name first
  abo_dtnaiss date birth_date birth
  abo_adr_fact text address street
  abo_cp_fact c address postcode
  abo_vil_fact text address town
  abo_adr_livr text address street
  abo_pays c address country
  abo_tel_port c phone phone
  abo_tel_fix c phone ?phone
  abo_mel text email email
  abo_iban text bank_account iban
  abo_bic c bank_account bic
  abo_offre c - Basic|Pro
  abo_px_mens num - money
  abo_dt_deb date - day
  abo_dt_resil date - ?day
  abo_motif_resil long message ?text
  abo_parrain int =t_abonnes small
  abo_rum c bank_account code
  abo_infos_compl long message ?text
t_factures
  fac_id int pk serial
  fac_num c - order16
  abo_id int =t_abonnes small
  fac_ttc num amount money
  fac_ht num amount money
  fac_tva num - money
  fac_nom_client text name full
  fac_adr_client text address street
  fac_pdf text - file
  fac_etat c - payee|due
  fac_dt date - day
livraisons
  id int pk serial
  numCmd c - order16
  nomDest text name full
  telDest c phone phone
  rueDest text address street
  villeDest text address town
  codePorte c address 12A4|77B
  instructions text message ?text
  transporteur text - Colissimo|UPS
  numSuivi c - code
  poidsKg num - small
  dtLivr ts - instant
livreurs
  id int pk serial
  nom_prenom text name full
  gsm c phone phone
  immat c vehicle plate
  permis_num c identity_document code
  num_secu c national_number nir
  rib text bank_account iban
  sal_mens num income money
  lat flt location lat
  lng flt location lon
  last_pos_at ts - instant
  dispo bool - flag
tickets_sav
  id int pk serial
  user_id int =Users small
  sujet text message text
  msg long message text
  piece_jointe text - file
  note_satisf int - small
  reponse_agent long message text
  agent text name full
  created ts - instant
evt_log
  id big pk serial
  uid int =Users small
  ts ts - instant
  ip c connection ip
  ua text connection agent
  action c - login|view
  payload json details document
  sess_id c token uuid
  ref_url text - url
produits
  sku c pk mat
  nom text - good
  descr long - sentence
  gencod c - ean
  px_ht num - money
  fournisseur text - firm
  mail_fourn text - role_email
  poids num - small
  photo text - file
  stock int - small
parrainages
  id int pk serial
  code_parrain c - code
  mail_filleul text email email
  nom_filleul text name last
  utilise bool - flag
promo
  code c pk mat
  libelle text - Soldes|Noel
  remise_pct int - small
  dt_fin date - day
newsletter
  id int pk serial
  mail text email email
  token_desinscription c token hash
  src c - site|app
  optin_at ts - instant
  ip_optin c connection ip
rh_salaries
  matricule c pk mat
  nom_usage text name last
  nom_naiss text name ?last
  prenoms text name first
  sexe c gender gender
  date_nais date birth_date birth
  lieu_nais text birth_place town
  nation c nationality FRA|BEL
  sit_fam c family C|M|D
  nb_enf int family small
  nss c national_number nir
  adr1 text address street
  adr2 text address ?street
  code_post c address postcode
  commune text address town
  mail_perso text email email
  tel_perso c phone phone
  ctc_urgence text name full
  tel_urgence c phone phone
  poste text employment Dev|Ops
  sal_brut_an num income 32000|45000
  dt_emb date - day
  dt_sortie date - ?day
  rqth bool health flag
  mutuelle c details Alan|none
  syndicat c union ?CGT|CFDT
  manager c =rh_salaries a_mat
arrets
  id int pk serial
  mat c =rh_salaries a_mat
  du date health day
  au date health day
  type_arret c health maladie|AT
  cause long health ?text
config_app
  cle c pk mat
  valeur text - a|b
  maj ts - instant
tmp_import_2023
  col1 text name full
  col2 text email email
  col3 text phone phone
  col4 text - code
  col5 text address street
villes
  id int pk serial
  nom text - town
  cp c - postcode
  dept c - 69|13
  lat flt - lat
  lng flt - lon
avis
  id int pk serial
  produit c - code
  pseudo text login login
  note int - small
  titre text message text
  commentaire long message text
  publie bool - flag
  date_avis ts - instant
"""
