using System.Text;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.CrashChild;

/// <summary>Does what a migration does to a store, and reports every answer.</summary>
internal sealed class Copying(JsonRecordStore store, int keys)
{
    /// <summary>Brings copies in whose revisions jump, with live writes between them, until it is ended.</summary>
    public async Task RunAsync(int caller, int rounds)
    {
        var random = new Random(caller);
        for (var round = 0; rounds == 0 || round < rounds; round++)
        {
            var key = RecordKeys.User("bot", random.Next(1, keys + 1));
            var record = await store.ReadAsync(key, Epoch.Initial, CancellationToken.None);
            var stands = record?.Revision ?? Revision.None;
            if (random.Next(2) == 0)
            {
                await CopyAsync(key, new Revision(stands.Value + random.Next(1, 1_000)), random.Next(4) == 0);
            }
            else
            {
                await WriteAsync(key, stands);
            }
        }
    }

    /// <summary>Writes documents and debts of one component, going on after any failure.</summary>
    public async Task RunScriptAsync()
    {
        var ledger = new JsonDebtLedger(store);
        for (var version = 1; version <= 3; version++)
        {
            await TryAsync("document", version, () => store.Documents.TryWriteAsync(
                DocumentOf(version), version - 1, CancellationToken.None).AsTask());
        }

        for (var generation = 1; generation <= 2; generation++)
        {
            await TryAsync("debt", generation, async () =>
            {
                await ledger.RaiseAsync(Component.Users, CancellationToken.None);
                return true;
            });
            await TryAsync("paying", generation, async () =>
                await ledger.BeginPayingAsync(Component.Users, CancellationToken.None) > 0);
        }
    }

    private async Task CopyAsync(RecordKey key, Revision revision, bool isTombstone)
    {
        var copy = new RecordCopy
        {
            Key = key,
            Revision = revision,
            WriteId = WriteId.New(),
            Body = isTombstone ? null : BodyOf(revision),
            Epoch = Epoch.Initial,
        };
        var result = (await store.PutIfNewerAsync([copy], CancellationToken.None))[0];
        var outcome = result.Outcome == CopyOutcome.Stored ? "accepted" : "conflict";
        Report.Line($"{outcome} write {key.Text} {revision} {copy.WriteId}");
    }

    private async Task WriteAsync(RecordKey key, Revision expected)
    {
        var write = new RecordWrite
        {
            Key = key,
            Expected = expected,
            Body = BodyOf(expected.Next),
            WriteId = WriteId.New(),
            Epoch = Epoch.Initial,
        };
        var result = await store.WriteAsync(write, CancellationToken.None);
        var outcome = result.Accepted ? "accepted" : "conflict";
        Report.Line($"{outcome} write {key.Text} {expected.Next} {write.WriteId}");
    }

    private static async Task TryAsync(string what, int number, Func<Task<bool>> act)
    {
        try
        {
            Report.Line($"{(await act() ? "accepted" : "conflict")} write {what} {number} -");
        }
        catch (OrleansException e)
        {
            var outcome = e is StoreUnavailableException ? "unavailable" : "failed";
            Report.Line($"{outcome} write {what} {number} - {e.Message}");
        }
    }

    private static RecordBody BodyOf(Revision revision)
        => RecordBody.Parse(Encoding.UTF8.GetBytes($$"""{"revision":{{revision}}}"""));

    private static MigrationDocument DocumentOf(long version) => new()
    {
        Component = Component.Users,
        Version = version,
        Epoch = Epoch.Initial,
        Phase = Phase.DualWrite,
        SharePercent = 0,
    };
}
