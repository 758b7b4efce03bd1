using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Network;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Answers that are lost on the way, and wires that go silent in the middle of a batch.</summary>
public sealed class PostgresNetworkTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private TcpProxy _proxy = null!;
    private PostgresRecordStore _direct = null!;
    private PostgresRecordStore _proxied = null!;

    public async ValueTask InitializeAsync()
    {
        var text = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        _proxy = new TcpProxy(text.Port);
        text.Port = _proxy.Port;
        _direct = await database.OpenStoreAsync();
        _proxied = await PostgresDatabase.OpenStoreAsync(text.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxied.DisposeAsync();
        await _direct.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_lost_after_the_commit_is_settled_by_the_write_id()
    {
        await WriteAsync(_proxied, Change(Key(1), 0, "41"));
        var write = Change(Key(1), 1, "42");
        _proxy.Rule = (to, _) => to == ProxyDirection.ToClient ? ProxyVerdict.Cut : ProxyVerdict.Pass;

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => WriteAsync(_proxied, write));
        _proxy.Heal();

        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(_proxied, write));
        Assert.Equal(WriteResult.Conflict(new(2)), await WriteAsync(_proxied, Change(Key(1), 1, "42")));
        Assert.Equal(Body("42"), (await ReadAsync(_direct, Key(1)))!.Body);
    }

    [Fact]
    public async Task A_batch_lost_before_it_reached_the_server_is_written_when_repeated()
    {
        await WriteAsync(_proxied, Change(Key(1), 0, "41"));
        var write = Change(Key(1), 1, "42");
        _proxy.Rule = (to, _) => to == ProxyDirection.ToServer ? ProxyVerdict.Cut : ProxyVerdict.Pass;

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => WriteAsync(_proxied, write));
        _proxy.Heal();

        Assert.Equal(new Revision(1), (await ReadAsync(_direct, Key(1)))!.Revision);
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(_proxied, write));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_known_not_to_have_written()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = _proxy.Port };
        await using var store = await PostgresDatabase.OpenStoreAsync(nowhere.ConnectionString);
        NpgsqlConnection.ClearAllPools();
        await database.RunAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            + "and datname = current_database()");
        await _proxy.DisposeAsync();

        // The first calls may find connections of the pool that they cannot know to be dead.
        Exception? last = null;
        await UntilAsync("a refused connection", async () =>
        {
            last = await Record.ExceptionAsync(() => WriteAsync(store, Change(Key(1), 0, "1")));
            return last is StoreUnavailableException;
        });
        Assert.DoesNotContain("Password", last!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.IsType<StoreUnavailableException>(await Record.ExceptionAsync(() => ReadAsync(store, Key(1))));
    }

    [Fact]
    public async Task A_silent_server_is_answered_for_within_the_limit()
    {
        await WriteAsync(_proxied, Change(Key(1), 0, "1"));
        await ReadAsync(_proxied, Key(1));
        _proxy.Rule = (_, _) => ProxyVerdict.Freeze;
        var begin = TimeProvider.System.GetTimestamp();

        var write = Record.ExceptionAsync(() => WriteAsync(_proxied, Change(Key(1), 1, "2")));
        var read = Record.ExceptionAsync(() => ReadAsync(_proxied, Key(1)));

        Assert.IsType<OutcomeUnknownException>(await write);
        Assert.IsType<StoreUnavailableException>(await read);
        var elapsed = TimeProvider.System.GetElapsedTime(begin);
        Assert.True(elapsed < TimeSpan.FromSeconds(3.5), $"The calls took {elapsed.TotalSeconds:0.0} s of 2 s.");
    }

    [Fact]
    public async Task A_silent_connection_is_given_up_at_the_limit_and_its_lane_goes_on()
    {
        await using var store = await PostgresDatabase.OpenStoreAsync(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = _proxy.Port }.ConnectionString,
            options =>
            {
                options.WriteLanes = 1;
                options.OperationTimeout = TimeSpan.FromSeconds(1.5);
            });

        // The next call must reach a healed server within its own limit. A busy machine may be late to connect once or
        // twice; a lane that stays blocked is late each time.
        var goesOn = false;
        for (var id = 1; id <= 5 && !goesOn; id++)
        {
            await UntilAsync(
                "the only lane to write",
                async () => await Record.ExceptionAsync(() => WriteAsync(store, Change(Key(id), 0, "1"))) is null);
            _proxy.Rule = (_, _) => ProxyVerdict.Freeze;
            Assert.IsType<OutcomeUnknownException>(
                await Record.ExceptionAsync(() => WriteAsync(store, Change(Key(id), 1, "2"))));
            _proxy.Heal();
            goesOn = await Record.ExceptionAsync(() => WriteAsync(store, Change(Key(-id), 0, "1"))) is null;
        }

        Assert.True(goesOn, "Five times the call after a silent connection missed its limit.");
    }

    [Fact]
    public async Task The_driver_does_not_wait_for_a_server_that_cannot_answer_a_cancel()
    {
        await using var connections = new PostgresConnections(new() { ConnectionString = database.ConnectionString });
        var text = new NpgsqlConnectionStringBuilder(connections.Text);
        Assert.Equal((-1, 0), (text.CancellationTimeout, text.CommandTimeout));
    }

    [Fact]
    public async Task A_fence_rises_over_a_client_that_froze_inside_a_batch()
    {
        var key = RecordKey.Create(Component.Configuration, Bot, "global");
        await WriteAsync(_proxied, Change(key, 0, "1"));

        // The first pieces of a large batch bring the lock to the server; the rest never comes.
        var pieces = 0;
        _proxy.Rule = (to, _) => to == ProxyDirection.ToServer && ++pieces > 2
            ? ProxyVerdict.Freeze
            : ProxyVerdict.Pass;
        var frozen = WriteAsync(_proxied, Change(key, 1, $"\"{new string('x', 900_000)}\""));
        await UntilAsync("the shared lock of the frozen batch", async () => await HoldersAsync() == 1);

        Assert.Equal(new Epoch(3), await _direct.RaiseFenceAsync(Component.Configuration, new Epoch(3), Cancel));

        Assert.Equal(0, await HoldersAsync());
        Assert.IsType<OutcomeUnknownException>(await Record.ExceptionAsync(() => frozen));
        await Assert.ThrowsAsync<StaleEpochException>(() => WriteAsync(_direct, Change(key, 1, "2")));
        var stored = await _direct.ReadAsync(key, new Epoch(3), Cancel);
        Assert.Equal((new Revision(1), Body("1")), (stored!.Revision, stored.Body));
    }

    private async Task<long> HoldersAsync()
        => await database.AskAsync<long>(
            "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted "
            + "and database = (select oid from pg_database where datname = current_database())");
}
