using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using StorageOutcomeUnknownException = HybridOrleans.Storage.OutcomeUnknownException;

namespace HybridOrleans.Cluster.Tests.Records;

/// <summary>What an activation remembers, without the deactivation that follows a doubtful write in a silo.</summary>
public sealed class RecordMemoryTests
{
    private static readonly RecordBody One = RecordBody.Parse("1"u8);
    private static readonly RecordBody Two = RecordBody.Parse("2"u8);

    private readonly ScriptedStorage _storage = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_doubtful_write_it_never_remembers_anything_again()
    {
        var memory = Memory();
        var known = await memory.WriteAsync(await memory.GetAsync(Cancel), One, Cancel);
        Assert.Same(known, memory.Known);
        _storage.LostAnswer = new StorageOutcomeUnknownException("The test lost the answer.");
        await Assert.ThrowsAsync<OutcomeUnknownException>(async () => await memory.WriteAsync(known!, Two, Cancel));
        Assert.True(memory.IsRetired);
        Assert.Null(memory.Known);
        var reads = _storage.ReadCount;
        Assert.Equal(Two, (await memory.GetAsync(Cancel)).Body);
        Assert.Equal(Two, (await memory.GetAsync(Cancel)).Body);
        Assert.Equal(reads + 2, _storage.ReadCount);
        Assert.Null(memory.Known);
    }

    [Fact]
    public async Task A_read_that_began_before_a_doubtful_write_is_not_remembered_either()
    {
        var memory = Memory();
        var known = await memory.WriteAsync(await memory.GetAsync(Cancel), One, Cancel);
        var release = new TaskCompletionSource();
        _storage.BeforeRead = () => release.Task;
        var read = memory.ReadAsync(Cancel).AsTask();
        _storage.LostAnswer = new InvalidOperationException("The test's driver broke.");
        await Assert.ThrowsAsync<OutcomeUnknownException>(async () => await memory.WriteAsync(known!, Two, Cancel));
        release.SetResult();
        await read;
        Assert.Null(memory.Known);
    }

    [Fact]
    public async Task First_readers_share_one_question()
    {
        var memory = Memory();
        var release = new TaskCompletionSource();
        _storage.BeforeRead = () => release.Task;
        var readers = Enumerable.Range(0, 20).Select(_ => memory.GetAsync(Cancel).AsTask()).ToArray();
        release.SetResult();
        await Task.WhenAll(readers);
        Assert.Equal(1, _storage.ReadCount);
    }

    [Fact]
    public async Task A_first_reader_who_gives_up_does_not_take_the_answer_from_the_others()
    {
        var memory = Memory();
        var release = new TaskCompletionSource();
        _storage.BeforeRead = () => release.Task;
        using var impatient = new CancellationTokenSource();
        var first = memory.GetAsync(impatient.Token).AsTask();
        var second = memory.GetAsync(Cancel).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        release.SetResult();
        Assert.Equal(0, (await second).Revision);
    }

    [Fact]
    public async Task A_lost_race_forgets_the_value_and_not_more()
    {
        var memory = Memory();
        var cold = await memory.GetAsync(Cancel);
        var known = await memory.WriteAsync(cold, One, Cancel);
        Assert.Null(await memory.WriteAsync(cold, Two, Cancel));
        Assert.Null(memory.Known);
        Assert.False(memory.IsRetired);
        Assert.Equal(known!.Revision, (await memory.GetAsync(Cancel)).Revision);
        Assert.NotNull(memory.Known);
    }

    private RecordMemory Memory()
        => new(
            new RecordKind("profile", "profile"),
            _storage,
            GrainId.Create("user", "2a+han"),
            TimeProvider.System,
            NullLogger.Instance);
}
