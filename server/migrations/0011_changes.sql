-- Tells every process, once the transaction commits, whose sign-in, access or invitations changed: by the account's id, on the
-- channel of server/platform/listen.ts. Triggers, because each of these rows is written by many journeys and none may forget.
create function tell_account() returns trigger language plpgsql as $$
begin
  perform pg_notify('guestlist_changed', old.account_id::text);
  return null;
end $$;
create trigger sessions_tell after delete on sessions for each row execute function tell_account();
create trigger api_tokens_tell after update of ended_at on api_tokens for each row execute function tell_account();

-- Both whom the row belongs to, and whose address was invited.
create function tell_collaborator() returns trigger language plpgsql as $$
begin
  perform pg_notify('guestlist_changed', id::text) from accounts
    where id = new.account_id or email_folded = new.email_folded;
  return null;
end $$;
create trigger collaborators_tell_new after insert on collaborators for each row execute function tell_collaborator();
create trigger collaborators_tell after update on collaborators for each row
  when (new.status = 'pending' or new.status <> old.status) execute function tell_collaborator();

create function tell_owner() returns trigger language plpgsql as $$
begin
  perform pg_notify('guestlist_changed', new.owner_account_id::text);
  if tg_op = 'UPDATE' then
    perform pg_notify('guestlist_changed', old.owner_account_id::text);
  end if;
  return null;
end $$;
create trigger databases_tell_new after insert on databases for each row execute function tell_owner();
create trigger databases_tell after update on databases for each row
  when (new.state <> old.state or new.owner_account_id <> old.owner_account_id) execute function tell_owner();
