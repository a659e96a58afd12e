"""A doctors' surgery in French, every column with its table's trigram and cut short. Held out, the third one."""

SCHEMA = """
PAT
  pat_id        int  pk               serial
  pat_nom       text name             last
  pat_nomjf     text name             last
  pat_pren      text name             first
  pat_dnais     date birth_date       birth
  pat_sx        c    gender           gender
  pat_nss       text national_number  nir
  pat_adr1      text address          street
  pat_adr2      text address          ?street
  pat_cp        c    address          postcode
  pat_vil       text address          town
  pat_tel1      text phone            phone
  pat_tel2      text phone            ?phone
  pat_mel       text email            email
  pat_mtrait    text name             full
  pat_prof      text employment       Menuisier|Retraité|Enseignante
  pat_atcd      long health           Asthme|Néant|HTA
  pat_allerg    text health           Aucune|Pénicilline
  pat_grsang    c    health           A+|O-
  pat_nbenf     int  family           small
  pat_dtcrea    ts   -                instant
  pat_obs       long message          text
URG
  urg_id        int  pk               serial
  urg_pat       int  =PAT             small
  urg_nom       text name             full
  urg_tel       text phone            phone
PRAT
  prat_id       int  pk               serial
  prat_nom      text name             last
  prat_pren     text name             first
  prat_tel      text phone            phone
  prat_email    text email            email
  prat_actif    bool -                flag
RDV
  rdv_id        int  pk               serial
  rdv_pat       int  >PAT             small
  rdv_prat      int  >PRAT            small
  rdv_sal       int  =SAL-            small
  rdv_dtdeb     ts   -                instant
  rdv_duree     int  -                small
  rdv_etat      c    -                OK|ANN
  rdv_comm      long message          text
ORDO
  ord_id        int  pk               serial
  ord_pat       int  =PAT             small
  ord_prat      int  =PRAT            small
  ord_dt        date -                day
  ord_medic     text health           Doliprane|Ventoline
  ord_poso      text health           2_par_jour|1_le_soir
FACTU
  fac_num       c    pk               code
  fac_pat       int  =PAT             small
  fac_dt        date -                day
  fac_mt        num  amount           money
  fac_mregl     c    -                CB|CHQ
  fac_rib       text bank_account     iban
ACTE
  act_cod       c    pk               code
  act_lib       text -                Consultation|Radio
  act_tarif     num  -                money
RESLAB
  res_id        int  pk               serial
  res_pat       int  =PAT             small
  res_dtprel    ts   -                instant
  res_diag      text health           Anémie|Normal
COURR
  cou_id        int  pk               serial
  cou_pat       int  =PAT             small
  cou_dest      text name             full
  cou_obj       text message          text
  cou_corps     long message          text
SAL
  sal_id        int  pk               serial
  sal_lib       text -                Bleue|Verte
  sal_tel       text -                phone
UTIL
  ut_id         int  pk               serial
  ut_lgn        text login            login
  ut_mdp        text password         bcrypt
  ut_nomcpl     text name             full
  ut_mel        text email            email
  ut_dercnx     ts   -                instant
JRNACC
  ja_id         big  pk               serial
  ja_util       int  =UTIL            small
  ja_adrip      ip   connection       ip
  ja_nav        text connection       agent
  ja_dh         ts   -                instant
"""
