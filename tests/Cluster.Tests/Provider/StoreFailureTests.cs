using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>What a grain and its callers know after a store has failed.</summary>
public sealed class StoreFailureTests(InterceptedProvider provider) : IClassFixture<InterceptedProvider>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly IStringNotebook _grain = provider.Grains.GetGrain<IStringNotebook>(Guid.NewGuid().ToString("n"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        provider.Store.OnRead = read => read();
        provider.Store.OnWrite = write => write();
    }

    [Fact]
    public async Task A_write_that_did_not_happen_keeps_the_activation_and_its_ETag()
    {
        var before = await _grain.AddAsync(1);
        provider.Store.OnWrite = _ => throw new StoreUnavailableException("The store is away. Nothing was written.");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _grain.AddAsync(1));
        Assert.Equal(before, await _grain.LookAsync());
        provider.Store.OnWrite = write => write();
        var after = await _grain.AddAsync(1);
        Assert.Equal((before.Activation, 2, "2"), (after.Activation, after.Count, after.ETag));
    }

    [Fact]
    public async Task A_clear_that_did_not_happen_keeps_state_and_ETag()
    {
        var before = await _grain.AddAsync(1);
        provider.Store.OnWrite = _ => throw new StoreUnavailableException("The store is away. Nothing was written.");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _grain.ClearAsync());
        Assert.Equal(before, await _grain.LookAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_is_settled_by_the_write_s_own_id(bool happened)
    {
        var before = await _grain.AddAsync(1);
        var asked = 0;
        provider.Store.OnWrite = async write =>
        {
            asked++;
            var result = asked > 1 || happened ? await write() : default;
            return asked > 1 ? result : throw new OutcomeUnknownException("The answer was lost.");
        };
        var after = await _grain.AddAsync(1);
        Assert.Equal((2, before.Activation, 2, "2"), (asked, after.Activation, after.Count, after.ETag));
    }

    [Fact]
    public async Task Of_many_activations_with_lost_answers_every_acknowledged_increment_counts()
    {
        var id = _grain.GetGrainId();
        var writes = 0;
        provider.Store.OnWrite = async write => (Interlocked.Increment(ref writes) % 5) switch
        {
            0 => throw new OutcomeUnknownException("The request was lost."),
            1 or 2 => throw new OutcomeUnknownException($"The answer was lost: {await write()}"),
            _ => await write(),
        };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => IncrementAsync(id, 25))));
        provider.Store.OnWrite = write => write();
        var stored = new GrainState<Notebook>();
        await provider.Storage.ReadStateAsync("page", id, stored, Cancel);
        var acknowledged = outcomes.Sum(o => o.Acknowledged);
        Assert.InRange(stored.State!.Count, acknowledged, acknowledged + outcomes.Sum(o => o.Unknown));
        Assert.True(acknowledged > 0, "No increment was acknowledged, so the test shows nothing.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_unknown_outcome_a_new_activation_knows_the_truth(bool happened)
    {
        var before = await _grain.AddAsync(1);
        var gone = provider.Cluster.WaitForDeactivationAsync(_grain);
        provider.Store.OnWrite = async write =>
        {
            if (happened)
            {
                await write();
            }

            throw new OutcomeUnknownException("The answer was lost.");
        };
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _grain.AddAsync(1));
        await gone.WaitAsync(Limit, Cancel);
        provider.Store.OnWrite = write => write();
        var after = await _grain.LookAsync();
        Assert.NotEqual(before.Activation, after.Activation);
        Assert.Equal(happened ? (2, "2") : (1, "1"), (after.Count, after.ETag));
    }

    [Fact]
    public async Task After_a_write_that_was_cancelled_under_way_a_new_activation_knows_the_truth()
    {
        var before = await _grain.AddAsync(1);
        var gone = provider.Cluster.WaitForDeactivationAsync(_grain);
        provider.Store.OnWrite = async write =>
        {
            await write();
            throw new OperationCanceledException("Stopped waiting.");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => _grain.AddAsync(1));
        await gone.WaitAsync(Limit, Cancel);
        provider.Store.OnWrite = write => write();
        var after = await _grain.LookAsync();
        Assert.NotEqual(before.Activation, after.Activation);
        Assert.Equal((2, "2"), (after.Count, after.ETag));
    }

    [Fact]
    public async Task A_failed_read_is_an_error_and_never_an_empty_state()
    {
        await _grain.WriteAsync("present");
        await provider.Cluster.DeactivateAsync(_grain);
        provider.Store.OnRead = _ => throw new StoreUnavailableException("The store is away.");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _grain.LookAsync().AsTask());
        provider.Store.OnRead = read => read();
        Assert.Equal("present", (await _grain.LookAsync()).Title);
    }

    [Fact]
    public async Task A_failed_read_leaves_what_the_activation_holds()
    {
        var before = await _grain.WriteAsync("present");
        provider.Store.OnRead = _ => throw new DamagedRecordException("The file was edited.");
        await Assert.ThrowsAsync<DamagedRecordException>(() => _grain.ReadAgainAsync());
        Assert.Equal(before, await _grain.LookAsync());
    }

    [Fact]
    public async Task A_payload_that_the_serializer_cannot_read_leaves_what_the_caller_holds()
    {
        var id = _grain.GetGrainId();
        await _grain.WriteAsync("present");
        provider.Store.OnRead = async read => (await read())! with { Body = RecordBody.Parse("[1,2]"u8) };
        var state = new GrainState<Notebook>(new Notebook { Title = "held" }) { ETag = "7", RecordExists = true };
        await Assert.ThrowsAnyAsync<Exception>(() => provider.Storage.ReadStateAsync("page", id, state, Cancel));
        Assert.Equal(("held", "7", true), (state.State!.Title, state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task A_key_that_no_store_accepts_is_refused_before_any_store_is_asked()
    {
        var asked = false;
        provider.Store.OnRead = read =>
        {
            asked = true;
            return read();
        };
        string[] keys = ["../secrets", "a\0b", new string('k', KeyEncoding.KeyBytesMax)];
        foreach (var key in keys)
        {
            var state = new GrainState<Notebook>();
            await Assert.ThrowsAsync<InvalidRecordException>(
                () => provider.Storage.ReadStateAsync("page", GrainId.Create("notebook", key), state, Cancel));
            await Assert.ThrowsAsync<InvalidRecordException>(
                () => provider.Storage.WriteStateAsync("page", GrainId.Create("notebook", key), state, Cancel));
        }

        var broken = new GrainId(GrainType.Create("notebook"), new IdSpan([0xff, 0xfe]));
        await Assert.ThrowsAsync<InvalidRecordException>(
            () => provider.Storage.ReadStateAsync("page", broken, new GrainState<Notebook>(), Cancel));
        Assert.False(asked);
    }

    private async Task<(int Acknowledged, int Unknown)> IncrementAsync(GrainId id, int times)
    {
        var (acknowledged, unknown) = (0, 0);
        while (acknowledged + unknown < times)
        {
            var state = new GrainState<Notebook>();
            await provider.Storage.ReadStateAsync("page", id, state, Cancel);
            state.State!.Count++;
            try
            {
                await provider.Storage.WriteStateAsync("page", id, state, Cancel);
                acknowledged++;
            }
            catch (OutcomeUnknownException)
            {
                unknown++;
            }
            catch (Orleans.Storage.InconsistentStateException)
            {
                // Another was faster; known not to have happened, so it is tried again.
            }
        }

        return (acknowledged, unknown);
    }
}
