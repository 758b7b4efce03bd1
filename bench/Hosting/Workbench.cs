using HybridOrleans.Bench.Baselines;
using HybridOrleans.Bench.Contenders;
using HybridOrleans.Bench.Grains;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Hosting;

/// <summary>A folder, a PostgreSQL server and a silo for one run, gone afterwards.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly EmbeddedPostgres _postgres;

    private Workbench(DirectoryInfo folder, EmbeddedPostgres postgres, BenchSilo silo)
    {
        _folder = folder;
        _postgres = postgres;
        Silo = silo;
        Contenders =
        [
            new StorageContender<ProfileText>(
                Goals.AdoNet, silo.Storage(StorageNames.AdoNet), StorageNames.AdoNet, Text),
            new StorageContender<RecordState>(
                Goals.Postgres, silo.Storage(StorageNames.Hybrid), StorageNames.Postgres, Record),
            new StorageContender<ProfileText>(
                Goals.DurableFiles, silo.Storage(StorageNames.DurableFile), StorageNames.DurableFile, Text),
            new StorageContender<ProfileText>(
                Goals.Files, silo.Storage(StorageNames.File), StorageNames.File, Text),
            new StorageContender<RecordState>(
                Goals.Json, silo.Storage(StorageNames.Hybrid), StorageNames.Json, Record),
        ];
    }

    public BenchSilo Silo { get; }

    public IReadOnlyList<IContender> Contenders { get; }

    public static async Task<Workbench> OpenAsync()
    {
        // Not the temporary folder, which is memory on many machines: a flush must reach a disk.
        var folder = Directory.CreateDirectory(
            Path.Combine(AppContext.BaseDirectory, "bench-data", Guid.NewGuid().ToString("n")));
        var postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(folder.FullName, "postgres"),
            Settings =
            {
                ["max_connections"] = "300",
                ["fsync"] = "on",
                ["synchronous_commit"] = "on",
                ["shared_buffers"] = "512MB",
            },
        });
        try
        {
            await AdoNetTables.CreateAsync(postgres.ConnectionString);
            var silo = await BenchSilo.StartAsync(folder.FullName, postgres.ConnectionString);
            return new Workbench(folder, postgres, silo);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static ProfileText Text(long number) => new() { Json = Bodies.TextOf(number) };

    // The check and the canonical form are part of our price, as serialization is part of the others'.
    private static RecordState Record(long number) => new() { Body = RecordBody.Parse(Bodies.Of(number)) };
}
