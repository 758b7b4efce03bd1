using HybridOrleans.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>The statements that read records of one component, each together with the component's fence.</summary>
/// <remarks>
/// One statement has one snapshot, so the record and the fence belong together. Every key gives exactly one row, which
/// tells "never written" from "no answer". The lateral lookups keep the plan on the primary key.
/// </remarks>
internal sealed class ReadStatements
{
    private readonly string _body;
    private readonly string _bodies;
    private readonly string _heads;

    public ReadStatements(Component component)
    {
        var name = component.Name;
        _body = $"""
            select f.lowest, $1, r.revision, r.write_id, r.deleted, r.body
            from (select (select lowest from fences where component = '{name}') as lowest) f
            left join {name} r on r.component = '{name}' and r.key = $1
            """;
        _bodies = Statement("r.body");
        _heads = Statement("null::json");

        string Statement(string body) => $"""
            select (select lowest from fences where component = '{name}'), i.key, r.revision, r.write_id, r.deleted,
              {body}
            from unnest($1) as i(key)
            left join lateral (
              select * from {name} where component = '{name}' and key = i.key limit 1
            ) r on true
            """;
    }

    /// <summary>Reads whole records.</summary>
    public NpgsqlCommand Bodies(NpgsqlConnection connection, string[] keys)
        => keys.Length == 1 ? One(connection, keys[0]) : Command(connection, _bodies, keys);

    /// <summary>Reads all but the bodies.</summary>
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
