-- Security events that were found in the trail, and who was told. They are made from the chain and
-- can be made from it again; the chain is the evidence.

create table alert_cursor (
  only_row boolean primary key default true check (only_row),
  seq      bigint  not null
);
-- What happened before this table was there is history, not news.
insert into alert_cursor (seq) select seq from chain_head;

create table alerts (
  id      text        primary key,
  rule    text        not null,
  subject text        not null,
  at      timestamptz not null,
  summary text        not null,
  seq     bigint      not null
);
create index alerts_of_subject on alerts (rule, subject, at);

create table alert_deliveries (
  alert_id     text        not null references alerts (id),
  sink         text        not null,
  attempts     int         not null default 0,
  next_try     timestamptz not null default '-infinity',
  delivered_at timestamptz,
  problem      text        not null default '',
  primary key (alert_id, sink)
);
create index alert_deliveries_due on alert_deliveries (next_try) where delivered_at is null;

grant select on alert_cursor, alerts, alert_deliveries to atom_reader, atom_studio, atom_archiver;
-- The archiver's own role reads only; the book is kept by the role that appends.
grant select, update on alert_cursor to atom_audit;
grant select, insert on alerts to atom_audit;
grant select, insert, update on alert_deliveries to atom_audit;
