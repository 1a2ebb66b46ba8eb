import { queryOnce } from "../support/postgres.ts";

/**
 * What was made in a minute is told as if it had taken months. Events cannot be changed, so the triggers that see to it
 * are off for this one statement; ids follow the times, as they would have.
 */
export const tellHistory = (controlUrl: string): Promise<unknown> => queryOnce(controlUrl, history);

/** A day of sessions before the ones that are open now; once they have been seen. */
export const tellSessions = (controlUrl: string): Promise<unknown> => queryOnce(controlUrl, sessions);

const sessions = `with slots as (select date_bin('5 minutes', now(), timestamptz '2000-01-01') - n * interval '5 minutes' as at, n
      from generate_series(0, 287) n),
    looks as (insert into server_looks (server_id, at) select s.id, slots.at from servers s, slots on conflict do nothing)
  insert into session_samples (login_id, at, sessions)
  select l.id, slots.at, case when l.sessions > 1 and n between 40 and 90 then 3 else 1 end
  from logins l join collaborators c on c.id = l.collaborator_id, slots
  where l.sessions > 0 and case substr(c.email, 1, 1) when 'j' then n < 130 when 'd' then n between 20 and 100 else n < 60 end
  on conflict do nothing`;

const history = `do $$ begin
  set local session_replication_role = replica;
  create temporary table told on commit drop as
    select e.type, e.actor_account_id, e.actor_email, e.subject_email, e.database_id, e.data,
      case when e.type in ('database.created', 'database.attached') then d.created_at
           when e.type like 'access.%' then now() - interval '4 hours'
           when e.type = 'collaborator.invited' and c.invited_at is not null then c.invited_at
           when e.type = 'login.password_changed' then now() - interval '20 minutes'
           else e.at - interval '3 hours' end as at
    from events e left join databases d on d.id = e.database_id
    left join collaborators c on c.database_id = e.database_id and c.email = e.subject_email
    where e.type not like 'login.%' or e.type = 'login.password_changed';
  insert into told
    select 'collaborator.invited', o.id, o.email, c.email, c.database_id, json_build_object('access', c.access), c.invited_at
    from collaborators c join databases d on d.id = c.database_id join accounts o on o.id = d.owner_account_id
    where not exists (select from events e where e.type = 'collaborator.invited' and e.subject_email = c.email and e.database_id = c.database_id)
    union all
    select 'collaborator.accepted', c.account_id, c.email, c.email, c.database_id, '{}', c.accepted_at
    from collaborators c where c.accepted_at is not null;
  delete from events;
  insert into events (type, actor_account_id, actor_email, subject_email, database_id, data, at)
    select type, actor_account_id, actor_email, subject_email, database_id, data, at from told order by at;
end $$`;
