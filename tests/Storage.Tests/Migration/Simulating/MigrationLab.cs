using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Simulating;

/// <summary>Two memory stores, a clock, and as many processes as a test wants.</summary>
internal sealed class MigrationLab
{
    public static readonly VerbRequest Ann = new("ann", "a test");

    public static readonly VerbRequest AnnAsks = Ann with { Mode = VerbMode.DryRun };

    public MigrationLab(int seed = 0)
    {
        Simulation = new Simulation(seed);
        Stores = new MigrationStores(Json, Debt, Postgres);
    }

    public Simulation Simulation { get; }

    public SimulatedStore Json { get; } = new("json");

    public SimulatedStore Postgres { get; } = new("postgres");

    public MemoryDebtLedger Debt { get; } = new();

    public MigrationStores Stores { get; set; }

    public CrashProbe Probe { get; } = new();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public MigrationDesk Desk => new(Component.Users, Stores, Simulation.Time);

    /// <summary>Writes the first document and runs.</summary>
    public void Run(Func<Task> work) => Simulation.Run(async () =>
    {
        await Json.Memory.Documents.TryWriteAsync(Documents.MigrationDocuments.First, 0, Cancel);
        await work();
    });

    /// <summary>Another process that may take the migration up.</summary>
    public ComponentMigration Process(
        MigrationBug bug = MigrationBug.None, ILiveLatency? live = null, Func<RampStatistics?>? ramp = null,
        int keysUnderSealMax = 10_000, ILiveTraffic? traffic = null)
        => new(new MigrationWork(Stores, Desk, Simulation.Time, Probe, bug), NullLogger.Instance, live, ramp, null,
            keysUnderSealMax, traffic);

    public static RecordKey Key(int number) => RecordKey.Create(Component.Users, "han", $"{number}");

    public static RecordBody Body(string json) => RecordBody.Parse(System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>Fills the JSON side as if it had been used for a while.</summary>
    public async Task FillAsync(int count, Epoch epoch = default)
    {
        for (var number = 0; number < count; number++)
        {
            var write = new RecordWrite
            {
                Key = Key(number),
                Expected = Revision.None,
                Body = Body($$"""{"n":{{number}}}"""),
                WriteId = WriteId.New(),
                Epoch = epoch,
            };
            await Json.Memory.WriteAsync(write, Cancel);
        }
    }

    public async Task<MigrationDocument> DocumentAsync() => await Desk.ReadAsync(Cancel);

    /// <summary>Lets a process work until a condition holds; fails after ten simulated minutes.</summary>
    public async Task WorkUntilAsync(ComponentMigration process, string what, Func<MigrationDocument, bool> reached)
    {
        var began = Simulation.Time.GetTimestamp();
        while (!reached(await DocumentAsync()))
        {
            var pause = await process.StepAsync(Cancel);
            if (Simulation.Time.GetElapsedTime(began) > TimeSpan.FromMinutes(10))
            {
                var status = await process.StatusAsync(Cancel);
                Assert.Fail($"Never came: {what}. It is {status}; blocked: {status.BlockedBecause}; {status.Trouble}; "
                    + $"{status.Document}.");
            }

            await Simulation.PassAsync(pause);
        }
    }

    /// <summary>Lets a process go to Live at 100 %.</summary>
    public async Task EnableAsync(ComponentMigration process)
    {
        await DidAsync(process.EnableAsync(Ann, Cancel));
        await WorkUntilAsync(process, "Live at 100 %", d => d is { Phase: Phase.Live, SharePercent: 100, Goal: null });
    }

    public static async Task DidAsync(Task<VerbResult> verb)
    {
        var result = await verb;
        Assert.True(result.Done, result.Message);
    }

    public static async Task<string> NotAsync(Task<VerbResult> verb)
    {
        var result = await verb;
        Assert.False(result.Done, result.Message);
        return result.Message;
    }
}
