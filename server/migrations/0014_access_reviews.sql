-- "Still needed?": somebody goes through accesses one by one. An open review can be gone on with; a finished one is a document.
create table access_reviews (
  id uuid primary key default gen_random_uuid(),
  number integer not null generated always as identity unique,
  -- Who reviews; nobody else decides in it.
  account_id uuid not null references accounts,
  -- Null: of every database that they managed when it began.
  database_id uuid references databases,
  status text not null default 'open' check (status in ('open', 'finished', 'discarded')),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  -- The document's bytes as they were written, and their SHA-256 in hex.
  document text,
  document_sha256 text,
  check ((status = 'open') = (ended_at is null)),
  check ((status = 'finished') = (document is not null and document_sha256 is not null))
);
-- One that is open for each account and scope: whoever starts it again goes on with it.
create unique index access_reviews_open
  on access_reviews (account_id, coalesce(database_id, '00000000-0000-0000-0000-000000000000')) where status = 'open';
create index access_reviews_account on access_reviews (account_id, number desc);
create index access_reviews_database on access_reviews (database_id, number desc);

create table access_review_items (
  id uuid primary key default gen_random_uuid(),
  review_id uuid not null references access_reviews,
  position integer not null,
  database_id uuid not null references databases,
  collaborator_id uuid not null references collaborators,
  decision text check (decision in ('keep', 'end')),
  decided_at timestamptz,
  -- What was known of the access when it was decided, in the document's words.
  facts jsonb,
  unique (review_id, collaborator_id),
  check ((decision is null) = (decided_at is null)),
  check (decision is null or facts is not null)
);
create index access_review_items_collaborator on access_review_items (collaborator_id);

-- A review that has ended stays as it is, and so does what was decided in it.
create trigger access_reviews_kept before update or delete on access_reviews
  for each row when (old.status <> 'open') execute function refuse_change();
create function refuse_change_of_ended_review() returns trigger language plpgsql as $$
begin
  if exists (select from access_reviews where id = old.review_id and status <> 'open') then
    raise exception 'an access review that has ended does not change' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger access_review_items_kept before update or delete on access_review_items
  for each row execute function refuse_change_of_ended_review();
