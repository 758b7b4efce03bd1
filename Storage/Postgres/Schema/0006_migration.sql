-- What a migration needs of this side. The id names the data, whatever process opens it: made once, never changed.
create table store_identity (
  is_only boolean primary key default true check (is_only),
  id      uuid not null default gen_random_uuid()
);

insert into store_identity default values;

-- One document per component, as text and byte for byte: its hash is of exactly these bytes.
create table migration_documents (
  component  text collate "C" primary key,
  version    bigint not null check (version > 0),
  document   text not null,
  updated_at timestamptz not null default now()
);

-- The keys that changed, listed in the transaction of the change while the component's listing is on. Numbers are taken
-- before the commit and not in its order: a reader waits for the batches that may still commit a number below its own.
create table change_log (
  component text   collate "C" not null,
  seq       bigint generated always as identity,
  key       text   collate "C" not null,
  primary key (component, seq)
);

-- Beside the fence, so that one look at one row tells a write both. Null while nothing is listed.
alter table fences
  add column listing         uuid,
  add column listing_trimmed bigint not null default 0;

comment on table change_log is 'Keys of changed records, oldest first, while fences.listing is set.';
comment on column fences.listing is 'The id of the listing of changed keys; null while nothing is listed.';
comment on column fences.listing_trimmed is 'Entries up to this number are forgotten.';
