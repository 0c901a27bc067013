-- Old entries leave the database through these functions and no other way. Their caller can do
-- nothing else, and they do only what a record in the chain says.

create or replace function audit_refuse_change() returns trigger language plpgsql as $$
begin
  -- Only the owner may set this to any effect: nobody else may delete at all.
  if tg_op = 'DELETE' and current_setting('atom.pruning', true) = 'on'
     and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    return null;
  end if;
  raise exception '% on % refused: the audit trail is append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

-- Removes entries 1 to last_seq with their payloads. Entry `record_seq` must be the record of it, later
-- in the chain, and last_seq must be the end of a segment.
create function audit_prune(last_seq bigint, record_seq bigint) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  removed bigint;
begin
  if not exists (
      select from audit_log_chain r, audit_log_chain e
      where r.id = record_seq and r.kind = 'audit_pruned' and r.id > last_seq
        and e.id = last_seq and e.kind = 'segment_close'
        and (r.details::jsonb ->> 'last_seq')::bigint = last_seq
        and r.details::jsonb ->> 'last_chain_hash' = e.chain_hash) then
    raise exception 'entries to % are not removed: entry % is no record of it', last_seq, record_seq
      using errcode = 'insufficient_privilege';
  end if;
  perform set_config('atom.pruning', 'on', true);
  delete from audit_payloads p where p.id <= last_seq;
  delete from audit_log_chain c where c.id <= last_seq;
  get diagnostics removed = row_count;
  perform set_config('atom.pruning', 'off', true);
  return removed;
end $$;

-- Removes the payloads of entries recorded before a time: conversations have a shorter life than
-- the entries that commit to them.
create function audit_forget_payloads(before timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  removed bigint;
begin
  delete from audit_payloads p using audit_log_chain c
    where p.id = c.id and c.recorded_at < before;
  get diagnostics removed = row_count;
  return removed;
end $$;

revoke execute on function audit_prune(bigint, bigint) from public;
revoke execute on function audit_forget_payloads(timestamptz) from public;
grant usage on schema public to atom_retention;
grant execute on function audit_prune(bigint, bigint) to atom_retention;
grant execute on function audit_forget_payloads(timestamptz) to atom_retention;
