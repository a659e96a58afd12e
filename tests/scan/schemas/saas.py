"""An English SaaS in the manner of Rails: plural tables, `_id`, `_at`, tokens, organisations beside users."""

SCHEMA = """
users
  id                     big   pk           serial
  email                  text  email        email
  encrypted_password     text  password     bcrypt
  first_name             text  name         first
  last_name              text  name         last
  display_name           text  name         full
  phone_number           text  phone        phone_uk
  avatar_url             text  photo        url
  time_zone              text  -            Europe/London|Europe/Paris
  locale                 c     -            en|fr
  job_title              text  employment   Engineer|Buyer|Teacher
  date_of_birth          date  birth_date   birth
  reset_password_token   text  token        hash
  reset_password_sent_at ts    -            instant
  current_sign_in_at     ts    -            instant
  current_sign_in_ip     ip    connection   ip
  last_sign_in_ip        ip    connection   ip
  sign_in_count          int   -            small
  email_verified_at      ts    -            instant
  email_template_id      int   =email_templates-  small
  otp_secret             text  token        hash
  role_id                big   >roles-      small
  created_at             ts    -            instant
  updated_at             ts    -            instant
organizations
  id                     big   pk           serial
  name                   text  -            firm
  billing_email          text  -            role_email
  vat_number             text  -            siren
  website                text  -            url
  owner_id               big   >users       small
  plan_id                big   >plans-      small
  created_at             ts    -            instant
memberships
  id                     big   pk           serial
  user_id                big   >users       small
  organization_id        big   >organizations- small
  role                   c     -            admin|member
  created_at             ts    -            instant
plans
  id                     big   pk           serial
  name                   text  -            Free|Pro|Team
  price_cents            int   -            small
  description            long  -            All_you_need
roles
  id                     big   pk           serial
  name                   text  -            admin|viewer
  description            text  -            Sees_everything
permissions
  id                     big   pk           serial
  name                   text  -            read|write
  resource_type          text  -            Invoice|User
sessions
  id                     uuid  pk           uuid
  user_id                big   >users       small
  ip_address             ip    connection   ip
  user_agent             text  connection   agent
  token                  text  token        hash
  expires_at             ts    -            instant
  created_at             ts    -            instant
api_keys
  id                     big   pk           serial
  user_id                big   >users       small
  name                   text  -            CI|Deploy|Laptop
  key_hash               text  token        hash
  scopes                 text  -            read|write
  last_used_at           ts    -            instant
projects
  id                     big   pk           serial
  organization_id        big   >organizations- small
  name                   text  -            good
  created_by_id          big   >users       small
  version                c     -            version
  created_at             ts    -            instant
comments
  id                     big   pk           serial
  author_id              big   >users       small
  project_id             big   >projects-   small
  body                   long  message      text
  created_at             ts    -            instant
attachments
  id                     big   pk           serial
  comment_id             big   >comments-   small
  file_name              text  -            file
  content_type           text  -            image/png|text/plain
  checksum               text  -            hash
  byte_size              int   -            small
invitations
  id                     big   pk           serial
  organization_id        big   >organizations- small
  email                  text  email        email
  invited_by_id          big   >users       small
  token                  text  token        hash
  accepted_at            ts    -            instant
invoices
  id                     big   pk           serial
  organization_id        big   >organizations- small
  number                 text  -            order16
  amount_cents           int   -            small
  status                 c     -            paid|open
  issued_on              date  -            day
payment_methods
  id                     big   pk           serial
  user_id                big   >users       small
  card_type              c     -            visa|amex
  card_last4             c     card         last4
  cardholder_name        text  name         full
  exp_month              int   card         small
  billing_street         text  address      road
  billing_city           text  address      town
  billing_postcode       text  address      postcode_uk
  billing_country        c     address      country
audit_events
  id                     big   pk           serial
  actor_id               big   >users       small
  action                 text  -            login|update
  remote_ip              ip    connection   ip
  metadata               json  details      document
  created_at             ts    -            instant
leads
  id                     big   pk           serial
  full_name              text  name         full
  work_email             text  email        email
  company                text  employment   firm
  phone                  text  phone        phone_uk
  phone_model            text  -            Pixel_8|iPhone_15
  source                 text  -            ads|web
  notes                  long  message      text
  score                  int   -            small
  utm_campaign           text  -            spring|autumn
devices
  id                     big   pk           serial
  user_id                big   >users       small
  push_token             text  token        hash
  device_model           text  -            Pixel_8|iPhone_15
  os_version             c     -            version
  mac_address            text  device       mac
email_templates
  id                     big   pk           serial
  name                   text  -            welcome|reset
  subject                text  -            Welcome|Reset
  body                   long  -            Hello_there
  from_email             text  -            role_email
feature_flags
  id                     big   pk           serial
  name                   text  -            beta|dark
  enabled                bool  -            flag
schema_migrations
  version                text  pk           code
locations
  id                     big   pk           serial
  city                   text  -            town
  country                c     -            country
  latitude               flt   -            lat
  longitude              flt   -            lon
support_tickets
  id                     big   pk           serial
  requester_email        text  email        email
  assignee_id            big   >users       small
  subject                text  message      text
  description            long  message      text
  priority               int   -            small
  satisfaction_comment   long  message      text
"""
