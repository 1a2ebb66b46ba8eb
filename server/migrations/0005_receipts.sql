-- Signed receipts of ended accesses. docs/receipts.md tells how one is checked.

-- The installation's keys. Exactly one signs; those before it stay, so that what they signed can be checked.
create table signing_keys (
  -- SHA-256 of the public key's DER form, in hex.
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  -- PEM.
  public_key text not null,
  -- Sealed with SECRET_KEY; none is kept of a retired key.
  private_key_sealed bytea,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  check ((retired_at is null) = (private_key_sealed is not null))
);
create unique index signing_keys_active on signing_keys ((retired_at is null)) where retired_at is null;

-- What was signed of a closure, byte for byte: once when the access is closed, and again when its clean-up has changed it.
create table closure_receipts (
  closure_id uuid not null references closures,
  -- 1 is the closure itself.
  statement integer not null check (statement > 0),
  -- Signed as it stands; ASCII, so that no encoding can change it.
  text text not null check (octet_length(text) = char_length(text)),
  signature bytea not null check (octet_length(signature) = 64),
  key_id text not null references signing_keys,
  signed_at timestamptz not null,
  primary key (closure_id, statement)
);

create trigger closure_receipts_append_only before update or delete or truncate on closure_receipts
  for each statement execute function refuse_change();

-- What was added to the request's time to put it on the shared server's clock.
alter table closures add column clock_ahead_ms integer not null default 0;
