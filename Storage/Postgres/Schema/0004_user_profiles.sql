-- Profiles for people. It reads the key and the projection only: one body with \u0000 or a lone surrogate would make
-- body->>'name' fail for the whole query. The body is passed through as it is. Odd values show as null.
create view user_profiles as
select
  split_part(key, '/', 1) as bot_id,
  case when split_part(key, '/', 2) ~ '^-?[0-9]{1,19}$' then
    case when split_part(key, '/', 2)::numeric between -9223372036854775808 and 9223372036854775807
      then split_part(key, '/', 2)::bigint
    end
  end as telegram_id,
  case when jsonb_typeof(projection -> 'name') = 'string' then projection ->> 'name' end as name,
  case when jsonb_typeof(projection -> 'message_count') = 'number' then
    case when (projection ->> 'message_count')::numeric between -9223372036854775808 and 9223372036854775807
      then (projection ->> 'message_count')::numeric::bigint
    end
  end as message_count,
  case when jsonb_typeof(projection -> 'last_activity') = 'string' then projection ->> 'last_activity' end
    as last_activity,
  body
from users
where not deleted;
