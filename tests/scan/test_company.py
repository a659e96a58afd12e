"""What a column says in the company of others: beside an IBAN, in a person's row, in a record of somebody's health."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests.scan.drafts import drafted, wrongly_read

USERS = """
users
  id int pk serial
  email text email email
  password_hash text password bcrypt
"""
PATIENTS = """
patients
  id int pk serial
  firstname text name first
  lastname text name last
"""
CASES = {
    "a bank account beside its IBAN": """
customer_accounts
  id int pk serial
  holder text name full
  bank text bank_account BNP|LCL
  code_guichet c bank_account 00828|00112
  number c bank_account last4
  iban text bank_account iban
""",
    "an account of a firm at which somebody signs is somebody's": """
company_cards
  id int pk serial
  company_id int - small
  card_number c card card
  cvn c card_code 123|456
  signed_ip ip connection ip
  signer_name text name full
""",
    "who made a user, and who leads them, are users": """
t_user
  rowid int pk serial
  lastname text name last
  firstname text name first
  fk_user int =t_user small
  fk_user_modif int =t_user small
""",
    "a patient's initial points at them, and a verb says who did it": f"""{PATIENTS}{USERS}
encounters
  id int pk serial
  pid int =patients small
  users_id_validate int =users small
""",
    "where a name is what somebody signs in with": """
members
  id int pk serial
  name text login login
  realname text name last
  firstname text name first
  password text password bcrypt
""",
    "where a user's name is a family name": """
utilisateur
  id int pk serial
  nom_utilisateur text name last
  prenom_utilisateur text name first
""",
    "a list of titles of users is of nobody": f"""{USERS}
usertitles
  id int pk serial
  name text - Director|Clerk
  comment long - none
""",
    "sales are no salaries": f"""{PATIENTS}
sales
  id int pk serial
  patient_id int =patients small
  frame_name text - good
""",
    "what an author writes as a status is theirs": f"""{USERS}
statuses
  id int pk serial
  user_id int >users small
  text long message text
""",
    "words for being married": """
clients
  id int pk serial
  email text email email
  situ c family married|single|divorced
""",
    "an animal's birthday is nobody's": f"""{USERS}
animaux
  id int pk serial
  nom c - Rex|Luna
  date_naissance date - day
  sexe c - M|F
  user_id int =users small
""",
    "a pair of name and value, of somebody": f"""{USERS}
user_meta
  id int pk serial
  user_id int =users small
  meta_key text - shoe|phone
  meta_value long details 42|blue
""",
    "a pair of name and value, of a line of somebody's": f"""{USERS}
baskets
  id int pk serial
  owner_id int >users small
basket_lineattribute
  id int pk serial
  basket_id int >baskets- small
  type c - colour|text
  value long details blue|for_Ana
""",
    "where an author is on the web": """
forum_messages
  id int pk serial
  author text name full
  author_email text email email
  author_url text social_account url
  body long message text
""",
    "a record of health holds nothing else": f"""{PATIENTS}
prescriptions
  id int pk serial
  patient_id int =patients small
  od_sph num health money
  og_axe int health small
  status c - open|closed
""",
    "what the end of a name has of its table's says nothing": """
porteurs
  id int pk serial
  nom_port text name last
  prenom_port text name first
  nir_port c national_number nir
""",
    "a first parent": """
students
  id int pk serial
  lastname text name last
  firstname text name first
  email_par1 text email email
  phone_par1 c phone phone
""",
    "a person's row that a user made is a person's still": f"""{USERS}
person
  id int pk serial
  gender c gender gender
  birthdate date birth_date birth
  creator int >users small
visits
  id int pk serial
  person_id int >person small
""",
    "tables of another application do not hide whose a row is": f"""{USERS}
oc_users
  uid text pk mat
  displayname c name full
contacts
  id int pk serial
  first_name text name first
  prefix c gender Mr|Mrs
  last_name text name last
  reports_to_id int =contacts small
  modified_user_id int =users small
""",
    "a title beside a salutation, and one of many words, are of a firm": """
contacts
  id int pk serial
  salutation c gender Mr|Mrs
  last_name text name last
  first_name text name first
  title text employment CEO|CFO
staff_members
  id int pk serial
  last_name text name last
  first_name text name first
  title text employment Head_of_sales|Accountant
""",
    "parts of a user agent beside an address": """
visit_log
  id int pk serial
  location_ip ip connection ip
  config_browser_name c connection FF|CH
  config_os c connection WIN|MAC
""",
    "an entity is what it is one of": """
customer_entity
  entity_id int pk serial
  firstname text name first
  lastname text name last
quotes
  id int pk serial
  customer_id int =customer_entity small
""",
    "a forum's password is nobody's": f"""{USERS}
forums
  id int pk serial
  forum_name text - News|Help
  forum_desc text - sentence
  forum_password c - none
posts
  id int pk serial
  forum_id int =forums- small
  poster_id int =users small
  body long message text
""",
    "who is known by a number in a service elsewhere": f"""{USERS}
identities
  id int pk serial
  provider text - google|saml
  uid text customer_number last4
  user_id int =users small
""",
    "the trade of whoever did it, where one table is of people": """
staff
  id int pk serial
  fname text name first
  lname text name last
sessions_coiffure
  id int pk serial
  vendeur int =staff small
""",
}


@pytest.mark.parametrize("case", CASES)
def test_the_company_says_what_a_name_alone_does_not(case: str, tmp_path: Path) -> None:
    assert wrongly_read(CASES[case], 30, tmp_path) == ()


def test_the_key_of_a_session_is_a_secret_and_what_it_keeps_is_somebodys(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/sessions.db")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE django_session (session_key TEXT PRIMARY KEY, session_data TEXT, expires_at TIMESTAMP)"
        )
    (table,) = drafted(f"sqlite:///{tmp_path}/sessions.db").tables.values()
    assert [guess.item for guess in table.guesses.values()] == ["token", "details", None]
