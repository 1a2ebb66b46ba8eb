-- returning: its owner asked for the move to be undone; the login that owned it before owns it again when that is done.
alter table databases drop constraint databases_ownership_check;
alter table databases add constraint databases_ownership_check
  check (ownership in ('made', 'kept', 'moving', 'moved', 'returning'));
