using Npgsql;

namespace HybridOrleans.Bench.Baselines;

/// <summary>The tables and queries that Orleans' AdoNet grain storage needs.</summary>
internal static class AdoNetTables
{
    public static async Task CreateAsync(string connectionString)
    {
        await using var script = typeof(AdoNetTables).Assembly.GetManifestResourceStream("AdoNetTables.sql")!;
        using var text = new StreamReader(script);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(await text.ReadToEndAsync());
        await command.ExecuteNonQueryAsync();
    }
}
