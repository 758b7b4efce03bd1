-- Events lie in one table for each month, so that an old month can be taken away as a table of its own. A primary key
-- of a partitioned table must hold what it is partitioned by, so that analytics has a column that the other components
-- do not need: it stands beside records and is no longer a part of it. The month is the second part of the key, and the
-- check holds it to that: so a key still names one row.
alter table records detach partition analytics;
alter table analytics rename to analytics_before;

create table analytics (
  like analytics_before including defaults including constraints,
  period text collate "C" not null default '',
  constraint analytics_by_month primary key (component, key, period),
  constraint analytics_component check (component = 'analytics'),
  constraint analytics_period check (period = split_part(key, '/', 2))
) partition by list (period);

create index analytics_walk_by_month on analytics (component, bucket, key);

-- What belongs to no month, or to one whose table could not be made.
create table analytics_other partition of analytics default with (fillfactor = 80);

create trigger hash_changed_body before update on analytics
for each row when (new.body_hash is not distinct from old.body_hash)
execute function hash_changed_body();

-- Beside the fence, so that one look at one row tells a read or a write all.
alter table fences add column detached text[] collate "C" not null default '{}';

-- Makes the table of a month and moves its rows there. The check is what lets a detached month come back without a
-- look at each of its rows. False when it is there already, or detached.
create function make_analytics_month(month text) returns boolean language plpgsql as $$
declare
  made text := 'analytics_' || replace(month, '-', '_');
begin
  if to_regclass(made) is not null
    or exists (select from fences where component = 'analytics' and month = any(detached)) then
    return false;
  end if;
  execute format(
    'create table %I (like analytics including defaults including constraints, constraint %I check (period = %L)) '
    'with (fillfactor = 80)',
    made, made || '_month', month);
  execute format(
    'with moved as (delete from analytics_other where period = %L returning *) insert into %I select * from moved',
    month, made);
  execute format('alter table analytics attach partition %I for values in (%L)', made, month);
  return true;
end
$$;

-- An old month leaves as a table of its own, and nothing of it is read or written until it is back. Null when it is
-- so, else why not.
create function detach_analytics_month(month text) returns text language plpgsql as $$
declare
  made text := 'analytics_' || replace(month, '-', '_');
begin
  if exists (select from fences where component = 'analytics' and month = any(detached)) then
    return null;
  end if;
  if exists (select from analytics_other where period = month limit 1) then
    perform make_analytics_month(month);
  end if;
  if not exists (select from pg_inherits where inhrelid = to_regclass(made)) then
    return 'it has no events in PostgreSQL';
  end if;
  execute format('alter table analytics detach partition %I', made);
  execute format('alter table %I rename to %I', made, made || '_detached');
  update fences set detached = array_append(detached, month) where component = 'analytics';
  return null;
end
$$;

create function attach_analytics_month(month text) returns text language plpgsql as $$
declare
  made text := 'analytics_' || replace(month, '-', '_');
begin
  if not exists (select from fences where component = 'analytics' and month = any(detached)) then
    return case when to_regclass(made) is null then 'it is not detached, and has no events in PostgreSQL' end;
  end if;
  if to_regclass(made || '_detached') is null then
    return format('there is no table %s: restore it from where it was put', made || '_detached');
  end if;
  execute format('alter table %I rename to %I', made || '_detached', made);
  execute format('alter table analytics attach partition %I for values in (%L)', made, month);
  update fences set detached = array_remove(detached, month) where component = 'analytics';
  return null;
end
$$;

-- Every month that has a table, here or detached; a detached one whose table is gone shows no bytes.
create view analytics_months as
select replace(substr(c.relname, 11), '_', '-') as month, c.relname::text as table_name, false as is_detached,
  pg_total_relation_size(c.oid) as bytes, greatest(0, c.reltuples::bigint, pg_stat_get_live_tuples(c.oid)) as documents
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'analytics'::regclass and c.relname <> 'analytics_other'
union all
select d.month, 'analytics_' || replace(d.month, '-', '_') || '_detached', true, pg_total_relation_size(c.oid),
  greatest(0, c.reltuples::bigint, pg_stat_get_live_tuples(c.oid))
from fences f cross join unnest(f.detached) d(month)
left join pg_class c on c.oid = to_regclass('analytics_' || replace(d.month, '-', '_') || '_detached')
where f.component = 'analytics';

select make_analytics_month(month)
from (select distinct split_part(key, '/', 2) as month from analytics_before) months
where month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$';

insert into analytics select b.*, split_part(b.key, '/', 2) from analytics_before b;

drop table analytics_before;

comment on table analytics is 'Events of HybridOrleans, one table for each month. Not a part of records.';
comment on column analytics.period is 'The month, as the key has it.';
comment on column fences.detached is 'Months that were taken away: neither read nor written until they are back.';
