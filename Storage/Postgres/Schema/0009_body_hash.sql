-- The SHA-256 of each body as its writer named it, so that a cached copy can be told from a stale one without reading
-- the body. A row from before this script, or one that another program made, has none and is then read whole. Where an
-- update leaves the hash as it was, it may have changed the body beside it: then the server hashes.
alter table records add column body_hash bytea;

comment on column records.body_hash is 'SHA-256 of the body; null for a tombstone, or where no writer named it.';

create function hash_changed_body() returns trigger language plpgsql as $$
begin
  new.body_hash := case when new.body is not null then pg_catalog.sha256(
    pg_catalog.convert_to(new.body::pg_catalog.text, 'UTF8')) end;
  return new;
end
$$;

create trigger hash_changed_body before update on records
for each row when (new.body_hash is not distinct from old.body_hash)
execute function hash_changed_body();
