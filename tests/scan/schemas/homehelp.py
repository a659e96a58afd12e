"""A French agency of home help whose developers write half in English: 74 columns. Held out, the seventh one."""

SCHEMA = """
tbl_benef
  id_benef int pk serial
  civ_benef c gender title
  nm_benef text name last
  pren_benef text name first
  dn_benef date birth_date birth
  num_ss c national_number nir
  adr_l1 text address street
  adr_l2 text address ?street
  cpost c address postcode
  vil text address town
  tel1 c phone phone
  tel_mob c phone ?phone
  e_mail text email email
  gir int health small
  pathos long health ?text
  med_trait text name full
  pers_conf text name full
  tel_pers_conf c phone phone
  code_acces text address ?12A4|77B
  obs_interv long message ?text
  aidant_id int =caregivers small
  dt_crea ts - instant
  statut c - actif|clos
caregivers
  id int pk serial
  FullName text name full
  WorkEmail text email email
  CellNo c phone phone
  HiredOn date - day
  SSN c national_number nir
  BankIban text bank_account iban
  HourlyRate num income money
  licPlate c vehicle plate
  diplome text education DEAES|CAP
  vax_status c health OK|KO
  last_login_ip c connection ip
  pwd_hash text password bcrypt
  geo_lat flt location lat
  geo_lng flt location lon
interventions
  ref c pk mat
  benef int =tbl_benef small
  aide int =caregivers small
  debut ts - instant
  duree_min int - small
  cr_visite long message text
  signature_png text signature file
  mt_fact num amount money
Devis
  devisNo c pk mat
  demandeur text name full
  mailDemandeur text email email
  telDemandeur c phone phone
  commentaires long message text
  montantHT num amount money
  tauxTva num - small
  refProspectExt c customer_number code
mouvements_stock
  id int pk serial
  ref_art c - code
  ean c - ean
  lib_art text - good
  qte int - small
  lot c - code
audit_trail
  id big pk serial
  actor text email email
  user_agent text connection agent
  remote_addr c connection ip
  evt c - view|edit
  meta json details document
  hash c - hash
  at ts - instant
agences
  code_ag c pk mat
  nom_ag text - firm
  tel_ag c - phone
  mel_ag text - role_email
  siret c - siret
  ville_ag text - town
"""
