using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Processes;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>The n-th system call of a kind fails, for n = 1, 2, … until none is left to fail.</summary>
public sealed class SyscallFaultTests : IDisposable
{
    private const int FaultsMax = 60;
    private static readonly RecordKey Key = RecordKeys.User("script", 1);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_journal_whose_halves_cannot_be_named_refuses_the_first_write_and_is_made_by_the_next()
    {
        // A root that is there already: else the renames that make it are the first ones to fail.
        await using var child = Children.Script();
        var from = await child.WaitForAsync("listening");
        for (var n = 1; n <= 2; n++)
        {
            var root = $"{_folder.Root}-warm-{n}";
            await (await JsonStores.OpenAsync(root)).DisposeAsync();
            await using var strace = await Strace.AttachAsync(
                child.Id, "rename", "EIO", n, $"{_folder.Path}/strace-warm-{n}");
            var end = await RunScriptAsync(child, root, from);
            Assert.Equal(1, await strace.DetachAsync());
            var first = child.Answers(from).First();
            Assert.Equal("unavailable", first.Outcome);
            Assert.Contains("Renaming the journal failed", first.Message, StringComparison.Ordinal);
            await AssertTrueAsync(child.Answers(from).ToList(), root, $"rename of half {n}");
            from = end;
        }
    }

    [Theory]
    [InlineData("openat", "EMFILE", 8)]
    [InlineData("pwrite64", "ENOSPC", 6)]
    [InlineData("pwrite64", "EDQUOT", 6)]
    [InlineData("pwrite64", "EIO", 6)]
    [InlineData("pread64", "EIO", 4)]
    [InlineData("fsync", "EIO", 2)]
    [InlineData("fdatasync", "EIO", 4)]
    [InlineData("rename", "EIO", 3)]
    [InlineData("renameat2", "EIO", 1)]
    [InlineData("renameat2", "EINVAL", 1)]
    [InlineData("unlink", "EIO", 2)]
    [InlineData("statx", "EIO", 4)]
    [InlineData("flock", "EIO", 2)]
    [InlineData("syncfs", "EIO", 1)]
    public async Task After_any_fault_the_record_is_the_old_or_the_new_one_and_the_answer_was_true(
        string call, string error, int faultsMin)
    {
        await using var child = Children.Script();
        await child.WaitForAsync("listening");
        var warm = await RunScriptAsync(child, $"{_folder.Root}-warm", child.Lines.Count);
        Assert.Equal(["accepted", "accepted", "accepted", "accepted"], child.Answers().Select(a => a.Outcome));

        var from = warm;
        for (var n = 1; n <= FaultsMax; n++)
        {
            var root = $"{_folder.Root}-{n}";
            int injected;
            await using (var strace = await Strace.AttachAsync(child.Id, call, error, n, $"{_folder.Path}/strace-{n}"))
            {
                var end = await RunScriptAsync(child, root, from);
                injected = await strace.DetachAsync();
                await AssertTrueAsync(child.Answers(from).ToList(), root, $"{call} {error} {n}");
                from = end;
            }

            if (injected == 0)
            {
                Assert.True(n > faultsMin, $"Only {n - 1} calls of {call} were made to fail.");
                return;
            }
        }

        Assert.Fail($"{call} was called more than {FaultsMax} times by one thread.");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> RunScriptAsync(ChildProcess child, string root, int from)
    {
        await child.SayAsync(root);
        return await child.WaitForAsync("done", from: from);
    }

    private static async Task AssertTrueAsync(IReadOnlyList<ChildAnswer> answers, string root, string context)
    {
        Assert.All(answers, a => Assert.True(
            a.Outcome is "accepted" or "conflict" or "unknown" or "unavailable",
            $"{context}: {a.Outcome} {a.Message}"));
        await using var store = await JsonStores.OpenAsync(root);
        var record = await store.ReadAsync(Key, Epoch.Initial, Cancel);
        var stored = record?.Revision ?? Revision.None;
        var writes = answers.Where(a => a.Act == "write").ToList();
        var accepted = writes.Where(a => a.Outcome == "accepted").Select(a => a.Revision).DefaultIfEmpty().Max();
        Assert.True(stored >= accepted, $"{context}: {accepted} was acknowledged, and {stored} is stored.");
        if (record is not null)
        {
            // What is stored is a write that was not refused.
            var writer = Assert.Single(writes, a => a.WriteId == record.WriteId.ToString());
            Assert.True(
                writer.Outcome is "accepted" or "unknown",
                $"{context}: a write answered '{writer.Outcome}' is stored.");
        }

        await store.MustWriteAsync(Key, stored.Value, """{"after":"the fault"}""");
    }
}
