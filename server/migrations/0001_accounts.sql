-- People who can sign in. Secrets are hashes; the plain token exists only in the answer that shows it once.
create table accounts (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  -- What two spellings of one address have in common; every look-up goes through it.
  email_folded text not null unique,
  username text not null,
  username_folded text not null unique,
  password_hash text not null,
  email_verified_at timestamptz,
  created_at timestamptz not null default now()
);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  client_address text,
  user_agent text
);
create index sessions_account on sessions (account_id);

create table api_tokens (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts on delete cascade,
  name text not null,
  hint text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  ended_at timestamptz
);
create index api_tokens_account on api_tokens (account_id);

-- Single-use links sent by mail: verify an address, set a new password.
create table account_links (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts on delete cascade,
  kind text not null check (kind in ('verify', 'reset')),
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index account_links_account on account_links (account_id);

-- The one-time link that makes the first account; at most one row is open.
create table setup_links (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  used_at timestamptz
);

-- Counters of rate-limiter-flexible.
create table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
