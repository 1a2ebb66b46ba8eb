-- VALID UNTIL of the role, as PostgreSQL was last seen to have it; null without an end. Of a server that is away nobody knows:
-- its logins are looked at when it answers.
alter table logins add column valid_until timestamptz;
update logins set valid_until = c.until from collaborators c, databases d, servers s
  where c.id = logins.collaborator_id and d.id = logins.database_id and s.id = d.server_id
    and logins.state = 'ready' and s.state = 'answers';
