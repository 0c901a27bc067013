-- The archiver reads the trail; what it writes itself goes through the chain like everybody's.

grant usage on schema public to atom_archiver;
grant select on audit_log_chain, audit_payloads, chain_head to atom_archiver;
