using System.Text;
using HybridOrleans.Storage;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;
using Orleans.Storage;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>What Orleans expects of a storage provider, and what this one promises beyond, over any store.</summary>
public abstract class GrainStorageConformance(ProviderCluster provider)
{
    private const string StateName = "Состояние";

    /// <summary>A whole JSON store of two silos answers 1,000 writes in far less, even on a busy machine.</summary>
    private static readonly TimeSpan StressLimit = TimeSpan.FromSeconds(60);

    private IGrainStorage Storage => provider.Storage;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_what_was_never_written_gives_a_fresh_state()
    {
        var state = new GrainState<Notebook>(new Notebook { Title = "stale" }) { RecordExists = true, ETag = "7" };
        await Storage.ReadStateAsync(StateName, NewGrain(), state, Cancel);
        AssertMissing(state, etag: null);
    }

    [Fact]
    public async Task What_is_written_is_read_with_the_same_ETag()
    {
        var grain = NewGrain();
        var written = State("Привет, мир 🌍", 42);
        written.State!.Заметки["ключ"] = "значение с \u0000 и \"кавычками\"";
        await Storage.WriteStateAsync(StateName, grain, written, Cancel);
        var read = await ReadAsync(grain);
        Assert.Equal(written.State, read.State);
        Assert.Equal(("1", "1"), (written.ETag, read.ETag));
        Assert.True(read.RecordExists);
        Assert.True(written.RecordExists);
    }

    [Fact]
    public async Task The_overloads_without_a_token_do_the_same()
    {
        var grain = NewGrain();
        var state = State("without token", 1);
        await Storage.WriteStateAsync(StateName, grain, state);
        var read = new GrainState<Notebook>();
        await Storage.ReadStateAsync(StateName, grain, read);
        Assert.Equal(state.State, read.State);
        await Storage.ClearStateAsync(StateName, grain, read);
        AssertMissing(read, etag: "2");
    }

