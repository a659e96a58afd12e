"""A hosting and telephone company, French and English mixed. Held out: its first figure stands in the reference."""

SCHEMA = """
crm_accounts
  account_no       c    pk               mat
  company_name     text employment       ?firm
  contact_first    text name             first
  contact_last     text name             last
  primary_mail     text email            email
  alt_mail         text email            ?email
  gsm              text phone            phone
  vat_id           text -                siren
  street_line_1    text address          street
  zip              c    address          postcode
  town             text address          town
  birth_dt         date birth_date       birth
  id_card_no       text identity_document code
  pwd_hash         text password         bcrypt
  pin_support      c    password         last4
  signup_ip        ip   connection       ip
  balance_eur      num  amount           money
  lang             c    -                fr|en
  opt_in_news      bool -                flag
  created          ts   -                instant
abonnement
  abo_id           int  pk               serial
  account_no       c    =crm_accounts    a_mat
  offre_id         int  =offre-          small
  ligne_msisdn     c    phone            phone
  iccid            text device           imei
  imsi             text device           order16
  date_activation  date -                day
  date_resil       date -                day
  motif_resil      text message          text
  mensualite       num  -                money
offre
  offre_id         int  pk               serial
  nom              text -                Fibre|Mobile
  debit_max        int  -                small
  prix_mois        num  -                money
cdr_voice
  cdr_id           big  pk               serial
  abo_id           int  =abonnement-     small
  calling_number   c    phone            phone
  called_number    c    phone            phone
  started          ts   -                instant
  duration_s       int  -                small
  cell_id          c    location         code
  imei             c    device           imei
  cost             num  -                money
radius_log
  id               big  pk               serial
  ppp_login        text login            login
  framed_ip        ip   connection       ip
  calling_station_id text device         mac
  nas_ip           ip   -                ip
  session_start    ts   -                instant
  bytes_in         int  -                small
domaines
  domaine_id       int  pk               serial
  account_no       c    =crm_accounts    a_mat
  fqdn             text -                acme.fr|test.net
  registrant_name  text name             full
  registrant_email text email            email
  registrant_phone text phone            phone
  admin_c_mail     text email            email
  expire_le        date -                day
  auth_code        text token            hash
servers
  server_id        int  pk               serial
  hostname         text -                srv1|srv2
  ip_address       ip   -                ip
  mac_address      text -                mac
  datacenter       text -                DC1|DC2
  os_release       c    -                version
  root_password    text -                hash
vps
  vps_id           int  pk               serial
  account_no       c    =crm_accounts    a_mat
  server_id        int  =servers-        small
  ipv4             ip   connection       ip
  label            text -                web|db
  ssh_key          text token            hash
factures
  facture_no       c    pk               order16
  account_no       c    =crm_accounts    a_mat
  raison_sociale_fact text employment    firm
  nom_fact         text name             full
  adr_fact         text address          street
  cp_fact          c    address          postcode
  ville_fact       text address          town
  total_ttc        num  amount           money
  tva              num  -                money
  emise_le         date -                day
  pdf_path         text -                file
prelevements
  id               int  pk               serial
  facture_no       c    =factures-       order16
  rum              c    bank_account     code
  iban_debiteur    text bank_account     iban
  nom_debiteur     text name             full
  montant          num  amount           money
  statut_sepa      c    -                OK|REJ
tickets
  ticket_id        int  pk               serial
  account_no       c    =crm_accounts    a_mat
  opened_by_mail   text email            email
  tech_id          int  =techniciens     small
  objet            text message          text
  texte            long message          text
  priorite         int  -                small
techniciens
  tech_id          int  pk               serial
  trigramme        c    login            code
  nom              text name             last
  prenom           text name             first
  tel_astreinte    text phone            phone
  vehicule_immat   text vehicle          plate
resellers
  reseller_id      int  pk               serial
  name             text -                firm
  email            text -                role_email
  phone            text -                phone
  siren            c    -                siren
  manager_name     text name             full
  manager_email    text email            email
dns_records
  id               int  pk               serial
  domaine_id       int  =domaines-       small
  name             text -                www|mail
  type             c    -                A|MX
  content          text -                ip
  ttl              int  -                small
fw_versions
  id               int  pk               serial
  version          c    -                version
  release_notes    long -                Bug_fixes
  released         date -                day
ip_pool
  id               int  pk               serial
  network          text -                ip
  gateway_ip       ip   -                ip
  vlan             int  -                small
field_7
  k                int  pk               serial
  f1               text name             full
  f2               text email            email
  f3               text bank_account     iban
  f4               text -                code
  f5               text connection       agent
email_queue
  id               big  pk               serial
  template_id      int  -                small
  to_address       text email            email
  subject          text -                Facture|Bienvenue
  retries          int  -                small
  smtp_host        text -                mx1|mx2
"""
