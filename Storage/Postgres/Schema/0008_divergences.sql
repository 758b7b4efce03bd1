-- Every known divergence; a document has room for the first ones only. A complete verification begins it anew.
create table divergences (
  component         text collate "C" not null,
  key               text collate "C" not null,
  json_revision     bigint,
  json_hash         text,
  postgres_revision bigint,
  postgres_hash     text,
  reason            text        not null,
  seen_at           timestamptz not null,
  primary key (component, key)
);

comment on table divergences is 'Keys whose two sides differ though nobody was writing them.';
comment on column divergences.json_revision is 'Null where the side holds nothing, 0 where its bytes are damaged.';
