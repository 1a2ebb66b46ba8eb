-- A collaborator who became the owner is not on the list any more, and their login lives on as the owner's.
alter table collaborators drop constraint collaborators_end_reason_check;
alter table collaborators add constraint collaborators_end_reason_check
  check (end_reason in ('declined', 'withdrawn', 'revoked', 'left', 'expired', 'database_deleted', 'became_owner'));

-- A database offered by its owner to one of its accepted collaborators.
create table transfers (
  id uuid primary key default gen_random_uuid(),
  database_id uuid not null references databases,
  from_account_id uuid not null references accounts,
  collaborator_id uuid not null references collaborators,
  -- What becomes of whoever owned it: a collaborator with full access, or they leave.
  former_owner text not null check (former_owner in ('stays', 'leaves')),
  -- withdrawn: taken back, or the collaborator's access or the database came to its end.
  state text not null default 'offered' check (state in ('offered', 'accepted', 'declined', 'withdrawn')),
  offered_at timestamptz not null default clock_timestamp(),
  answered_at timestamptz,
  check ((state = 'offered') = (answered_at is null))
);
create unique index transfers_open on transfers (database_id) where state = 'offered';
create index transfers_collaborator on transfers (collaborator_id) where state = 'offered';

-- Whoever comes by a name that a database had before is told its name of today.
create index events_renamed on events ((data ->> 'from')) where type = 'database.renamed';
