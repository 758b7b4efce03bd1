using HybridOrleans.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>The statements that read records of one component, each together with the component's fence.</summary>
/// <remarks>
/// One statement has one snapshot, so the record and the fence belong together. Every key gives exactly one row, which
/// tells "never written" from "no answer". The lateral lookups keep the plan on the primary key. Bodies come in the
/// order of the keys until they are too many bytes; of the others only the sizes come. The first one always comes.
/// </remarks>
internal sealed class ReadStatements
{
    private readonly string _body;
    private readonly string _bodies;
    private readonly string _heads;

    public ReadStatements(Component component)
    {
        var name = component.Name;
        var table = new RecordTable(component);
        var stored = $"select * from {name} where {table.Has("i.key")} limit 1";
        _body = $"""
            select f.lowest, $1, r.revision, r.write_id, r.deleted, r.body, null::int
            from (select {table.Lowest("$1")} as lowest) f
            left join {name} r on {table.Has("$1", "r.")}
            """;
        _bodies = $"""
            select {table.Lowest("s.key")}, s.key, s.revision, s.write_id, s.deleted,
              case when s.comes then s.body end, case when not s.comes then s.bytes end
            from (
              select i.key, r.revision, r.write_id, r.deleted, r.body, b.bytes,
                i.place = 1 or sum(b.bytes) over (order by i.place) <= $2 as comes
              from unnest($1) with ordinality as i(key, place)
              left join lateral ({stored}) r on true
              cross join lateral (select coalesce(octet_length(r.body::text), 0) as bytes) b
            ) s
            """;
        _heads = $"""
            select {table.LowestOf("i.key", "f")}, i.key, r.revision, r.write_id, r.deleted, null::json, null::int,
              f.listing is not null
            from unnest($1) as i(key)
            left join lateral ({stored}) r on true
            left join fences f on f.component = '{name}'
            """;
    }

    /// <summary>Reads whole records, as many as have room; a single one always has.</summary>
    public NpgsqlCommand Bodies(NpgsqlConnection connection, string[] keys, int bytesMax)
    {
        if (keys.Length == 1)
        {
            return One(connection, keys[0]);
        }

        var command = Command(connection, _bodies, keys);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = bytesMax, NpgsqlDbType = NpgsqlDbType.Bigint });
        return command;
    }

    /// <summary>Reads all but the bodies, and whether changes are listed.</summary>
    public NpgsqlCommand Heads(NpgsqlConnection connection, string[] keys) => Command(connection, _heads, keys);

    private NpgsqlCommand One(NpgsqlConnection connection, string key)
        => new(_body, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = key, NpgsqlDbType = NpgsqlDbType.Text } },
        };

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string[] keys)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = keys,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        return command;
    }
}
