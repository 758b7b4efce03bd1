-- The name of an item may be longer than an index entry, so its hash stands for it. Were two hashes ever the same, the
-- second name of the same bytes would go unlisted, and no byte would be lost.
alter table quarantine drop constraint quarantine_owner_content_hash_source_key;

create unique index quarantine_item on quarantine (owner, content_hash, hashtextextended(source, 0));
create index quarantine_list on quarantine (owner, kept_at, id);
