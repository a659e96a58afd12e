"""A plumbing firm's database, grown over fifteen years, both languages: 84 columns. Held out, the eighth one."""

SCHEMA = """
CLI
  CLI_NO int pk serial
  CLI_QUAL c gender title
  CLI_NOMPRE text name full
  CLI_AD1 text address street
  CLI_AD2 text address ?street
  CLI_CPVIL text address 69003_LYON|44000_NANTES|13001_MARSEILLE
  CLI_TEL c phone phone
  CLI_PORT c phone ?phone
  CLI_MEL text email email
  CLI_DIGI c address 12B45|A2233
  CLI_OBS long message ?text
  CLI_SOLDE num amount money
  CLI_TYP c - PART|PRO
  CLI_REMISE num - money
  CLI_PROPLOC c details P|L
  CLI_MAPRIME c details BLEU|JAUNE|VIOLET
  CLI_RFR int income 18000|34000|52000
  CLI_NFOY int family small
  CLI_SIRET c - ?siret
  CLI_CREELE ts - instant
CHANTIERS
  ch_ref c pk mat
  ch_client int =CLI small
  ch_lieu text address street
  ch_lib text - Chaudière_gaz|PAC_air_eau
  ch_tech c name first
  ch_occupant text name full
  ch_tel_occ c phone phone
  ch_clefs text message ?sentence
  ch_lat flt location lat
  ch_lng flt location lon
  ch_debut date - day
  ch_montant num amount money
  ch_pv json details {"signed_by":"A","ok":true}
equipe
  id int pk serial
  surnom c name first
  nom text name last
  dnaiss date birth_date birth
  nss c national_number nir
  carte_btp c identity_document code
  permis_b c identity_document ?code
  tx_hor num income money
  rib text bank_account iban
  aptitude_med c health Apte|Apte_avec_réserves
  visite_med date health day
  pers_urgence text name full
  tel_urgence c phone phone
  taille_vetement c details L|XL
  badge c customer_number mat
  cond_judiciaire c offences non|oui
  code_alarme c password last4
supply_orders
  order_no c pk order16
  supplier text - firm
  supplier_siret c - siret
  sales_contact text name ?full
  sales_email text - role_email
  ean c - ean
  item_label text - good
  qty int - small
  unit_price num - money
  ship_to_store text - street
  store_city text - town
  ordered_by int =equipe small
sms_log
  id big pk serial
  dest c phone phone
  txt long message text
  sent_at ts - instant
  gateway_ref c - uuid
  status c - OK|KO
web_leads
  uid text pk uuid
  full_nm text name full
  mail text email email
  phone_nb c phone phone
  zip c address postcode
  need long message text
  utm_campaign text - google|fb
  remote_ip ip connection ip
  ua text connection agent
  gclid text device hash
  consent_ts ts - instant
  payload json details document
params
  cle c pk mat
  valeur text - oui|non
  email_technique text - role_email
  tel_standard c - phone
"""
