-- The control plane: who may do what, which domains and agents exist, which tokens were given out.
-- Every change of users, domains, agents, tokens or revocations raises world_revision in the same
-- transaction; the gateway reloads what it needs when it sees the number move.

create table world_revision (
  only_row   boolean primary key default true check (only_row),
  revision   bigint not null,
  changed_at timestamptz not null default now()
);
insert into world_revision (revision) values (1);

create table users (
  id                   uuid primary key,
  email                text not null unique check (email = lower(email)),
  full_name            text not null,
  password_hash        text not null,
  role                 text not null check (role in ('admin', 'developer')),
  is_active            boolean not null default true,
  must_change_password boolean not null default false,
  created_at           timestamptz not null,
  updated_at           timestamptz not null
);

-- One row per refresh token; a family is one login. access_hash is the SHA-256 of the access token
-- that was given out with it, so that ending a family can revoke exactly its access tokens.
create table refresh_tokens (
  hash              text primary key,
  family            uuid not null,
  user_id           uuid not null references users,
  access_hash       text not null,
  access_expires_at timestamptz not null,
  issued_at         timestamptz not null,
  expires_at        timestamptz not null,
  used_at           timestamptz,
  ended_at          timestamptz
);
create index refresh_tokens_family on refresh_tokens (family);
create index refresh_tokens_user on refresh_tokens (user_id);
create index refresh_tokens_access on refresh_tokens (access_hash);

create table domains (
  id         uuid primary key,
  name       text not null unique,
  owner      uuid references users,
  is_active  boolean not null default true,
  created_at timestamptz not null
);

create table agents (
  id                   uuid primary key,
  domain_id            uuid not null references domains,
  owner                uuid references users,
  name                 text not null,
  description          text not null default '',
  status               text not null
    check (status in ('draft', 'pending_approval', 'deployed', 'suspended', 'deleted')),
  cluster_service_name text,
  virtual_key_sealed   text not null,
  allowed_models       text[] not null,
  rpm_limit            integer not null default 60 check (rpm_limit between 1 and 1000000),
  tpm_limit            integer not null default 100000 check (tpm_limit > 0),
  hitl_timeout_seconds integer not null default 300,
  hitl_fallback        text not null default 'ABORT'
    check (hitl_fallback in ('ABORT', 'CONTINUE', 'ESCALATE')),
  tools                text[] not null default '{}',
  skills               text[] not null default '{}',
  created_at           timestamptz not null,
  updated_at           timestamptz not null
);
-- A deleted agent's name is free again.
create unique index agents_name on agents (domain_id, name) where status <> 'deleted';

create table agent_tokens (
  id         uuid primary key,
  agent_id   uuid not null references agents,
  kind       text not null check (kind in ('client', 'pod')),
  hash       text not null unique,
  issued_at  timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid
);
create index agent_tokens_agent on agent_tokens (agent_id, kind);

-- keep_until is the later of 24 hours after revocation and the token's own end, plus clock skew.
create table revoked_tokens (
  hash       text primary key,
  revoked_at timestamptz not null,
  keep_until timestamptz not null
);

-- subject is agent-<id> or a user id; its tokens of that kind with iat before not_before are void.
create table principal_not_before (
  subject    text not null,
  kind       text not null check (kind in ('client', 'pod', 'human')),
  not_before timestamptz not null,
  primary key (subject, kind)
);

-- The gateway reads the world and nothing else.
grant usage on schema public to atom_gate, atom_studio, atom_reader;
grant select on world_revision, domains, agents, revoked_tokens, principal_not_before to atom_gate;

-- Studio changes rows; it may not change the tables, and it deletes only what has run out.
grant select, insert, update on users, refresh_tokens, domains, agents, agent_tokens,
  revoked_tokens, principal_not_before to atom_studio;
grant select, update on world_revision to atom_studio;
grant delete on refresh_tokens, revoked_tokens to atom_studio;

-- People with read access see everything except what lets them act as somebody else.
grant select on world_revision, domains, agent_tokens, revoked_tokens, principal_not_before
  to atom_reader;
grant select (id, email, full_name, role, is_active, must_change_password, created_at, updated_at)
  on users to atom_reader;
grant select (id, domain_id, owner, name, description, status, cluster_service_name, allowed_models,
  rpm_limit, tpm_limit, hitl_timeout_seconds, hitl_fallback, tools, skills, created_at, updated_at)
  on agents to atom_reader;