    [Fact]
    public async Task A_second_insert_is_inconsistent_and_changes_nothing()
    {
        var grain = NewGrain();
        await Storage.WriteStateAsync(StateName, grain, State("first", 1), Cancel);
        var second = State("second", 2);
        var error = await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.WriteStateAsync(StateName, grain, second, Cancel));
        Assert.Equal(("1", null), (error.StoredEtag, error.CurrentEtag));
        Assert.Null(second.ETag);
        Assert.False(second.RecordExists);
        Assert.Equal("second", second.State!.Title);
        Assert.Equal("first", (await ReadAsync(grain)).State!.Title);
    }

    [Fact]
    public async Task A_stale_write_is_inconsistent_and_changes_nothing()
    {
        var (grain, stale) = await WithStaleCopyAsync();
        var error = await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.WriteStateAsync(StateName, grain, stale, Cancel));
        Assert.Equal(("2", "1", "1"), (error.StoredEtag, error.CurrentEtag, stale.ETag));
        Assert.Equal(("newer", "2"), (await ReadAsync(grain)) is { } read ? (read.State!.Title, read.ETag) : default);
    }

    [Fact]
    public async Task A_stale_clear_is_inconsistent_and_changes_nothing()
    {
        var (grain, stale) = await WithStaleCopyAsync();
        var error = await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.ClearStateAsync(StateName, grain, stale, Cancel));
        Assert.Equal(("2", "1", "1"), (error.StoredEtag, error.CurrentEtag, stale.ETag));
        Assert.True(stale.RecordExists);
        Assert.Equal("older", stale.State!.Title);
        Assert.Equal("newer", (await ReadAsync(grain)).State!.Title);
    }

    [Theory]
    [InlineData("W/\"0x8D7\"")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task An_ETag_of_another_provider_is_inconsistent(string etag)
    {
        var grain = NewGrain();
        await Storage.WriteStateAsync(StateName, grain, State("ours", 1), Cancel);
        var foreign = State("foreign", 2);
        foreign.ETag = etag;
        var error = await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.WriteStateAsync(StateName, grain, foreign, Cancel));
        Assert.Equal(("1", etag), (error.StoredEtag, error.CurrentEtag));
        Assert.Equal("ours", (await ReadAsync(grain)).State!.Title);
    }

    [Fact]
    public async Task Clearing_before_the_first_write_writes_nothing()
    {
        var grain = NewGrain();
        var state = new GrainState<Notebook>(new Notebook { Title = "stale" }) { RecordExists = true };
        await Storage.ClearStateAsync(StateName, grain, state, Cancel);
        AssertMissing(state, etag: null);
        AssertMissing(await ReadAsync(grain), etag: null);
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        Assert.Equal("1", state.ETag);
    }

    [Fact]
    public async Task Clearing_twice_writes_one_tombstone()
    {
        var grain = NewGrain();
        var state = State("short-lived", 1);
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        await Storage.ClearStateAsync(StateName, grain, state, Cancel);
        AssertMissing(state, etag: "2");
        await Storage.ClearStateAsync(StateName, grain, state, Cancel);
        AssertMissing(state, etag: "2");
        AssertMissing(await ReadAsync(grain), etag: "2");
    }

    [Fact]
    public async Task A_record_that_is_created_anew_continues_the_ETag_of_its_tombstone()
    {
        var grain = NewGrain();
        var state = State("first life", 1);
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        await Storage.ClearStateAsync(StateName, grain, state, Cancel);
        var late = State("who missed the clear", 2);
        late.ETag = "1";
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.WriteStateAsync(StateName, grain, late, Cancel));
        state.State = new Notebook { Title = "second life" };
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        Assert.Equal("3", state.ETag);
        Assert.Equal("second life", (await ReadAsync(grain)).State!.Title);
    }

    [Fact]
    public async Task Writing_the_same_value_again_changes_the_ETag()
    {
        var grain = NewGrain();
        var state = State("the same", 1);
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        Assert.Equal(("2", "2"), (state.ETag, (await ReadAsync(grain)).ETag));
    }

    [Fact]
    public async Task State_names_and_grain_types_are_independent()
    {
        var key = Guid.NewGuid().ToString("n");
        (string StateName, string Type)[] records =
            [("profile", "user"), ("Profile", "user"), ("profile", "User"), ("notes", "user"), ("user", "profile")];
        foreach (var (stateName, type) in records)
        {
            await Storage.WriteStateAsync(
                stateName, GrainId.Create(type, key), State(stateName + type, 1), Cancel);
        }

        foreach (var (stateName, type) in records)
        {
            var read = new GrainState<Notebook>();
            await Storage.ReadStateAsync(stateName, GrainId.Create(type, key), read, Cancel);
            Assert.Equal((stateName + type, "1"), (read.State!.Title, read.ETag));
        }
    }

    [Fact]
    public async Task A_null_state_is_a_record_that_reads_as_a_fresh_state()
    {
        var grain = NewGrain();
        var state = new GrainState<Notebook?>(null);
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        var read = await ReadAsync(grain);
        Assert.Equal(new Notebook(), read.State);
        Assert.True(read.RecordExists);
        Assert.Equal("1", read.ETag);
    }

    [Fact]
    public async Task A_cancelled_call_writes_nothing_and_keeps_the_ETag()
    {
        var grain = NewGrain();
        var state = State("kept", 1);
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        var cancelled = new CancellationToken(canceled: true);
        state.State = new Notebook { Title = "never" };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Storage.WriteStateAsync(StateName, grain, state, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Storage.ClearStateAsync(StateName, grain, state, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Storage.ReadStateAsync(StateName, grain, state, cancelled));
        Assert.Equal(("1", "never"), (state.ETag, state.State.Title));
        Assert.Equal(("kept", "1"), (await ReadAsync(grain)) is { } read ? (read.State!.Title, read.ETag) : default);
    }

    [Fact]
    public async Task A_body_of_exactly_one_MiB_is_kept_and_a_longer_one_is_refused()
    {
        var grain = NewGrain();
        var largest = new string('x', RecordBody.BytesMax - 8);
        var state = new GrainState<RecordState>(
            new RecordState { Body = RecordBody.Parse(Encoding.UTF8.GetBytes($$"""{"a":"{{largest}}"}""")) });
        Assert.Equal(RecordBody.BytesMax, state.State!.Body!.Utf8.Length);
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        var read = new GrainState<RecordState>();
        await Storage.ReadStateAsync(StateName, grain, read, Cancel);
        Assert.Equal(state.State.Body, read.State!.Body);

        var tooLong = State(new string('ы', RecordBody.BytesMax), 1);
        await Assert.ThrowsAsync<InvalidRecordException>(
            () => Storage.WriteStateAsync(StateName, NewGrain(), tooLong, Cancel));
        Assert.Null(tooLong.ETag);
    }

    [Fact]
    public async Task Record_state_is_kept_token_for_token()
    {
        var grain = NewGrain();
        var text = """{"имя":"Ева","a":1.0e+2,"a":"\u0000\ud800","$base64":"not ours","_rev":"x","_value":null}""";
        var state = new GrainState<RecordState>(
            new RecordState { Body = RecordBody.Parse(Encoding.UTF8.GetBytes(text)) });
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        var read = new GrainState<RecordState>();
        await Storage.ReadStateAsync(StateName, grain, read, Cancel);
        Assert.Equal(text, Encoding.UTF8.GetString(read.State!.Body!.Utf8.Span));
    }

    [Fact]
    public async Task Record_state_without_a_body_is_refused_and_deletes_nothing()
    {
        var grain = NewGrain();
        var state = new GrainState<RecordState>(new RecordState { Body = RecordBody.Parse("{}"u8) });
        await Storage.WriteStateAsync(StateName, grain, state, Cancel);
        state.State!.Body = null;
        await Assert.ThrowsAsync<InvalidRecordException>(
            () => Storage.WriteStateAsync(StateName, grain, state, Cancel));
        await Storage.ReadStateAsync(StateName, grain, state, Cancel);
        Assert.Equal(("1", true), (state.ETag, state.State!.Body is not null));
    }

    [Fact]
    public async Task Of_many_first_writers_exactly_one_wins()
    {
        var grain = NewGrain();
        var writers = Enumerable.Range(0, 20).Select(i => State($"writer {i}", i)).ToList();
        var won = await Task.WhenAll(writers.Select(w => Task.Run(() => TryWriteAsync(grain, w), Cancel)));
        var winner = Assert.Single(writers, w => w.ETag == "1");
        Assert.Equal(1, won.Count(w => w));
        Assert.Equal(winner.State, (await ReadAsync(grain)).State);
    }

    [Fact]
    public async Task A_hundred_grains_of_ten_parallel_writers_lose_no_acknowledged_increment()
    {
        var grains = Enumerable.Range(0, 100).Select(_ => NewGrain()).ToList();
        var acknowledged = await Task.WhenAll(grains.Select(async grain =>
        {
            var writers = Enumerable.Range(0, 10).Select(_ => Task.Run(() => IncrementAsync(grain), Cancel));
            return (await Task.WhenAll(writers)).Sum();
        })).WaitAsync(StressLimit, Cancel);
        Assert.Equal(1_000, acknowledged.Sum());
        foreach (var grain in grains)
        {
            var read = await ReadAsync(grain);
            Assert.Equal((10, "10"), (read.State!.Count, read.ETag));
        }
    }

    private static GrainId NewGrain() => GrainId.Create("notebook", Guid.NewGuid().ToString("n"));

    private static GrainState<Notebook> State(string title, long count)
        => new(new Notebook { Title = title, Count = count });

    private static void AssertMissing(GrainState<Notebook> state, string? etag)
    {
        Assert.Equal(new Notebook(), state.State);
        Assert.False(state.RecordExists);
        Assert.Equal(etag, state.ETag);
    }

    private async Task<GrainState<Notebook>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Notebook>();
        await Storage.ReadStateAsync(StateName, grain, state, Cancel);
        return state;
    }

    private async Task<(GrainId Grain, GrainState<Notebook> Stale)> WithStaleCopyAsync()
    {
        var grain = NewGrain();
        await Storage.WriteStateAsync(StateName, grain, State("older", 1), Cancel);
        var stale = await ReadAsync(grain);
        var current = State("newer", 2);
        current.ETag = "1";
        await Storage.WriteStateAsync(StateName, grain, current, Cancel);
        return (grain, stale);
    }

    private async Task<bool> TryWriteAsync(GrainId grain, GrainState<Notebook> state)
    {
        try
        {
            await Storage.WriteStateAsync(StateName, grain, state, Cancel);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    /// <summary>What an activation does: read, add one, write; read again when another was faster.</summary>
    private async Task<int> IncrementAsync(GrainId grain)
    {
        while (true)
        {
            var state = await ReadAsync(grain);
            state.State!.Count++;
            if (await TryWriteAsync(grain, state))
            {
                return 1;
            }
        }
    }
}
