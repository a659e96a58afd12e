"""Who points at whom where the database does not say: by the names of columns, and never by a count or a flag."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests.scan import building
from tests.scan.drafts import drafted, wrongly_read
from tests.scan.scoring import score
from troth.manifest.draft.model import About
from troth.manifest.names import TableName

PEOPLE = """
users
  id            int  pk     serial
  email         text email  email
  password_hash text password bcrypt
clients
  id_client     int  pk     serial
  nom           text name   last
  prenom        text name   first
employees
  emp_no        int  pk     serial
  first_name    text name   first
  last_name     text name   last
"""
POINTING = {
    "users": "user_id userId idUser fk_user id_utilisateur created_by author_id sender_id recipient_id owner_id"
    " assigned_to approved_by_user_id uid",
    "clients": "client client_id num_client ref_cli idcli customer_id cli_fk clientId acheteur_id",
    "employees": "emp_no employee_id id_salarie employe supervisor_emp_no",
}
NOT_POINTING = (
    "product_id status_id user_count client_type_id is_client user_agent_id customer_group_id nb_clients"
)


@pytest.mark.parametrize("rows", [0, 30])
def test_names_say_who_is_pointed_at(rows: int, tmp_path: Path) -> None:
    every = [(column, f"={table}") for table, columns in POINTING.items() for column in columns.split()]
    every += [(column, "-") for column in NOT_POINTING.split()]
    text = PEOPLE + "".join(
        f"t{at}\n  id int pk serial\n  {column} int {said} small\n" for at, (column, said) in enumerate(every)
    )
    (tmp_path / "pointing.db").touch()
    url = f"sqlite:///{tmp_path}/pointing.db"
    building.make(url, building.parsed(text), rows)
    found = drafted(url)
    assert score(found, building.truth(building.parsed(text))).links.f1 == 1.0
    pointed = {
        (tie.column, tie.people) for table in found.tables.values() for tie in table.ties if not tie.through
    }
    assert pointed == {(column, table) for table, columns in POINTING.items() for column in columns.split()}


def test_a_guest_who_is_a_customer_leads_to_the_customer(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/guests.db")
    with engine.begin() as connection:
        for statement in (
            "CREATE TABLE customer (id INTEGER PRIMARY KEY, firstname TEXT, lastname TEXT, email TEXT)",
            "CREATE TABLE guest (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), lang TEXT)",
            "CREATE TABLE connection (id INTEGER PRIMARY KEY, guest_id INTEGER REFERENCES guest(id), ip TEXT)",
        ):
            connection.exec_driver_sql(statement)
    tables = drafted(f"sqlite:///{tmp_path}/guests.db").tables
    assert tables[TableName("guest")].about is About.RECORDS
    (tie,) = tables[TableName("connection")].ties
    assert (tie.people, tie.column, tie.through) == ("customer", "customer_id", ("guest",))


CASES = {
    "ids at the beginning of most columns name no table": """
user
  id int pk serial
  nom text name last
  prenom text name first
rapport
  id_rapport int pk serial
  id_activite int - small
  id_salle int - small
  titre text - Peinture|Jeu
evenement
  id int pk serial
  parent_id int =user small
""",
    "what a foreign key of that name points at elsewhere": """
user
  id int pk serial
  nom text name last
  prenom text name first
educateurs
  id int pk serial
  nom text name last
  prenom text name first
enfant
  id int pk serial
  nom text name last
  prenom text name first
  parent_id int >user small
reservation
  id int pk serial
  parent_id int =user small
""",
    "a table whose first word says what its rows are": """
clients
  id int pk serial
  nom text name last
  prenom text name first
contrats_location
  id int pk serial
  locataire_id int =clients small
  signe_le date - day
paiements
  id int pk serial
  contrat_id int =contrats_location- small
  remarques long message text
""",
    "a message that somebody sent": """
users
  id int pk serial
  email text email email
  password text password bcrypt
messages
  id int pk serial
  sender_id int =users small
  content long message text
notes
  id int pk serial
  user_id int =users small
  content long message text
attachments
  id int pk serial
  message_id int =messages- small
  latitude flt location lat
  longitude flt location lon
""",
    "a note that staff made on somebody's ticket": """
client
  id int pk serial
  email text email email
  password text password bcrypt
admin
  id int pk serial
  login text login login
  password text password bcrypt
support_ticket
  id int pk serial
  client_id int =client small
support_ticket_note
  id int pk serial
  support_ticket_id int =support_ticket- small
  admin_id int =admin small
  note long message text
""",
    "members by their number, children, teachers": """
adherent
  licence int pk serial
  nom text name last
  prenom text name first
participe
  numlicence int =adherent small
  jour c - lundi|mardi
enfant
  id_enfant int pk serial
  nom text name last
  prenom text name first
repas
  id int pk serial
  id_enfant_repas int =enfant small
  remarque long message text
prof
  numprof int pk serial
  nomprof text name last
  prenomprof text name first
""",
    "who approved, leads, or changed something": """
users
  id int pk serial
  email text email email
  password text password bcrypt
  created_by_id int =users small
teams
  id int pk serial
  name text - North|South
  lead_id int =users small
  updated_by_id int =users small
tickets
  id int pk serial
  user_id int =users small
  approver int =users small
messages
  id int pk serial
  sender_id int =users small
  id_recepteur int =users small
  body long message text
""",
    "how many they may be, an account of Unix, a town": """
users
  id int pk serial
  email text email email
  password text password bcrypt
  uid int - 5000|5001
  gid int - 5000|5001
plans
  id int pk serial
  num_users int - small
  max_users int - small
t_client
  codcli int pk serial
  nomcli text name last
  prenomcli text name first
  adressecli text address street
  villecli_id int address small
t_utilisateur
  code_utilisateur int pk serial
  nom_utilisateur text name last
  prenom_utilisateur text name first
  login_utilisateur text login login
""",
}


@pytest.mark.parametrize("rows", [0, 30])
@pytest.mark.parametrize("case", CASES)
def test_whose_a_row_is_beyond_the_names_of_tables(case: str, rows: int, tmp_path: Path) -> None:
    assert wrongly_read(CASES[case], rows, tmp_path) == ()
