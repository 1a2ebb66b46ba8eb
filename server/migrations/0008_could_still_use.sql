-- What somebody could still use once their access has ended: passwords that they know, what PUBLIC may do, and code of theirs
-- that others run.

-- The moment from which the password of today counts. Whoever was shown one before knows an old one.
alter table database_users add column password_changed_at timestamptz;
update database_users set password_changed_at = created_at;
alter table database_users
  alter column password_changed_at set default now(),
  alter column password_changed_at set not null;

-- Written before a secret leaves the server: better one too many than one too few.
create table secrets_shown (
  database_user_id uuid not null references database_users,
  account_id uuid not null references accounts,
  shown_at timestamptz not null,
  primary key (database_user_id, account_id, shown_at)
);
create index secrets_shown_account on secrets_shown (account_id);
-- Until now a password was shown to whoever created the database, and to nobody else.
insert into secrets_shown
  select u.id, d.owner_account_id, u.password_changed_at from database_users u join databases d on d.id = u.database_id;

-- What PUBLIC had in the database, and the code in it, just before a login was made there. None for logins from before this.
create table login_baselines (
  login_id uuid primary key references logins,
  seen jsonb not null,
  seen_at timestamptz not null
);

-- One thing that the person of a closure could still use, and what was decided about it.
create table closure_leftovers (
  closure_id uuid not null references closures,
  -- Counts up in its closure.
  item integer not null check (item > 0),
  -- Tells the same thing from another, over every look and every closure of a database.
  key text not null,
  kind text not null check (kind in ('database_user', 'public_privilege', 'function', 'trigger', 'view')),
  -- PostgreSQL's names, and what is known of it in words.
  dbname text not null,
  name text not null,
  why text not null,
  since_they_came boolean,
  -- What PostgreSQL calls it, to find it again.
  target jsonb not null,
  decision text check (decision in ('rotated', 'removed', 'kept')),
  -- Null beside a decision: it was found gone.
  decided_by text,
  decided_at timestamptz,
  primary key (closure_id, item),
  unique (closure_id, key),
  check ((decision is null) = (decided_at is null)),
  check (decision is distinct from 'rotated' or kind = 'database_user'),
  check (decision is distinct from 'removed' or kind <> 'database_user')
);
create index closure_leftovers_key on closure_leftovers (key);
