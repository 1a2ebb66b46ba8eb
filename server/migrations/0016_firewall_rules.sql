-- From which addresses a database of the bundled server lets in. Without a rule: from all that its server takes.
create table firewall_rules (
  id uuid primary key default gen_random_uuid(),
  database_id uuid not null references databases,
  -- As it was typed: clients compare what they sent with what they read.
  cidr text not null,
  network cidr not null,
  label text not null,
  -- making: pg_hba.conf does not say it yet; removing: it still does.
  state text not null default 'making' check (state in ('making', 'enforced', 'removing', 'removed')),
  -- Why the state does not move on, in words.
  blocked text,
  created_at timestamptz not null default clock_timestamp(),
  created_by_account_id uuid not null references accounts,
  removing_at timestamptz,
  removed_by_account_id uuid references accounts,
  check (state <> 'removing' or (removing_at is not null and removed_by_account_id is not null))
);
create unique index firewall_rules_once on firewall_rules (database_id, network) where state in ('making', 'enforced');
create index firewall_rules_database on firewall_rules (database_id) where state <> 'removed';
