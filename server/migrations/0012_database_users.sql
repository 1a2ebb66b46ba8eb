-- Applications may have more logins than the one that came with the database: made, opened and taken away by the reconciler.
alter table database_users add column access text not null default 'full'
  check (access in ('full', 'read-write', 'read-only'));
-- Why the state does not move on, in words.
alter table database_users add column blocked text;
alter table database_users add column deleting_at timestamptz;
-- What its closing has seen so far; a second try after a crash adds to it.
alter table database_users add column sessions_ended integer not null default 0;
alter table database_users drop constraint database_users_state_check;
alter table database_users add constraint database_users_state_check
  check (state in ('making', 'ready', 'deleting', 'gone'));
alter table database_users add check (state <> 'deleting' or (deleting_at is not null and verifier_sealed is null and not protected));
alter table database_users add column deleted_by_account_id uuid references accounts;
alter table database_users add check (state <> 'deleting' or deleted_by_account_id is not null);
-- An application's login that somebody knew the password of may be deleted now: that decides about it too.
alter table closure_leftovers drop constraint closure_leftovers_check2;
