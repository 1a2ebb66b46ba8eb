-- The WAL timeline a server was last seen on: another one means a failover or a restore, and that what was closed may be open.
alter table servers add column timeline integer;
