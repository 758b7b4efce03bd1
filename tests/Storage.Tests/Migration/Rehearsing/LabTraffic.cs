using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;

namespace HybridOrleans.Storage.Tests.Migration.Rehearsing;

/// <summary>Reads that a test looks at: what the document said, and whether PostgreSQL was there.</summary>
internal sealed class LabTraffic(MigrationLab lab) : ILiveTraffic
{
    private readonly AcknowledgedWrites _writes = new();

    public AcknowledgedWrites Writes
    {
        get
        {
            OnWrites();
            return _writes;
        }
    }

    /// <summary>Called when the writes are asked for: first after all looks and before any change.</summary>
    public Action OnWrites { get; set; } = () => { };

    /// <summary>Each situation that a read met, once.</summary>
    public HashSet<string> Met { get; } = [];

    /// <summary>Called in each read.</summary>
    public Func<Task> OnRead { get; set; } = () => Task.CompletedTask;

    public async ValueTask ReadAsync(RecordKey key, CancellationToken cancellation)
    {
        var document = await lab.DocumentAsync();
        Met.Add($"{document.Phase} {document.SharePercent} %, {(lab.Postgres.IsDown ? "cut" : "quiet")}");
        await OnRead();
        await lab.Json.ReadAsync(key, document.Epoch, cancellation);
    }
}
