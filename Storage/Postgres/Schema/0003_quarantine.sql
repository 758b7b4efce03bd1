-- Bytes that no record holds and nobody may lose: superseded, edited or unreadable ones, exactly as found.
create table quarantine (
  id           bigint generated always as identity primary key,
  owner        text collate "C" not null,
  source       text not null,
  reason       text not null,
  content      bytea not null,
  content_hash bytea not null,
  kept_at      timestamptz not null,
  unique (owner, content_hash, source)
);
