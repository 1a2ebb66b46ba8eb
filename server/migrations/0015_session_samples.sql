-- How many sessions a login had at most in each five minutes, for the chart of the last day. No row: none was seen.
create table session_samples (
  login_id uuid not null references logins,
  -- Where the five minutes begin, by the control database's clock.
  at timestamptz not null,
  sessions integer not null check (sessions > 0),
  primary key (login_id, at)
);
create index session_samples_at on session_samples (at);

-- In which five minutes a server was looked at: where none is, nothing is known, which is not the same as nobody.
create table server_looks (
  server_id uuid not null references servers,
  at timestamptz not null,
  primary key (server_id, at)
);
create index server_looks_at on server_looks (at);
