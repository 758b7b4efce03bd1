using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Migration;

/// <summary>The side under test, and short ways to bring copies in.</summary>
/// <remarks>Derived classes make an <see cref="IMigratableStore"/>, and reopen it as ever.</remarks>
public abstract class MigratableSubject : ConformanceSubject
{
    /// <summary>A component whose fence may rise: no other test writes to it.</summary>
    protected static Component Fenced => Component.Analytics;

    /// <summary>The store under test.</summary>
    protected IMigratableStore Side => (IMigratableStore)Store;

    protected static RecordCopy Copy(RecordKey key, long revision, string? json, WriteId? id = null, long epoch = 0)
        => new()
        {
            Key = key,
            Revision = new Revision(revision),
            WriteId = id ?? WriteId.New(),
            Body = json is null ? null : Body(json),
            Epoch = new Epoch(epoch),
        };

    protected ValueTask<IReadOnlyList<CopyResult>> PutAsync(params IReadOnlyList<RecordCopy> copies)
        => Side.PutIfNewerAsync(copies, Cancel);

    /// <summary>Brings one copy in and expects an outcome, and the revision that stands after it.</summary>
    protected async Task MustPutAsync(RecordCopy copy, CopyOutcome outcome, long stands)
        => Assert.Equal([new CopyResult(outcome, new Revision(stands))], await PutAsync(copy));

    protected ValueTask<RecordDigest?> DigestAsync(RecordKey key, Epoch epoch = default)
        => Side.DigestAsync(key, epoch, Cancel);

    /// <summary>Expects revision and hash of a key, from the look at one key and from the walk.</summary>
    protected async Task AssertDigestAsync(RecordKey key, long revision, string? json)
    {
        var body = json is null ? null : Body(json);
        var expected = new RecordDigest(key, new Revision(revision), body?.Hash);
        var looked = await DigestAsync(key);
        Assert.True(looked is not null && looked.Matches(expected), $"Looked at {key}: {looked}.");
        var walked = Assert.Single((await WalkDigestsAsync(key.Component)).Where(digest => digest.Key == key));
        Assert.True(walked.Matches(expected), $"Walked over {key}: {walked}.");
    }

    /// <summary>All digests of this test's bot.</summary>
    protected async Task<List<RecordDigest>> WalkDigestsAsync(Component component, RecordCursor? after = null)
        => await Side.WalkDigestsAsync(component, after ?? RecordCursor.Start, FullPace.Instance, Cancel)
            .Where(digest => IsMine(digest.Key))
            .ToListAsync(Cancel);

    /// <summary>All records of this test's bot.</summary>
    protected async Task<List<(RecordKey Key, StoredRecord? Record)>> WalkRecordsAsync(
        Component component, RecordCursor? after = null)
        => await Side.WalkRecordsAsync(component, after ?? RecordCursor.Start, FullPace.Instance, Cancel)
            .Where(met => IsMine(met.Key))
            .ToListAsync(Cancel);

    /// <summary>True for the keys of this test: others may share the store.</summary>
    protected bool IsMine(RecordKey key) => key.Text.StartsWith(RecordKeys.PrefixOf(Bot), StringComparison.Ordinal);
}
