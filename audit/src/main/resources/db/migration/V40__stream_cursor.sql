-- How far each copy of the trail is: all entries up to seq are where the copy goes.

create table stream_cursor (
  name       text collate "C" primary key check (name <> ''),
  seq        bigint      not null check (seq >= 0),
  updated_at timestamptz not null default now()
);
grant select, insert, update on stream_cursor to atom_archiver;
grant select on stream_cursor to atom_reader, atom_studio;
