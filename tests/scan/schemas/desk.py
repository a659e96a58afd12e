"""A help desk sold as a service, in English, as a Rails application names things. Held out, the fourth one."""

SCHEMA = """
accounts
  id             int  pk               serial
  company_name   text -                firm
  subdomain      text -                good
  vat_id         text -                siren
  billing_email  text -                role_email
  plan_id        int  -                small
  created_at     ts   -                instant
users
  id                   int  pk               serial
  account_id           int  =accounts-       small
  email                text email            email
  encrypted_password   text password         bcrypt
  first_name           text name             first
  last_name            text name             last
  avatar_url           text photo            url
  phone                text phone            phone_uk
  time_zone            text -                Paris|London
  locale               c    -                en|fr
  job_title            text employment       Engineer|Manager
  bio                  long message          text
  otp_secret           text token            hash
  reset_password_token text token            hash
  sign_in_count        int  -                small
  last_sign_in_at      ts   -                instant
  last_sign_in_ip      ip   connection       ip
  role                 c    -                admin|agent
  is_suspended         bool -                flag
  created_at           ts   -                instant
api_keys
  id             int  pk               serial
  user_id        int  >users           small
  name           text -                CI|Staging|Zapier
  token_digest   text token            hash
  last_used_ip   ip   connection       ip
  last_used_at   ts   -                instant
invitations
  id             int  pk               serial
  inviter_id     int  =users           small
  invitee_email  text email            email
  invite_token   text token            hash
  accepted_at    ts   -                instant
sign_ins
  id             big  pk               serial
  user_id        int  =users           small
  session_token  text token            uuid
  remote_ip      ip   connection       ip
  user_agent     text connection       agent
  geo_lat        flt  location         lat
  geo_lng        flt  location         lon
  expires_at     ts   -                instant
payment_methods
  id               int  pk             serial
  user_id          int  =users         small
  cardholder_name  text name           full
  brand            c    -              visa|mastercard
  last_four        c    card           last4
  exp_month        int  card           small
  exp_year         int  card           2027|2028
  billing_street   text address        road
  billing_city     text address        town
  billing_postcode c    address        postcode_uk
  is_default       bool -              flag
tickets
  id             int  pk               serial
  requester_id   int  =contacts        small
  assignee_id    int  =users           small
  subject        text message          text
  body           long message          text
  priority       c    -                low|high
  status         c    -                open|closed
  satisfaction   int  -                small
  created_at     ts   -                instant
replies
  id             int  pk               serial
  ticket_id      int  >tickets-        small
  author_id      int  =users           small
  body           long message          text
  is_internal    bool -                flag
contacts
  id             int  pk               serial
  account_id     int  =accounts-       small
  owner_id       int  =users           small
  full_name      text name             full
  work_email     text email            email
  mobile         text phone            phone_uk
  linkedin_url   text social_account   url
  company        text employment       firm
  notes          long message          text
  lead_score     int  -                small
  utm_source     text -                google|bing
  gclid          text device           hash
email_deliveries
  id             big  pk               serial
  to_address     text email            email
  template       text -                welcome|reminder
  message_id     text -                uuid
  bounced_at     ts   -                instant
audit_events
  id             big  pk               serial
  actor_id       int  =users           small
  action         text -                ticket.closed|user.created
  target_type    text -                Ticket|User
  target_id      int  -                small
  ip_address     ip   connection       ip
  metadata       json details          document
webhooks
  id             int  pk               serial
  account_id     int  =accounts-       small
  target_url     text -                url
  signing_secret text -                hash
articles
  id             int  pk               serial
  title          text -                Reset_your_router|Invoices_explained
  slug           text -                reset|invoices
  author_id      int  =users           small
  content        long -                Press_the_button_for_ten_seconds_and_wait
  views_count    int  -                small
feature_flags
  id             int  pk               serial
  name           text -                new_inbox|dark_mode
  description    text -                Shows_the_new_inbox
"""
