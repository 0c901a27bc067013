-- The audit trail: one hash chain, appended to by every process. docs/audit-format.md defines the
-- bytes under chain_hash; the column order here is the order there.

create table audit_log_chain (
  id                bigint      primary key,
  format            smallint    not null,
  segment           bigint      not null,
  key_id            text collate "C" not null,
  event_id          uuid        not null,
  recorded_at       timestamptz not null,
  kind              text collate "C" not null,
  decision_id       text collate "C" not null,
  domain_id         text collate "C" not null,
  agent_id          text collate "C" not null,
  token_type        text collate "C" not null,
  caller_token_hash text collate "C" not null,
  listener          text collate "C" not null,
  remote            text collate "C" not null,
  method            text collate "C" not null,
  path              text collate "C" not null,
  ruling            text collate "C" not null,
  reason            text collate "C" not null,
  status_code       int         not null,
  latency_us        bigint      not null,
  details           text collate "C" not null,
  payload_hash      text collate "C" not null,
  prev_hash         text collate "C" not null,
  chain_hash        text collate "C" not null,
  constraint audit_log_chain_event_once unique (event_id),
  -- Lengths only: as regular expressions these checks took longer than all the rest of an insert.
  -- That the characters are hexadecimal is seen by every verifier.
  constraint audit_log_chain_form check (
    id >= 1 and segment >= 1 and format = 2
    and octet_length(key_id) = 16
    and octet_length(payload_hash) = 64
    and octet_length(chain_hash) = 64
    and (octet_length(prev_hash) = 64 or prev_hash = 'genesis'))
);
create index audit_log_chain_segments on audit_log_chain (id)
  where kind in ('segment_open', 'segment_close');
create index audit_log_chain_by_decision on audit_log_chain (decision_id, id) where decision_id <> '';
create index audit_log_chain_by_agent on audit_log_chain (agent_id, id) where agent_id <> '';
create index audit_log_chain_by_time on audit_log_chain using brin (recorded_at);

-- What a replay needs, beside the chain so that it can have a shorter life: the chain holds only
-- payload_hash, which says nothing about the payload once nonce and payload are gone.
create table audit_payloads (
  id      bigint primary key check (id >= 1),
  nonce   bytea  not null check (octet_length(nonce) = 32),
  payload text   not null
);

-- Where the chain ends. Every writer locks this row first, so there is one order of entries.
create table chain_head (
  only_row      boolean     primary key default true check (only_row),
  segment       bigint      not null,
  segment_first bigint      not null,
  seq           bigint      not null,
  chain_hash    text collate "C" not null,
  key_id        text collate "C" not null,
  recorded_at   timestamptz not null
);
insert into chain_head (segment, segment_first, seq, chain_hash, key_id, recorded_at)
values (0, 0, 0, 'genesis', '', 'epoch');

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % refused: the audit trail is append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger audit_log_chain_append_only
  before update or delete or truncate on audit_log_chain
  for each statement execute function audit_refuse_change();
create trigger audit_payloads_unchanged
  before update or truncate on audit_payloads
  for each statement execute function audit_refuse_change();
create trigger chain_head_stays
  before delete or truncate on chain_head
  for each statement execute function audit_refuse_change();

-- The head goes over entries only when each follows the one before it: so the tables cannot hold a
-- fork, without an index over hashes, which costs more than all the rest of an insert.
create function audit_head_goes_forward() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  linked bigint;
begin
  if new.seq <= old.seq or new.segment < old.segment or new.recorded_at < old.recorded_at then
    raise exception 'the head of the audit chain cannot go from % to %', old.seq, new.seq
      using errcode = 'insufficient_privilege';
  end if;
  select count(*) into linked
  from (select id, kind, prev_hash, chain_hash,
               lag(chain_hash, 1, old.chain_hash) over (order by id) as before
        from public.audit_log_chain where id > old.seq and id <= new.seq) e
  where prev_hash = case when kind = 'segment_open' then 'genesis' else before end
    and (id < new.seq or chain_hash = new.chain_hash);
  if linked <> new.seq - old.seq then
    raise exception 'the entries from % to % do not follow one another', old.seq + 1, new.seq
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger chain_head_goes_forward
  before update on chain_head
  for each row execute function audit_head_goes_forward();

grant insert on audit_log_chain, audit_payloads to atom_audit;
grant select (id, event_id, chain_hash) on audit_log_chain to atom_audit;
grant select, update on chain_head to atom_audit;
grant select on audit_log_chain, audit_payloads, chain_head to atom_reader, atom_studio;
