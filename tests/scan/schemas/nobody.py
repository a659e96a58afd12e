"""Goods, machines, accounts, places and settings: nobody, with names and values that look like people."""

SCHEMA = """
articles
  art_id int pk serial
  art_ref c - code
  art_nom text - good
  art_ean c - ean
  art_desc long - sentence
  art_marque text - firm
  art_couleur c - rouge|bleu
  art_poids_kg num - money
  art_taille_cm num - small
  art_prix_ht num - money
  art_photo text - file
  art_url text - url
  art_note_moy num - small
gammes
  id int pk serial
  prenom_gamme text - Emma|Louise
  description long - sentence
films
  id int pk serial
  titre text - good
  annee int - 1999|2004
  duree_min int - small
  pays c - FR|US
  langue c - fr|en
  genre c - Drame|Comédie
  synopsis long - sentence
servers
  id int pk serial
  hostname text - web1|db2
  ip_address c - ip
  mac_addr c - mac
  os_version c - version
  serial_number c - order16
  location text - Rack_A|Rack_B
  api_endpoint text - url
  cpu_model text - Xeon|Epyc
  admin_url text - url
releases
  id int pk serial
  version c - version
  commit_hash c - hash
  build_number int - serial
  notes long - sentence
  released_on date - day
email_templates
  id int pk serial
  name text - welcome|reset
  subject text - Welcome|Reset_your_password
  body_html long - sentence
  from_name text - Support|Sales
  language c - fr|en
plan_comptable
  compte c pk mat
  libelle text - Banque|Clients
  sens c - D|C
ecritures
  id int pk serial
  compte_num c - code
  journal c - VE|AC
  libelle text - Vente|Achat
  debit num - money
  credit num - money
  dt_ecr date - day
  piece c - code
villes_france
  insee c pk mat
  nom_commune text - town
  code_postal c - postcode
  departement text - Rhône|Var
  latitude flt - lat
  longitude flt - lon
  population int - small
magasins
  id int pk serial
  nom text - firm
  adresse text - street
  cp c - postcode
  ville text - town
  tel c - phone
  email text - role_email
  siret c - siret
  horaires text - 9h-19h
capteurs
  id int pk serial
  uuid c - uuid
  modele text - TX-1|TX-2
  firmware c - version
  lat flt - lat
  lng flt - lon
  dernier_releve ts - instant
mesures_capteur
  id int pk serial
  capteur_id int >capteurs- small
  temperature num - money
  humidite num - small
  tension num - small
  at ts - instant
pays
  code c pk mat
  nom text - France|Belgique
  indicatif_tel c - 33|32
  nationalite text - Française|Belge
  devise c - EUR
taux_tva
  id int pk serial
  taux num - small
  libelle text - Normal|Réduit
feature_flags
  key c pk mat
  enabled bool - flag
  description text - sentence
  owner_team text - core|web
stock_moves
  id int pk serial
  product_ref c - code
  lot c - code
  qty int - small
  from_location text - A1|B2
  to_location text - C3|D4
  moved_at ts - instant
colis
  id int pk serial
  num_colis c - order16
  transporteur text - UPS|Colissimo
  poids num - small
  hauteur_cm num - small
  statut c - livre|transit
migrations
  id int pk serial
  name text - 0001_init|0002_users
  batch int - small
  applied_at ts - instant
cache
  key c pk mat
  value long - hash
  expiration int - small
jobs
  id int pk serial
  queue c - mail|pdf
  payload long - {"job":"mail","tries":1}
  attempts int - small
machines
  id int pk serial
  nom text - Presse_Martin|Four_Paul
  num_serie c - imei
  fabricant text - firm
  annee int - 1999|2004
  immat c - plate
specialites
  id int pk serial
  libelle text - Cardiologie|ORL
medicaments
  cip c pk ean
  nom text - Doliprane|Ventoline
  dosage text - 500mg|1g
  posologie_type text - 2_par_jour
  taux_remb num - small
maladies
  code_cim c pk mat
  libelle text - Asthme|Diabète
chambres
  num c pk mat
  etage int - small
  nb_lits int - small
  tel_poste c - phone
livres
  isbn c pk ean
  titre text - good
  editeur text - firm
  resume long - sentence
  prix num - money
"""
