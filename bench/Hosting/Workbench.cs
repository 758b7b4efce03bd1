using HybridOrleans.Bench.Baselines;
using HybridOrleans.Bench.Contenders;
using HybridOrleans.Bench.Grains;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Hosting;

/// <summary>A folder, a PostgreSQL server and a silo for one run, gone afterwards.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly BenchServer _server;

    private Workbench(BenchServer server, BenchSilo silo)
    {
        _server = server;
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
        var server = await BenchServer.StartAsync();
        try
        {
            var postgres = server.Server.ConnectionString;
            await AdoNetTables.CreateAsync(postgres);
            return new Workbench(server, await BenchSilo.StartAsync(server.Folder, postgres));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static ProfileText Text(long number) => new() { Json = Bodies.TextOf(number) };

    // The check and the canonical form are part of our price, as serialization is part of the others'.
    private static RecordState Record(long number) => new() { Body = RecordBody.Parse(Bodies.Of(number)) };
}
