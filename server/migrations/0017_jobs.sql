-- Adds a job, surely. Of two that ask under one key at once, the second waits for the first one's commit. When a worker
-- takes that job in the same moment, graphile-worker 0.18 adds none for the second, and says so with nothing but a null:
-- asked again it sees the taken job, and adds another behind it. Without this the second one's change would wait for a
-- job that never comes.
create function add_job(
  task text, payload json, queue text, key text, run_at timestamptz, keep_run_at boolean, nobody_waits boolean
) returns void language plpgsql as $$
declare
  mode constant text := case when keep_run_at then 'preserve_run_at' else 'replace' end;
  -- What nobody waits for goes behind everything that somebody may be waiting for.
  priority constant integer := case when nobody_waits then 10 else 0 end;
begin
  for attempt in 1..10 loop
    if (graphile_worker.add_job(task, payload, queue_name => queue, run_at => run_at, max_attempts => 25, job_key => key,
        priority => priority, job_key_mode => mode)).id is not null then
      return;
    end if;
  end loop;
  raise exception 'a job could not be added: each one of its key was taken at once';
end $$;
