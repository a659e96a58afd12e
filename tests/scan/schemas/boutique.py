"""A French shop in the manner of PrestaShop: prefixes, abbreviations, opaque names, no foreign key at all."""

SCHEMA = """
ps_client
  id_client      int   pk            serial
  id_genre       int   -             small
  civ            c     gender        title
  nom            text  name          last
  prn            text  name          first
  mel            text  email         email
  mdp            text  password      bcrypt
  dt_naiss       date  birth_date    birth
  tel_port       text  phone         phone
  tel_fixe       text  phone         ?phone
  siret          text  -             ?siret
  optin_mel      bool  -             flag
  ip_inscr       ip    connection    ip
  dt_crea        ts    -             instant
  dt_maj         ts    -             instant
  actif          bool  -             flag
  note_interne   long  message       text
  champ1         text  phone         phone
  champ2         text  iban_opaque   iban
  solde_fid      num   amount        money
ps_adresse
  id_adresse     int   pk            serial
  id_client      int   =ps_client    small
  alias          text  -             Maison|Travail|Parents
  nom_dest       text  name          full
  adr1           text  address       street
  adr2           text  address       ?street
  cp             c     address       postcode
  ville          text  address       town
  id_pays        int   =ps_pays-     small
  tel            text  phone         phone
  instructions   long  -             Sonner_deux_fois|Laisser_au_gardien
ps_pays
  id_pays        int   pk            serial
  nom            text  -             France|Belgique|Suisse
  code_iso       c     -             country
  indicatif_tel  c     -             33|32|41
ps_commande
  id_commande    int   pk            serial
  id_client      int   =ps_client    small
  id_adr_liv     int   -             small
  ref_cde        c     -             order16
  x_ref          c     -             order16
  statut         int   -             small
  mt_ttc         num   amount        money
  mt_port        num   amount        money
  taux_tva       num   -             small
  dt_cde         ts    -             instant
  msg_cadeau     long  message       text
  nom_livr       text  name          full
  mel_livr       text  email         email
  code_promo     c     -             code
ps_commande_ligne
  id_ligne       int   pk            serial
  id_commande    int   =ps_commande- small
  id_produit     int   =ps_produit-  small
  libelle        text  -             good
  qte            int   -             small
  px_unit        num   -             money
ps_produit
  id_produit     int   pk            serial
  nom            text  -             good
  ean13          c     -             ean
  ref            c     -             code
  px_ht          num   -             money
  nb_ventes      int   -             small
  descr          long  -             Belle_théière|Tasse_émaillée
  auteur         text  -             firm
  ip_rating      c     -             IP65|IP67
  allergenes     text  -             lait|gluten
  img_fichier    text  -             file
ps_fournisseur
  id_fournisseur int   pk            serial
  raison_soc     text  -             firm
  nom            text  -             firm
  mel            text  -             role_email
  tel            text  -             phone
  adresse        text  -             street
  ville          text  -             town
  siret          c     -             siret
  iban           text  -             iban
  contact_nom    text  name          full
  contact_mel    text  email         email
ps_boutique
  id_boutique    int   pk            serial
  libelle        text  -             firm
  adresse        text  -             street
  cp             c     -             postcode
  ville          text  -             town
  tel            text  -             phone
  email          text  -             role_email
  responsable    text  name          full
ps_avis
  id_avis        int   pk            serial
  id_produit     int   =ps_produit-  small
  id_client      int   =ps_client    small
  pseudo         text  login         login
  note           int   -             small
  commentaire    long  message       text
  dt_avis        ts    -             instant
ps_panier_log
  id_log         int   pk            serial
  cle_session    text  token         hash
  adr_ip         ip    connection    ip
  navigateur     text  connection    agent
  page           text  -             url
  dt_log         ts    -             instant
ps_newsletter
  id_abo         int   pk            serial
  courriel       text  email         email
  dt_inscr       ts    -             instant
  ip_abo         ip    connection    ip
ps_paiement_cb
  id_pmt         int   pk            serial
  id_commande    int   =ps_commande- small
  no_carte       text  card          card
  titulaire      text  name          full
  exp_mois       int   card          small
  exp_annee      int   card          small
  type_carte     c     -             VISA|MC
  mt             num   amount        money
ps_groupe_client
  id_groupe      int   pk            serial
  nom            text  -             Pro|VIP|Visiteur
  remise         num   -             small
ps_config
  id_config      int   pk            serial
  nom            text  -             PS_MAIL_SERVER|PS_SHOP_EMAIL
  valeur         text  -             1|oui|non
ps_modele_mel
  id_modele      int   pk            serial
  nom            text  -             bienvenue|facture
  sujet          text  -             Bienvenue|Votre_facture
  corps          long  -             Bonjour_cher_client
  version        c     -             version
ps_transporteur
  id_transporteur int  pk            serial
  nom            text  -             Colissimo|Chronopost
  url_suivi      text  -             url
  delai          int   -             small
""".replace("iban_opaque", "bank_account")
