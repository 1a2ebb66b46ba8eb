-- What happened: append-only, written in the transaction of what it tells.
create table events (
  id bigint primary key generated always as identity,
  at timestamptz not null default clock_timestamp(),
  type text not null,
  actor_account_id uuid references accounts,
  actor_email text,
  subject_email text,
  database_id uuid references databases,
  data jsonb not null default '{}'
);
create index events_database on events (database_id, id desc);
create index events_actor on events (actor_account_id, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger events_append_only before update or delete on events for each row execute function refuse_change();

-- Mail waiting to be sent; the unique cause is why nothing is ever mailed twice.
create table mails (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  cause text not null unique,
  recipient text not null,
  -- What the template needs, links with their tokens included: sealed, and deleted once the mail is sent.
  props_sealed bytea,
  subject text,
  -- Of mail that is kept for the mailbox only.
  html_sealed bytea,
  text_sealed bytea,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  check (state not in ('queued', 'sending') or props_sealed is not null),
  check (state <> 'kept' or (html_sealed is not null and text_sealed is not null)),
  check (state not in ('sent', 'kept') or sent_at is not null)
);
create index mails_created on mails (created_at desc);
