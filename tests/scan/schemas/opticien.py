"""An optician with two shops, half in English since the till was bought: 94 columns. Held out, the ninth one."""

SCHEMA = """
tb_porteur
  id_port int pk serial
  civ c gender title
  nom_port text name last
  nom_jf text name ?last
  prn_port text name first
  d_nais date birth_date birth
  nir_port c national_number nir
  rang_nais int national_number small
  adr text address street
  cpl_adr text address ?street
  c_post c address postcode
  loc text address town
  tph_dom c phone ?phone
  tph_mob c phone phone
  mel text email email
  prof text employment Prof|Maçon|Retraité
  mut_nom text health MGEN|Harmonie
  mut_noadh c customer_number code
  cmu_c bool health flag
  rpps_ophtalmo c - digits9
  ophtalmo text name full
  port_lent bool health flag
  diabete bool health flag
  hobbies text details Lecture|Foot
  parrain_id int =tb_porteur small
  rq long message ?text
  optin_sms bool - flag
  dcrea ts - instant
prescr
  no_presc int pk serial
  id_port int =tb_porteur small
  dt_presc date - day
  od_sph num health money
  od_cyl num health money
  og_sph num health money
  og_axe int health small
  ecart_pup num health money
  acuite c health 10/10|8/10
  scan_ordo text health file
sales
  sale_id int pk serial
  wearer int =tb_porteur small
  seller int =staff small
  shop c - LYO1|NAN2
  frame_sku c - code
  frame_name text - good
  lens_ref c - code
  gtin c - ean
  tot_ttc num amount money
  part_ss num amount money
  part_mut num amount money
  rac num amount money
  pay_mode c - CB|CHQ
  cb_last4 c card last4
  cheque_no c bank_account digits9
  tckt_no c - order16
  ts ts - instant
staff
  staff_id int pk serial
  initials c name AB|CD
  fname text name first
  lname text name last
  dipl text education BTS|CQP
  pin c password last4
  hourly num income money
  iban_sal text bank_account iban
  absences_motif text health Maladie|Congés
  synd_mandat text union CGT|aucun
fourn
  code c pk mat
  rs text - firm
  siret c - siret
  tva_intra c - code
  contact text name ?full
  mail_cde text - role_email
  adr text - street
  ville text - town
shops
  shop_code c pk mat
  label text - good
  street text - street
  zip c - postcode
  city text - town
  phone c - phone
  till_ip ip - ip
rdv
  id int pk serial
  debut ts - instant
  pour text name full
  tel_rappel c phone phone
  motif c health Examen|Lentilles
  opticien int =staff small
  annule bool - flag
visio_log
  id big pk serial
  sess text token hash
  adr_ip ip connection ip
  nav text connection agent
  id_port int =tb_porteur small
  evt json details document
  au ts - instant
"""
