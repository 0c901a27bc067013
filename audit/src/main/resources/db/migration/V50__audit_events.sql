-- The trail as one table of events for people and their SQL: the columns of `audit_events`, one row
-- an event. A served call is one row: its outcome and what it used are folded into its decision.

-- Details as JSON whatever is in them. JSON text may hold what jsonb does not take (an escaped
-- U+0000, half a surrogate pair), and some of it comes from callers: nobody can spoil the view for
-- everybody with a strange name.
-- Not plain SQL: the planner may compute a branch of CASE before it knows that it is not taken.
create function audit_json(details text) returns jsonb
  language plpgsql immutable parallel safe as $$
declare
  mended text;
begin
  if pg_input_is_valid(details, 'jsonb') then
    return details::jsonb;
  end if;
  mended := regexp_replace(details, '\\u(0000|d[89a-f][0-9a-f]{2})', '\\ufffd', 'gi');
  if pg_input_is_valid(mended, 'jsonb') then
    return mended::jsonb;
  end if;
  return '{}'::jsonb;
end $$;

-- What an agent was when it acted is found through the last change of it.
create index audit_log_chain_changes_of_agent on audit_log_chain (agent_id, id)
  where kind = 'admin_action' and agent_id <> '';

create view audit_events as
select
  e.event_id as id,
  case
    when e.kind <> 'decision' and not (e.kind = 'refusal' and e.agent_id <> '' and e.listener = 'gate')
      then e.kind
    when tool.name is not null then 'tool_call'
    else 'query'
  end::text as event_type,
  coalesce(
    nullif(d.it ->> 'actor', ''),
    nullif(d.it ->> 'subject', ''),
    nullif(e.agent_id, ''),
    case when e.remote <> '' then 'anonymous' else 'system' end)::text as user_id,
  nullif(d.it ->> 'session', '')::text as session_id,
  e.recorded_at as timestamp,
  coalesce(
    changed.after,
    'control:' || nullif(d.it ->> 'control', ''),
    'unknown')::text as agent_version,
  null::text as user_message,
  case when tool.name is not null and e.kind = 'decision' then
    jsonb_build_array(jsonb_build_object(
      'tool', tool.name,
      'inputs_hash', outcome.it ->> 'request_sha256',
      'result_hash', outcome.it ->> 'response_sha256'))
  end as tool_calls,
  nullif(outcome.it ->> 'response_sha256', '')::text as response_hash,
  null::text as namespace,
  case when pg_input_is_valid(e.remote, 'inet') then e.remote::inet end as ip_address,
  case
    when e.ruling = 'deny' then nullif(e.reason, '')
    when e.reason = 'not_committed' then e.reason
    else coalesce(nullif(used.reason, ''), nullif(outcome.it ->> 'ending', 'complete'))
  end::text as failure_reason,
  least(coalesce(outcome.latency_us, nullif(e.latency_us, -1)) / 1000, 2147483647)::int as latency_ms,
  least(used.tokens, 2147483647)::int as token_count
from audit_log_chain e
cross join lateral (select audit_json(e.details) as it) d
cross join lateral (
  select substring(e.path from '^/domain/[^/]+/agent/[^/]+/tools/([^/]+)') as name) tool
left join lateral (
  select audit_json(o.details) as it, nullif(o.latency_us, -1) as latency_us
  from audit_log_chain o
  where e.kind = 'decision' and o.kind = 'outcome'
    and o.decision_id = e.decision_id and o.decision_id <> ''
  order by o.id limit 1) outcome on true
left join lateral (
  select max(u.reason) as reason,
    sum((audit_json(u.details) ->> 'prompt_tokens')::bigint
      + (audit_json(u.details) ->> 'completion_tokens')::bigint) as tokens
  from audit_log_chain u
  where e.kind = 'decision' and u.kind = 'model_usage'
    and u.decision_id = e.decision_id and u.decision_id <> '') used on true
left join lateral (
  select audit_json(c.details) ->> 'after' as after
  from audit_log_chain c
  where c.kind = 'admin_action' and c.agent_id = e.agent_id and c.agent_id <> '' and c.id <= e.id
    and audit_json(c.details) ->> 'action' like 'agent.%'
    and audit_json(c.details) ->> 'after' is not null
  order by c.id desc limit 1) changed on true
where e.kind not in ('outcome', 'model_usage');

comment on view audit_events is
  'the audit trail, one row an event; user_message and namespace are not recorded (yet)';

grant select on audit_events to atom_reader, atom_studio;
