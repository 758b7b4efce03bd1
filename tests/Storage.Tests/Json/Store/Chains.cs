using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>All acknowledged writes of a test, by key and revision.</summary>
internal sealed class Chains(string context)
{
    private readonly Dictionary<(string Key, Revision Revision), string> _writes = [];

    /// <summary>Adds what a process was told, and sees that no revision has two writes.</summary>
    public void Add(IEnumerable<ChildAnswer> answers)
    {
        foreach (var answer in answers)
        {
            Assert.True(
                answer.Outcome is "accepted" or "conflict",
                $"{context}: {answer.Outcome} {answer.Act}: {answer.Message}");
            if (answer.Outcome == "accepted")
            {
                Assert.True(
                    _writes.TryAdd((answer.Key, answer.Revision), answer.WriteId),
                    $"{context}: two writes were told that they made revision {answer.Revision} of {answer.Key}.");
            }
        }
    }

    /// <summary>Sees that each record is at or above its last acknowledged revision.</summary>
    public async Task AssertKeptAsync(IRecordStore store)
    {
        foreach (var chain in _writes.GroupBy(w => w.Key.Key))
        {
            var last = chain.MaxBy(w => w.Key.Revision.Value);
            var record = await store.ReadAsync(
                RecordKey.FromText(Component.Users, chain.Key), Epoch.Initial, TestContext.Current.CancellationToken);
            Assert.True(
                record is not null,
                $"{context}: {chain.Key} is gone; revision {last.Key.Revision} was acknowledged.");
            Assert.True(
                record.Revision >= last.Key.Revision,
                $"{context}: {chain.Key} is at {record.Revision}; {last.Key.Revision} was acknowledged.");
            if (_writes.TryGetValue((chain.Key, record.Revision), out var id))
            {
                Assert.Equal(id, record.WriteId.ToString());
            }
        }
    }
}
