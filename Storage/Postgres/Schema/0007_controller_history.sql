-- What Orleans' AdoNet grain storage asks of PostgreSQL, in our own words: three queries that it looks up by name, and
-- one table. It keeps the history of the migration controller. Unlike the usual script this one has a primary key, so
-- that a lost race cannot leave two rows. The type string is the grain's type and the name of its state, since Orleans
-- leaves the type of the grain out of the key. Where another Orleans application has tables and queries of these names
-- here, they stay as they are and serve the history too.
create table if not exists orleansquery (querykey varchar(64) primary key, querytext varchar(8000) not null);

create table if not exists orleansstorage (
  serviceid        varchar(150) not null,
  graintypestring  varchar(512) not null,
  grainidn0        bigint       not null,
  grainidn1        bigint       not null,
  grainidextension varchar(512) not null,
  payloadbinary    bytea,
  modifiedon       timestamptz  not null,
  version          integer      not null,
  primary key (serviceid, graintypestring, grainidn0, grainidn1, grainidextension)
);

insert into orleansquery (querykey, querytext) values
('WriteToStorageKey', 'with made as (
    insert into orleansstorage as s
    select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::varchar, ''''),
      @PayloadBinary::bytea, now(), 1
    where @GrainStateVersion::integer is null
    on conflict do nothing
    returning s.version), changed as (
    update orleansstorage as s
    set payloadbinary = @PayloadBinary::bytea, modifiedon = now(), version = s.version + 1
    where s.serviceid = @ServiceId and s.graintypestring = @GrainTypeString and s.grainidn0 = @GrainIdN0
      and s.grainidn1 = @GrainIdN1 and s.grainidextension = coalesce(@GrainIdExtensionString::varchar, '''')
      and s.version = @GrainStateVersion::integer
    returning s.version)
  select version as NewGrainStateVersion from made union all select version from changed'),
('ReadFromStorageKey', 'select payloadbinary as PayloadBinary, version as Version from orleansstorage
    where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0
      and grainidn1 = @GrainIdN1 and grainidextension = coalesce(@GrainIdExtensionString::varchar, '''')'),
('ClearStorageKey', 'update orleansstorage
    set payloadbinary = null, modifiedon = now(), version = version + 1
    where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0
      and grainidn1 = @GrainIdN1 and grainidextension = coalesce(@GrainIdExtensionString::varchar, '''')
      and version = @GrainStateVersion::integer
    returning version as NewGrainStateVersion')
on conflict do nothing;
