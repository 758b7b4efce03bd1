-- One row per key of every component. Each component is a table of its own (a partition), so that it can be read,
-- vacuumed, dumped and sized by itself. The body is json and not jsonb: jsonb drops key order and duplicate keys,
-- rewrites numbers and refuses \u0000. The projection holds the scalars that are safe to read as text.
create table records (
  component  text        collate "C" not null,
  bucket     smallint    not null check (bucket between 0 and 255),
  key        text        collate "C" not null,
  revision   bigint      not null check (revision > 0),
  write_id   uuid        not null,
  body       json,
  projection jsonb,
  deleted    boolean     not null,
  updated_at timestamptz not null default now(),
  primary key (component, key),
  check (deleted = (body is null))
) partition by list (component);

create index records_walk on records (component, bucket, key);

-- Room on each page lets an update stay on its page and leave the indexes alone.
create table users         partition of records for values in ('users')         with (fillfactor = 80);
create table configuration partition of records for values in ('configuration') with (fillfactor = 80);
create table conversations partition of records for values in ('conversations') with (fillfactor = 80);
create table analytics     partition of records for values in ('analytics')     with (fillfactor = 80);
create table grains        partition of records for values in ('grains')        with (fillfactor = 80);
create table records_other partition of records default;

comment on table records is 'Documents of HybridOrleans, one row per key. Tombstones stay as rows with deleted = true.';
comment on column records.revision is 'Grows by one with every accepted write and never restarts.';
comment on column records.write_id is 'The write that made this revision; settles lost answers.';
comment on column records.projection is 'Top-level scalars of the body that every client can read; made by the writer.';
