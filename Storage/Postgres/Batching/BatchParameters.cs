using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Batching;

/// <summary>The values of one row, or of many as arrays, in the types that keep the server's plans.</summary>
internal static class BatchParameters
{
    /// <summary>One value of bytes, or nothing.</summary>
    public static NpgsqlParameter Bytes(byte[]? value, NpgsqlDbType type)
        => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type };

    /// <summary>Adds one value of each request.</summary>
    public static void AddArray<TRequest, T>(
        this NpgsqlBatchCommand command, IReadOnlyList<TRequest> requests, NpgsqlDbType type, Func<TRequest, T> value)
    {
        var values = new T[requests.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(requests[i]);
        }

        command.Parameters.Add(
            new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
