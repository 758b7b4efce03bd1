-- What Orleans' AdoNet grain storage asks of PostgreSQL, in our own words: four queries that it looks up by name, and
-- one table. Unlike the usual script this one has a primary key, so that a lost race cannot leave two rows. The writes
-- go through functions because AdoNet does not prepare its statements: a function keeps its plan in the session.
create table orleansquery (querykey varchar(64) primary key, querytext varchar(8000) not null);

create table orleansstorage (
    serviceid varchar(150) not null,
    graintypestring varchar(512) not null,
    grainidextension varchar(512) not null,
    grainidhash integer not null,
    graintypehash integer not null,
    grainidn0 bigint not null,
    grainidn1 bigint not null,
    payloadbinary bytea,
    modifiedon timestamp not null,
    version integer not null,
    primary key (grainidhash, grainidn0, grainidn1, graintypehash, grainidextension, graintypestring, serviceid)
);

create function bench_write(
    idhash integer, n0 bigint, n1 bigint, typehash integer, typestring varchar, extension varchar, service varchar,
    expected integer, payload bytea) returns table (newgrainstateversion integer) language plpgsql as $$
begin
    if expected is null then
        return query
            insert into orleansstorage as s
            values (service, typestring, coalesce(extension, ''), idhash, typehash, n0, n1, payload, now(), 1)
            on conflict do nothing
            returning s.version;
    else
        return query
            update orleansstorage as s
            set payloadbinary = payload, modifiedon = now(), version = s.version + 1
            where s.grainidhash = idhash and s.grainidn0 = n0 and s.grainidn1 = n1 and s.graintypehash = typehash
                and s.grainidextension = coalesce(extension, '') and s.graintypestring = typestring
                and s.serviceid = service and s.version = expected
            returning s.version;
    end if;
end $$;

create function bench_read(
    idhash integer, n0 bigint, n1 bigint, typehash integer, typestring varchar, extension varchar, service varchar)
    returns table (payloadbinary bytea, version integer) language plpgsql stable as $$
begin
    return query
        select s.payloadbinary, s.version from orleansstorage as s
        where s.grainidhash = idhash and s.grainidn0 = n0 and s.grainidn1 = n1 and s.graintypehash = typehash
            and s.grainidextension = coalesce(extension, '') and s.graintypestring = typestring
            and s.serviceid = service;
end $$;

insert into orleansquery values
('WriteToStorageKey', 'select newgrainstateversion as NewGrainStateVersion from bench_write(@GrainIdHash, @GrainIdN0,
    @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @GrainStateVersion,
    @PayloadBinary)'),
('ReadFromStorageKey', 'select payloadbinary as PayloadBinary, version as Version from bench_read(@GrainIdHash,
    @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId)'),
('ClearStorageKey', 'select newgrainstateversion as NewGrainStateVersion from bench_write(@GrainIdHash, @GrainIdN0,
    @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @GrainStateVersion, null)');
