"""What names say, French and English, split, shortened and run together."""

import pytest

from troth.manifest.draft.names import CONCEPTS, hint


def item(name: str) -> str:
    said = hint(name)
    if said.of_thing or not said.concept:
        return ""
    return CONCEPTS[said.concept].item if said.concept in CONCEPTS else "name"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((name, "email") for name in ("email", "adr_mel_cli", "customerEmail", "E-Mail", "courriel", "billing_email")),
        *((name, "phone") for name in ("tel", "telport", "num_tel", "mobile_number", "GSM", "téléphone_domicile")),
        *((name, "name") for name in ("prenom", "lastName", "nomfamille", "nom_client", "fname", "nom_usage")),
        *((name, "address") for name in ("cp", "codepostal", "adr1", "ville", "shipping_address_line_2", "zip_code")),
        *((name, "birth_date") for name in ("dt_naiss", "datenaissance", "dob", "date_of_birth", "birthDate")),
        *((name, "connection") for name in ("ip", "adr_ip", "last_sign_in_ip", "user_agent", "ipv4")),
        *((name, "bank_account") for name in ("iban", "rib", "code_bic")),
        *((name, "national_number") for name in ("num_secu", "nir", "ssn", "social_security_number")),
        *((name, "card") for name in ("no_carte", "card_number", "exp_month", "numero_carte_bancaire")),
        *((name, "health") for name in ("groupe_sanguin", "allergies", "arret_maladie", "medical_condition")),
        *((name, "union") for name in ("syndicat", "trade_union_member")),
        *((name, "offences") for name in ("casier_judiciaire", "criminal_record")),
        ("religion", "religion"),
        ("orientation_sexuelle", "orientation"),
        ("fingerprint_template", "biometrics"),
        ("cvv", "card_code"),
        ("mdp", "password"),
        ("civilité", "gender"),
        *((name, "birth_date") for name in ("ddn", "dtn", "d_o_b", "brth_dt")),
        *((name, "health") for name in ("allerg", "gr_sang", "atcd", "motif_hosp", "med_cond")),
        *((name, "gender") for name in ("sx", "gndr")),
        *((name, "family") for name in ("nb_enf", "sit_fam")),
        *((name, "income") for name in ("sal_brut", "remun")),
        *((name, "national_number") for name in ("num_ss", "ni_no")),
        ("ip_inscription", "connection"),
        ("prnom", "name"),
        ("emrgncy_cntct_ph", "phone"),
        *((name, "identity_document") for name in ("permis_num", "num_permis", "dri_lice_num", "CIN", "dni")),
        *((name, "national_number") for name in ("secu_num", "nir_cli", "numero_securite_sociale")),
        *((name, "birth_place") for name in ("depart_naiss", "dept_nais", "lieunaissconjoint")),
        *((name, "address") for name in ("streettype", "num_rue", "rue_no", "code_porte", "country_code")),
        *((name, "family") for name in ("relationship", "lien_parente", "ec_relationship_type")),
        *((name, "phone") for name in ("tel_prof", "telephonesec", "no_tel")),
        ("token_desinscription", "token"),
        ("secure_key", "token"),
        *((name, "phone") for name in ("telehpone", "telephne")),
        ("emp_fontion", "employment"),
        ("adrese_cli", "address"),
        ("personal_id_number", "national_number"),
        ("special_needs", "health"),
        ("ref_prospect", "customer_number"),
        ("sess_id", "token"),
        *((name, "bank_account") for name in ("code_guichet", "code_banque", "cle_rib")),
        *((name, "income") for name in ("tx_hor", "tjm")),
        *((name, "health") for name in ("diabete", "visite_med", "cause_of_death", "hiv_status")),
        *((name, "phone") for name in ("phone_nb", "tel_rappel")),
        *((name, "social_account") for name in ("jabberid", "icq")),
        ("avatar_file_name", "photo"),
        ("private_key", "token"),
        ("state_province", "address"),
        ("family_size", "family"),
        ("federaltaxid", "tax_number"),
    ],
)  # fmt: skip
def test_a_name_says_what_it_holds(name: str, said: str) -> None:
    assert item(name) == said


@pytest.mark.parametrize(
    "name",
    [
        *("email_template", "email_verified_at", "phone_model", "card_type", "ip_rating", "address_type"),
        *("file_name", "product_name", "nom_fichier", "hostname", "domain_name", "phone_country_code"),
        *("statut_email", "nb_emails_envoyes", "libelle", "taux_tva", "siret", "vat_number", "ean13"),
        *(
            "mana",
            "publ",
            "desc",
            "temp_dir",
            "trans_no",
            "perc",
            "posi",
            "subt",
            "process",
            "porte",
            "parrainage",
            "nomenclature",
            "biblio",
            "function",
            "montantLocation",
            "proc_code",
        ),
        *("address_id", "version", "status", "quantity", "email_count", "password_reset_at", "code_insee"),
    ],
)
def test_a_name_about_something_is_not_that_thing(name: str) -> None:
    assert item(name) == ""
