-- What the groups of a database reach, as PostgreSQL itself last said: the shape of the contract's Coverage. Beside the
-- database's row, which every permission check reads.
create table coverages (
  database_id uuid primary key references databases,
  measured jsonb not null,
  measured_at timestamptz not null
);

-- The end that was announced to the person and to whoever invited them; another end is announced again.
alter table collaborators add column announced_until timestamptz;
create index collaborators_until on collaborators (until) where status = 'accepted' and until is not null;
