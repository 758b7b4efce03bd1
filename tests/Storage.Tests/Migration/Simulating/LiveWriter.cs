using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Migration.Simulating;

/// <summary>A silo that reads and writes with a view that grows old, by the rules of the protocol alone.</summary>
/// <remarks>Shares no code with the router.</remarks>
internal sealed class LiveWriter(MigrationLab lab, int seed, int keys)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(1_500);
    private readonly Random _random = new(seed);
    private readonly Dictionary<RecordKey, long> _floors = [];
    private MigrationDocument? _view;
    private long _viewAt;

    /// <summary>Every acknowledged write: key, revision, body.</summary>
    public List<(RecordKey Key, Revision Revision, RecordBody? Body)> Acknowledged { get; } = [];

    /// <summary>Reads that returned less than this writer's last acknowledged write of the key.</summary>
    public List<string> Violations { get; } = [];

    public bool IsStopped { get; set; }

    public async Task RunAsync(TimeSpan pause)
    {
        while (!IsStopped)
        {
            try
            {
                await WriteOnceAsync();
            }
            catch (Exception e) when (e is StoreUnavailableException or StaleEpochException)
            {
                _view = null;
            }

            await lab.Simulation.PassAsync(pause);
        }
    }

    private async Task WriteOnceAsync()
    {
        var key = MigrationLab.Key(_random.Next(keys));
        var floor = _floors.GetValueOrDefault(key);
        var view = await ViewAsync();
        var stored = await lab.Stores.Of(view.Root).ReadAsync(key, view.Epoch, MigrationLab.Cancel);
        if ((stored?.Revision.Value ?? 0) < floor)
        {
            Violations.Add($"{key}: read revision {stored?.Revision}, {floor} was acknowledged; {view.Phase}.");
        }

        var write = new RecordWrite
        {
            Key = key,
            Expected = stored?.Revision ?? Revision.None,
            Body = _random.Next(5) == 0 ? null : MigrationLab.Body($$"""{"v":{{_random.Next()}},"seed":{{seed}}}"""),
            WriteId = WriteId.New(),
            Epoch = view.Epoch,
        };
        var result = await lab.Stores.Of(view.Root).WriteAsync(write, MigrationLab.Cancel);
        if (!result.Accepted)
        {
            return;
        }

        if (PhaseTable.Of(view.Phase).FollowerWrites == FollowerWrites.BeforeAcknowledgement)
        {
            await MirrorAsync(view, write, result.Revision);
        }

        if (result.Revision != write.Expected)
        {
            Acknowledged.Add((key, result.Revision, write.Body));
            _floors[key] = Math.Max(floor, result.Revision.Value);
        }
    }

    private async Task MirrorAsync(MigrationDocument view, RecordWrite write, Revision revision)
    {
        var copy = new RecordCopy
        {
            Key = write.Key,
            Revision = revision,
            WriteId = write.WriteId,
            Body = write.Body,
            Epoch = view.Epoch,
        };
        try
        {
            var answer = await lab.Postgres.PutIfNewerAsync([copy], MigrationLab.Cancel);
            if (answer[0].Outcome is CopyOutcome.Stored or CopyOutcome.Same or CopyOutcome.Older)
            {
                return;
            }
        }
        catch (StoreUnavailableException)
        {
            // The debt below says it.
        }

        await lab.Debt.RaiseAsync(write.Key.Component, MigrationLab.Cancel);
    }

    private async Task<MigrationDocument> ViewAsync()
    {
        var isFresh = _view is not null && lab.Simulation.Time.GetElapsedTime(_viewAt) < Lease;
        if (!isFresh || _random.Next(10) == 0)
        {
            var began = lab.Simulation.Time.GetTimestamp();
            _view = await lab.Desk.ReadAsync(MigrationLab.Cancel);
            _viewAt = began;
        }

        return _view!;
    }
}
