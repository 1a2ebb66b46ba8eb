-- Who may use which database. docs/states.md draws the states; a test compares them.
create table collaborators (
  id uuid primary key default gen_random_uuid(),
  database_id uuid not null references databases,
  -- As it was typed; look-ups go through the folded form.
  email text not null,
  email_folded text not null,
  access text not null check (access in ('full', 'read-write', 'read-only')),
  until timestamptz,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'revoking', 'ended')),
  invited_by_account_id uuid not null references accounts,
  invited_at timestamptz not null default now(),
  -- Of the mailed link (proves the address) and of the copied one (does not).
  token_hash bytea unique,
  link_token_hash bytea unique,
  -- Of the last mailed link that stopped working: whoever follows it is told whom to ask for a new one.
  spent_token_hash bytea,
  invitation_expires_at timestamptz not null,
  -- Counts mailed invitations: the cause of each mail.
  sendings integer not null default 1,
  mail_failed text,
  expiry_recorded boolean not null default false,
  account_id uuid references accounts,
  accepted_at timestamptz,
  revoking_at timestamptz,
  ended_by_account_id uuid references accounts,
  end_reason text check (end_reason in ('declined', 'withdrawn', 'revoked', 'left', 'expired', 'database_deleted')),
  ended_at timestamptz,
  closure_id uuid,
  -- True from the moment a PostgreSQL role may exist.
  had_login boolean not null default false,
  -- An open invitation has its token; no other status keeps one.
  check ((status = 'pending') = (token_hash is not null)),
  check (status = 'pending' or link_token_hash is null),
  check (status not in ('accepted', 'revoking') or (account_id is not null and accepted_at is not null)),
  check (status <> 'revoking' or (revoking_at is not null and end_reason is not null)),
  check ((status = 'ended') = (ended_at is not null)),
  -- Ended needs a closure, or never had a login.
  check (status <> 'ended' or (end_reason is not null and (closure_id is not null or not had_login)))
);
-- One open row per database and person; a re-invited person gets a new row and a new login.
create unique index collaborators_open on collaborators (database_id, email_folded) where status <> 'ended';
create unique index collaborators_open_account on collaborators (database_id, account_id)
  where status in ('accepted', 'revoking');
create index collaborators_database on collaborators (database_id, invited_at, id);
create index collaborators_account on collaborators (account_id) where status <> 'ended';
create index collaborators_email on collaborators (email_folded) where status = 'pending';
create index collaborators_spent_token on collaborators (spent_token_hash) where spent_token_hash is not null;
create index collaborators_inviter on collaborators (invited_by_account_id) where status = 'pending';

-- A person's own PostgreSQL login in one database; the owner's has no collaborator.
create table logins (
  id uuid primary key default gen_random_uuid(),
  database_id uuid not null references databases,
  collaborator_id uuid references collaborators,
  account_id uuid not null references accounts,
  generation integer not null default 1,
  role_name text not null,
  role_oid bigint,
  -- The level whose membership PostgreSQL was last seen to give.
  access text check (access in ('full', 'read-write', 'read-only')),
  state text not null default 'making' check (state in ('making', 'ready', 'closing', 'closed', 'gone')),
  blocked text,
  created_at timestamptz not null default now(),
  ready_at timestamptz,
  password_changed_at timestamptz,
  sessions integer,
  seen_at timestamptz,
  last_login_at timestamptz,
  closing_at timestamptz,
  new_logins_refused_at timestamptz,
  last_session_gone_at timestamptz,
  lsn text,
  -- What the closing steps have seen so far; a crash between them loses nothing.
  evidence jsonb not null default '{}',
  closed_at timestamptz,
  gone_at timestamptz,
  check (state <> 'ready' or (role_oid is not null and ready_at is not null and access is not null)),
  check (state not in ('closing', 'closed') or closing_at is not null),
  check (state <> 'closed' or (new_logins_refused_at is not null and last_session_gone_at is not null and closed_at is not null)),
  check ((state = 'gone') = (gone_at is not null))
);
create unique index logins_open on logins (database_id, account_id) where state in ('making', 'ready', 'closing');
create unique index logins_role on logins (database_id, role_name);
create index logins_collaborator on logins (collaborator_id);
create index logins_account on logins (database_id, account_id, created_at desc);

-- Evidence of an ended access, append-only.
create table closures (
  id uuid primary key default gen_random_uuid(),
  number integer not null generated always as identity unique,
  database_id uuid not null references databases,
  database_name text not null,
  login_id uuid not null unique references logins,
  collaborator_id uuid references collaborators,
  email text not null,
  username text,
  reason text not null check (reason in ('revoked', 'left', 'expired', 'database_deleted')),
  ended_by text,
  login_name text not null,
  -- Null when the role turned out never to have been made.
  role_oid bigint,
  system_identifier text not null,
  server_version text not null,
  requested_at timestamptz not null,
  new_logins_refused_at timestamptz not null,
  last_session_gone_at timestamptz not null,
  lsn text,
  -- sessions_ended, memberships_removed, objects_moved, left_over, login_attempt: the shapes of the contract.
  evidence jsonb not null,
  login_dropped_at timestamptz,
  created_at timestamptz not null default now()
);
create index closures_database on closures (database_id, number desc);
alter table collaborators add foreign key (closure_id) references closures;
