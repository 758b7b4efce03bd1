using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Network;
using HybridOrleans.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;
using OutcomeUnknownException = HybridOrleans.Grains.Interfaces.OutcomeUnknownException;

namespace HybridOrleans.Cluster.Tests.Client;

public sealed class ConnectionTests
{
    private static readonly UserKey Key = new(new BotId("han"), 42);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_state_goes_to_lost_with_the_silo_and_comes_back_with_it()
    {
        var store = new MemoryRecordStore();
        var port = FreePorts.Next();
        var silo = await TestSilo.StartAsync(store, gatewayPort: port);
        await using var client = await silo.ConnectAsync(o => o.RetryPauseMax = TimeSpan.FromMilliseconds(200));
        var states = new ConcurrentQueue<ConnectionState>();
        client.StateChanged += (_, state) => states.Enqueue(state);
        Assert.Equal(ConnectionState.Connected, client.State);
        await client.Users.SaveAsync(Key, Json("""{"a":1}"""), cancellation: Cancel);
        await silo.DisposeAsync();
        await client.WaitAsync(ConnectionState.Lost, Cancel).WaitAsync(Limit, Cancel);

        var error = await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await client.Users.SaveAsync(Key, Json("""{"a":2}"""), cancellation: Cancel));
        Assert.True(error.MayBeRetried);
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);

        await using var again = await TestSilo.StartAsync(store, gatewayPort: port);
        await client.WaitAsync(ConnectionState.Connected, Cancel).WaitAsync(Limit, Cancel);
        Assert.Equal("""{"a":1}""", await client.Users.TextAsync(Key, Cancel));
        Assert.Equal([ConnectionState.Lost, ConnectionState.Connected], states);
    }

    [Fact]
    public async Task Calls_under_way_when_the_connection_breaks_say_what_is_known()
    {
        var store = new InterceptedStore();
        var silo = await TestSilo.StartAsync(store);
        await using var client = await silo.ConnectAsync(o =>
        {
            o.RetriesMax = 0;
            o.CallTimeout = TimeSpan.FromMinutes(2);
        });
        var never = new TaskCompletionSource();
        var write = new TaskCompletionSource();
        var read = new TaskCompletionSource();
        store.OnWrite = async real =>
        {
            write.SetResult();
            await never.Task;
            return await real();
        };
        var save = client.Users.SaveAsync(Key, Json("{}"), cancellation: Cancel).AsTask();
        await write.Task.WaitAsync(Limit, Cancel);
        store.OnRead = async real =>
        {
            read.SetResult();
            await never.Task;
            return await real();
        };
        var get = client.Users.GetAsync(new UserKey(Key.Bot, 43), cancellation: Cancel).AsTask();
        await read.Task.WaitAsync(Limit, Cancel);
        var kill = silo.KillAsync();
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => save.WaitAsync(Limit, Cancel));
        Assert.False(unknown.MayBeRetried);
        var unavailable = await Assert.ThrowsAsync<DataUnavailableException>(() => get.WaitAsync(Limit, Cancel));
        Assert.True(unavailable.MayBeRetried);
        never.SetResult();
        await Task.WhenAny(kill);
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_takes_too_long_ends_at_its_limit()
    {
        var store = new InterceptedStore();
        await using var silo = await TestSilo.StartAsync(store);
        await using var client = await silo.ConnectAsync(o =>
        {
            o.RetriesMax = 0;
            o.CallTimeout = TimeSpan.FromMilliseconds(500);
        });
        var never = new TaskCompletionSource();
        store.OnWrite = async real =>
        {
            await never.Task;
            return await real();
        };
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await client.Users.SaveAsync(Key, Json("{}"), cancellation: Cancel));
        Assert.Equal(ConnectionState.Connected, client.State);
        never.SetResult();
    }

    [Fact]
    public async Task What_is_known_not_to_have_happened_is_repeated_and_a_doubtful_write_is_not()
    {
        var store = new InterceptedStore();
        await using var silo = await TestSilo.StartAsync(store);
        await using var client = await silo.ConnectAsync(o => o.RetryPause = TimeSpan.FromMilliseconds(1));
        var writes = 0;
        store.OnWrite = real => Interlocked.Increment(ref writes) < 3
            ? throw new StoreUnavailableException("The test's store is away.")
            : real();
        Assert.Equal(1, (await client.Users.SaveAsync(Key, Json("{}"), cancellation: Cancel)).Revision);
        Assert.Equal(3, writes);
        // The silo repeats a lost write with its id, to settle it; the client must not send another one.
        var sent = new ConcurrentDictionary<WriteId, bool>();
        store.OnWrite = _ =>
        {
            sent[store.LastWriteId] = true;
            throw new HybridOrleans.Storage.OutcomeUnknownException("The test lost the request.");
        };
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await client.Users.SaveAsync(Key, Json("{}"), cancellation: Cancel));
        Assert.Single(sent);
    }

    [Fact]
    public async Task A_client_never_reads_less_than_it_has_seen()
    {
        var store = new InterceptedStore();
        await using var silo = await TestSilo.StartAsync(store);
        await using var other = await TestSilo.StartAsync(store);
        await using var client = await silo.ConnectAsync();
        await using var elsewhere = await other.ConnectAsync();
        await client.Users.SaveAsync(Key, Json("""{"a":1}"""), cancellation: Cancel);
        Assert.Equal("""{"a":1}""", await elsewhere.Users.TextAsync(Key, Cancel));
        await elsewhere.Users.PatchAsync(Key, Json("""{"b":2}"""), Cancel);
        // The first cluster's activation is a revision behind, and serves clients that do not know better.
        Assert.Equal("""{"a":1}""", await client.Users.TextAsync(Key, Cancel));
        Assert.Equal(2, (await client.Users.GetAsync(Key, Freshness.Fresh, Cancel)).Revision);
        Assert.Equal("""{"a":1,"b":2}""", await client.Users.TextAsync(Key, Cancel));
        // A store that then answers less than this client saw is not believed.
        store.OnRead = async read => (await read())! with { Revision = new Revision(1) };
        await silo.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancel);
        await Assert.ThrowsAsync<DataDamagedException>(
            async () => await client.Users.GetAsync(Key, cancellation: Cancel));
    }

    [Fact]
    public async Task A_cancelled_call_is_not_sent()
    {
        var store = new InterceptedStore();
        await using var silo = await TestSilo.StartAsync(store);
        await using var client = await silo.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        store.OnRead = _ => throw new InvalidOperationException("The store was asked.");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.Users.SaveAsync(Key, Json("{}"), cancellation: cancellation.Token));
    }

    [Fact]
    public async Task A_bot_starts_without_the_cluster_and_its_first_call_waits_for_it()
    {
        var port = FreePorts.Next();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddHybridClient(o =>
        {
            o.Gateways.Add($"127.0.0.1:{port}");
            o.RetryPauseMax = TimeSpan.FromMilliseconds(200);
        });
        var host = builder.Build();
        await using var services = (IAsyncDisposable)host;
        await host.StartAsync(Cancel).WaitAsync(Limit, Cancel);
        Assert.Equal(ConnectionState.Connecting, host.Services.GetRequiredService<IHybridConnection>().State);
        var data = host.Services.GetRequiredService<IHybridDataStore>();
        var save = data.Users.SaveAsync(Key, Json("{}"), cancellation: Cancel).AsTask();
        // Until a silo is known, Orleans cannot even name a grain.
        var moment = data.Updates.WaitToSendAsync(Key.Bot, 7, Cancel);
        var chats = data.Conversations.ListAsync(Key.Bot, Cancel).ToListAsync(Cancel).AsTask();
        await using var silo = await TestSilo.StartAsync(new MemoryRecordStore(), gatewayPort: port);
        Assert.Equal(1, (await save.WaitAsync(Limit, Cancel)).Revision);
        await moment.WaitAsync(Limit, Cancel);
        Assert.Empty(await chats.WaitAsync(Limit, Cancel));
        await host.StopAsync(Cancel).WaitAsync(Limit, Cancel);
    }

    [Fact]
    public async Task Typed_values_are_saved_and_read_back()
    {
        await using var silo = await TestSilo.StartAsync(new MemoryRecordStore());
        await using var client = await silo.ConnectAsync();
        await client.Users.SaveAsync(Key, new Girl("Ева", 3), cancellation: Cancel);
        Assert.Equal(new Girl("Ева", 3), await client.Users.GetAsync<Girl>(Key, cancellation: Cancel));
        Assert.Null(await client.Users.GetAsync<Girl>(new UserKey(Key.Bot, 43), cancellation: Cancel));
        await client.Users.SaveAsync(Key, Json("""{"Messages":"many"}"""), cancellation: Cancel);
        await Assert.ThrowsAsync<System.Text.Json.JsonException>(
            async () => await client.Users.GetAsync<Girl>(Key, cancellation: Cancel));
    }

    private sealed record Girl(string Name, int Messages);
}
