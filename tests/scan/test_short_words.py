"""Short words that mean something in somebody's row and nothing elsewhere: a `code`, a `hash`, a `loyer`."""

from pathlib import Path

import pytest

from tests.scan.drafts import wrongly_read

CUSTOMERS = """
customers
  id int pk serial
  firstname text name first
  lastname text name last
"""
CASES = {
    "what stands beside a password": """
members
  id int pk serial
  email text email email
  password text password hash
  salt c password code
  image text photo file
  location text address town
  external_id c customer_number code
""",
    "a code that somebody signs in with, and one that numbers them": f"""{CUSTOMERS}
bailleurs
  id int pk serial
  nom text name last
  prenom text name first
  identifiant text login login
  code c password code
  numero c phone phone
enfants
  id int pk serial
  nom text name last
  prenom text name first
  date_naissance date birth_date birth
  code_unique c customer_number code
""",
    "the number of a house beside its street": """
clients
  id int pk serial
  nom text name last
  prenom text name first
  rue text address street
  numero c address last4
  telephone c phone phone
""",
    "the number of a member beside a telephone, and a password in French": """
membres
  id int pk serial
  numero int customer_number small
  nom text name last
  prenom text name first
  passe text password bcrypt
  telephone c phone phone
  clef_pgp long token hash
adherents
  id int pk serial
  numero c customer_number code
  nom text name last
  prenom text name first
  telephone c phone phone
""",
    "the hash of a link that somebody was sent": f"""{CUSTOMERS}
password_resets
  id int pk serial
  customer_id int =customers small
  hash text token hash
  ip ip connection ip
user_passwords
  id int pk serial
  customer_id int =customers small
  hash text password bcrypt
documents
  id int pk serial
  customer_id int =customers small
  hash text - hash
""",
    "a country's part of a telephone number": """
contacts
  id int pk serial
  last_name text name last
  phone_cc c phone 33|44
  phone c phone phone
""",
    "where somebody lives, by its number in a list": f"""{CUSTOMERS}
addresses
  id int pk serial
  customer_id int =customers small
  street text address street
  postcode c address postcode
  city_id int address small
  country_id int address small
  zone text address Rhône|Kent
""",
    "a letting, and what is paid for it": f"""{CUSTOMERS}
contrats
  id int pk serial
  customer_id int =customers small
  loyer_mensuel num amount money
  depot_garantie num amount money
  frais_agence num amount money
maisons
  id int pk serial
  owner_id int =customers small
  charges_mensuelles num - money
""",
    "a sum that is kept as text, and a total of attempts": f"""{CUSTOMERS}
paiements
  id int pk serial
  customer_id int =customers small
  montant text amount 12.50|140|99.90|20.00|31.75|8.10|64.00|15.20|77.70
customer_logins
  id int pk serial
  customer_id int =customers small
  ip ip connection ip
  total int - small
""",
    "every sum on a payslip": """
employees
  id int pk serial
  first_name text name first
  last_name text name last
  contract_type c employment CDI|CDD
payrolls
  id int pk serial
  employee_id int =employees small
  prime_anciennete num income money
  indemnite_transport num income money
  taux_cotisation num - small
""",
    "how well somebody who learns did": """
eleves
  id int pk serial
  nom text name last
  prenom text name first
examens
  id int pk serial
  eleve_id int =eleves small
  resultat c education reçu|ajourné
  note num education small
  tentatives int education small
""",
    "fields that the operator added, and pairs of name and value": f"""{CUSTOMERS}
orders
  id int pk serial
  customer_id int =customers small
  custom_1 long details ?code
  champ_perso_2 long details ?code
order_meta
  id int pk serial
  order_id int =orders- small
  name text - shoe|hat
  value long details 42|blue
""",
    "whom a gift is for": """
vouchers
  id int pk serial
  to_name text name full
  to_email text email email
  amount num amount money
""",
    "a cart that only a browser's session knows": """
cart
  id int pk serial
  session_id c token hash
  promo_id int - small
""",
    "documents of an identity, and accounts at a bank": """
affiliates
  id int pk serial
  firstname text name first
  lastname text name last
  document_nr c identity_document code
  tax text tax_number code
  bank_name text bank_account firm
  bank_account_number text bank_account iban
  commission num amount money
""",
}
OF_NOBODY = {
    "the firm's own on its bills": f"""{CUSTOMERS}
invoices
  id int pk serial
  customer_id int =customers small
  seller_address text - street
  seller_phone c - phone
  seller_company_vat text - siren
  buyer_company_vat text - siren
""",
    "machines, channels and campaigns": """
hosting_servers
  id int pk serial
  hostname text - srv1|srv2
  ip ip - ip
  username text - root|admin
  password text - hash
agent_bots
  id int pk serial
  name text - Captain|Helper
  description text - Answers_at_night
campaigns
  id int pk serial
  name text - Spring|Autumn
  from_email text - role_email
  body long - Dear_readers
inboxes
  id int pk serial
  name text - Support|Sales
  email_address text - role_email
offices
  id int pk serial
  name text - Centre|Station
  address text - street
  telephone c - phone
""",
    "goods and files": """
articles
  id int pk serial
  code c - code
  numero c - code
  image text - file
  location text - Rack_A|Rack_B
  salt text - yes|no
  zone text - A|B
  tax num - money
files
  id int pk serial
  hash text - hash
  key text - hash
""",
    "the chain of an audit, and of an account": f"""{CUSTOMERS}
transactions
  id int pk serial
  customer_id int =customers small
  hash text - hash
  prev_hash text - hash
files
  id int pk serial
  parent text - documents|web
  mime text - image/png|text/plain
audit_trail
  id int pk serial
  customer_id int =customers small
  hash text - hash
""",
}


@pytest.mark.parametrize("rows", [0, 30])
@pytest.mark.parametrize("case", CASES)
def test_a_short_word_is_read_in_somebodys_row(case: str, rows: int, tmp_path: Path) -> None:
    assert wrongly_read(CASES[case], rows, tmp_path) == ()


@pytest.mark.parametrize("rows", [0, 30])
@pytest.mark.parametrize("case", OF_NOBODY)
def test_it_says_nothing_where_a_row_is_nobodys(case: str, rows: int, tmp_path: Path) -> None:
    assert wrongly_read(OF_NOBODY[case], rows, tmp_path) == ()
