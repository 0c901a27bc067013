-- What node agents report. Every row belongs to a tenant, and the role that reads and writes sees
-- only the rows of the tenant that its transaction named: set_config('atom.tenant', ...).

create table node (
  tenant     text not null,
  id         text not null,
  version    text not null,
  collectors text not null,
  dropped    bigint not null default 0,
  first_seen timestamptz not null,
  last_seen  timestamptz not null,
  primary key (tenant, id)
);

-- One row per run of an agent: its last batch that is stored.
create table node_epoch (
  tenant        text not null,
  node          text not null,
  epoch         text not null,
  last_sequence bigint not null,
  seen          timestamptz not null,
  primary key (tenant, node, epoch)
);

create table node_fact (
  tenant     text not null,
  node       text not null,
  id         text not null,
  kind       text not null,
  namespace  text not null,
  name       text not null,
  attributes jsonb not null,
  subject    text not null,
  predicate  text not null,
  object     text not null,
  seen       timestamptz not null,
  primary key (tenant, node, id)
);
create index node_fact_kind on node_fact (tenant, kind);
create index node_fact_subject on node_fact (tenant, subject) where subject <> '';

-- Recent measurements, one row per pass of a collector, as they came.
create table node_scrape (
  tenant    text not null,
  node      text not null,
  collector text not null,
  at        timestamptz not null,
  content   bytea not null
);
create index node_scrape_recent on node_scrape (tenant, node, collector, at desc);
create index node_scrape_age on node_scrape (tenant, at);

-- Batches that were not taken, and why.
create table node_refusal (
  tenant   text not null,
  node     text not null,
  at       timestamptz not null,
  reason   text not null,
  sequence bigint not null,
  key_id   text not null
);
create index node_refusal_age on node_refusal (tenant, at);

do $$
declare
  each text;
begin
  foreach each in array array['node', 'node_epoch', 'node_fact', 'node_scrape', 'node_refusal'] loop
    execute format('alter table %I enable row level security', each);
    execute format(
      'create policy own_tenant on %I using (tenant = current_setting(''atom.tenant'', true))'
      ' with check (tenant = current_setting(''atom.tenant'', true))', each);
    execute format('grant select, insert, update, delete on %I to atom_intake', each);
  end loop;
end $$;
grant usage on schema public to atom_intake;
