using System.Text;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Simulating;

/// <summary>Compares stores with each other and with what was acknowledged. Shares no code with the product.</summary>
internal static class Comparison
{
    /// <summary>Fails unless both stores hold the same records.</summary>
    public static async Task AssertEqualAsync(MemoryRecordStore one, MemoryRecordStore other, string when)
    {
        var (left, right) = (await ContentAsync(one), await ContentAsync(other));
        var different = left.Keys.Union(right.Keys)
            .Where(key => left.GetValueOrDefault(key) != right.GetValueOrDefault(key))
            .Select(key => $"{key}: {left.GetValueOrDefault(key) ?? "-"} | {right.GetValueOrDefault(key) ?? "-"}")
            .ToList();
        Assert.True(different.Count == 0, $"{when}: {different.Count} differ. {string.Join("; ", different.Take(5))}");
    }

    /// <summary>Fails when an acknowledged write is missing from a store, or two bodies share a revision.</summary>
    public static async Task AssertKeepsAsync(
        MemoryRecordStore root, IEnumerable<LiveWriter> writers, string when)
    {
        var content = await ContentAsync(root);
        var all = writers.SelectMany(w => w.Acknowledged).ToList();
        foreach (var ofKey in all.GroupBy(a => a.Key.Text))
        {
            var forks = ofKey.GroupBy(a => a.Revision.Value).Where(g => g.Count() > 1).ToList();
            Assert.True(forks.Count == 0, $"{when}: {ofKey.Key} has two acknowledged writes of one revision.");
            var last = ofKey.MaxBy(a => a.Revision.Value);
            var stands = content.GetValueOrDefault(ofKey.Key);
            var revision = stands is null ? 0 : long.Parse(stands.Split(' ')[0], provider: null);
            Assert.True(revision >= last.Revision.Value,
                $"{when}: {ofKey.Key} stands at {stands ?? "nothing"}, {last.Revision} was acknowledged.");
            if (revision == last.Revision.Value)
            {
                Assert.Equal(TextOf(last.Revision.Value, last.Body?.Utf8), stands);
            }
        }

        var violations = writers.SelectMany(w => w.Violations).ToList();
        Assert.True(violations.Count == 0, $"{when}: {string.Join("; ", violations.Take(5))}");
    }

    private static async Task<Dictionary<string, string>> ContentAsync(MemoryRecordStore store)
    {
        var content = new Dictionary<string, string>();
        var walk = store.WalkRecordsAsync(
            Component.Users, RecordCursor.Start, FullPace.Instance, CancellationToken.None);
        await foreach (var (key, record) in walk)
        {
            content[key.Text] = record is null ? "damaged" : TextOf(record.Revision.Value, record.Body?.Utf8);
        }

        return content;
    }

    private static string TextOf(long revision, ReadOnlyMemory<byte>? body)
        => $"{revision} {(body is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : "deleted")}";
}
