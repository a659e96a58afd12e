"""What a column is of, where its name alone says something else: who gets a copy, where a machine is, who worked."""

from pathlib import Path

import pytest

from tests.scan.drafts import wrongly_read

USERS = """
users
  id int pk serial
  firstname text name first
  lastname text name last
  email text email email
"""
CASES = {
    "passwords and what lets somebody in once": """
users
  id int pk serial
  email text email email
  passwort text password bcrypt
  lost_password_hash text token hash
  oneTimePassword text token hash
  backupCodes text token hash
""",
    "who gets a copy": f"""{USERS}
messages
  id int pk serial
  user_id int =users small
  subject text message sentence
  cc text email ?email
  bcc text email ?email
""",
    "the number of a door, of a cheque, of health in Quebec": """
patients
  id int pk serial
  nom text name last
  prenom text name first
  codeRAMQ c national_number code
  numPorte c address last4
  numAppartement c address last4
paiements
  id int pk serial
  patient_id int =patients small
  numeroCheque c bank_account code
""",
    "how tall somebody is": """
adherents
  id int pk serial
  nom text name last
  prenom text name first
  taille int health small
  poids int health small
""",
    "the last digits of a card, and of a number that a state gives": f"""{USERS}
payment_methods
  id int pk serial
  user_id int =users small
  last4 c card last4
""",
    "how long somebody worked": f"""{USERS}
timesheets
  id int pk serial
  user_id int =users small
  duration int employment small
  break int employment small
  internal_rate num income money
working_times
  id int pk serial
  user_id int =users small
  expected int employment small
""",
    "what was sold, and what was paid of it": f"""{USERS}
contrats
  id int pk serial
  user_id int =users small
  prix_vente num amount money
  avance num amount money
  apayer num amount money
""",
    "what stood there before, and who changed it": f"""{USERS}
histories
  id int pk serial
  user_id int =users small
  value_from text details red|blue
  value_to text details red|green
  createdBy text login login
""",
    "from where a key to an interface may be used": """
api_key
  id int pk serial
  apikey text - hash
  ipaddr ip connection ip
  notes long - ?sentence
""",
    "what a doctor wrote": """
patients
  id int pk serial
  nom text name last
  prenom text name first
visite_medicale
  id int pk serial
  patient_id int =patients small
  notes long health text
""",
    "what somebody gave as a reason for a mark, and their code for friends": f"""{USERS}
bookings
  id int pk serial
  user_id int =users small
  ratingFeedback long message text
  customInputs long details document
  responses long details document
customers
  id int pk serial
  firstname text name first
  lastname text name last
  referral_code c customer_number code
""",
}
OF_NOBODY = {
    "where a machine is": f"""{USERS}
web_domain
  id int pk serial
  user_id int =users small
  domain text - example.com|example.org
  ip_address ip - ip
""",
    "a mailbox that the firm reads": """
email_settings
  id int pk serial
  email text - role_email
  userid text - support|sales
  userpass text - hash
  mail_host text - mail.example.com|imap.example.net
""",
    "how somebody's account is set": """
users
  id int pk serial
  email text email email
  password text password bcrypt
  backend text - ldap|local
  auth text - kimai|saml
  week_start text - monday|sunday
  can_use_api text - y|n
  locked text - y|n
""",
    "by what a file is found, and who sells a domain": f"""{USERS}
attachments
  id int pk serial
  user_id int =users small
  key text - hash
domains
  id int pk serial
  user_id int =users small
  registered_by text - ovh|gandi
votes
  id int pk serial
  user_id int =users small
  total int - small
""",
    "a list of names is not a last name": """
mailinglists
  id int pk serial
  listname text - news|staff
""",
}


@pytest.mark.parametrize("rows", [0, 30])
@pytest.mark.parametrize("case", CASES)
def test_a_column_is_read_in_its_table(case: str, rows: int, tmp_path: Path) -> None:
    assert wrongly_read(CASES[case], rows, tmp_path) == ()


@pytest.mark.parametrize("rows", [0, 30])
@pytest.mark.parametrize("case", OF_NOBODY)
def test_it_says_nothing_of_machines_and_settings(case: str, rows: int, tmp_path: Path) -> None:
    assert wrongly_read(OF_NOBODY[case], rows, tmp_path) == ()
