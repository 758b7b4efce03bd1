using HybridOrleans.Storage;
using Orleans.Core;
using Orleans.Storage;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>What Orleans expects of a storage provider, and what this one promises beyond, over any store.</summary>
public abstract class GrainStorageConformance(ProviderCluster provider)
{
    private const string StateName = "Состояние";

    private IGrainStorage Storage => provider.Storage;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_what_was_never_written_gives_a_fresh_state()
    {
        var state = new GrainState<Notebook>(new Notebook { Title = "stale" }) { RecordExists = true, ETag = "7" };
        await Storage.ReadStateAsync(StateName, NewGrain(), state, Cancel);
        Assert.Equal(new Notebook(), state.State);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
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
        Assert.Equal("1", read.ETag);
        Assert.True(read.RecordExists);
        Assert.True(written.RecordExists);
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
        Assert.Equal("first", (await ReadAsync(grain)).State!.Title);
    }

    private static GrainId NewGrain() => GrainId.Create("notebook", Guid.NewGuid().ToString("n"));

    private static GrainState<Notebook> State(string title, long count)
        => new(new Notebook { Title = title, Count = count });

    private async Task<GrainState<Notebook>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Notebook>();
        await Storage.ReadStateAsync(StateName, grain, state, Cancel);
        return state;
    }
}
