-- The lowest epoch that is accepted for a component. A missing row refuses every read and write of the component.
create table fences (
  component text collate "C" primary key,
  lowest    bigint not null check (lowest >= 0),
  raised_at timestamptz not null default now()
);

insert into fences (component, lowest)
values ('users', 0), ('configuration', 0), ('conversations', 0), ('analytics', 0), ('grains', 0);
