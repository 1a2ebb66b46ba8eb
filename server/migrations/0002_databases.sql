-- One PostgreSQL cluster under one admin connection. It is known by its system identifier, not by its address.
create table servers (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  bundled boolean not null default false,
  host text not null,
  port integer not null,
  sslmode text not null,
  admin_url_sealed bytea not null,
  admin_role text not null,
  superuser boolean not null,
  system_identifier text not null,
  version_num integer not null,
  version text not null,
  state text not null default 'unknown' check (state in ('answers', 'silent', 'unknown')),
  reason text,
  answers_ms double precision,
  seen_at timestamptz,
  silent_since timestamptz,
  last_try_at timestamptz,
  next_try_at timestamptz,
  created_at timestamptz not null default now(),
  unique (system_identifier, host, port, admin_role),
  check ((state = 'silent') = (silent_since is not null)),
  check (state <> 'silent' or reason is not null)
);
create unique index servers_bundled on servers (bundled) where bundled;

create table databases (
  id uuid primary key default gen_random_uuid(),
  name text not null check (name ~ '^[a-z][a-z0-9-]{4,46}[a-z0-9]$'),
  owner_account_id uuid not null references accounts,
  server_id uuid not null references servers,
  dbname text not null,
  kind text not null check (kind in ('created', 'attached')),
  -- making: the reconciler has yet to create or prepare it; deleting: accesses are being closed.
  state text not null default 'making' check (state in ('making', 'ready', 'deleting', 'deleted')),
  blocked text,
  -- made: created with a powerless owner role; kept: the attached database's owner can log in, so full is refused;
  -- moving: its owner asked for the move; moved: a powerless role owns it now.
  ownership text not null check (ownership in ('made', 'kept', 'moving', 'moved')),
  -- The NOLOGIN role that full works as; null while ownership is kept or moving.
  owner_role text,
  owner_role_oid bigint,
  -- The login that owned it before the move.
  previous_owner_role text,
  collaborators_managed_by text not null default 'full' check (collaborators_managed_by in ('owner', 'full')),
  delete_data text check (delete_data in ('keep', 'drop')),
  created_at timestamptz not null default now(),
  ready_at timestamptz,
  deleting_at timestamptz,
  deleted_at timestamptz,
  check (state <> 'ready' or ready_at is not null),
  check ((state in ('deleting', 'deleted')) = (deleting_at is not null and delete_data is not null)),
  check ((state = 'deleted') = (deleted_at is not null)),
  check (kind = 'created' or delete_data is distinct from 'drop'),
  check ((kind = 'created') = (ownership = 'made'))
);
create unique index databases_name on databases (name) where state <> 'deleted';
create unique index databases_dbname on databases (server_id, dbname) where state <> 'deleted';
create index databases_owner on databases (owner_account_id);
create index databases_server on databases (server_id);

-- Logins of applications, not of people. The protected one comes with a created database.
create table database_users (
  id uuid primary key default gen_random_uuid(),
  database_id uuid not null references databases,
  role_name text not null,
  role_oid bigint,
  protected boolean not null default false,
  state text not null default 'making' check (state in ('making', 'ready', 'gone')),
  -- Sealed SCRAM verifier for the login that is still to be made; nothing is kept once it is.
  verifier_sealed bytea,
  created_at timestamptz not null default now(),
  check (state <> 'ready' or (role_oid is not null and verifier_sealed is null))
);
create unique index database_users_role on database_users (database_id, role_name) where state <> 'gone';
