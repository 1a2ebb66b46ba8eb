-- When the mailed link that works was made: an invitation lasts seven days from then, or as long as the access that it offers.
alter table collaborators add column invitation_sent_at timestamptz not null default clock_timestamp();
update collaborators set invitation_sent_at =
  case when invitation_expires_at = until then invited_at else invitation_expires_at - interval '168 hours' end;
