using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Network;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Copies whose answers are lost, that freeze on the way, and that meet a fence or a live write.</summary>
public sealed class PostgresCopyingTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private const int Many = 500;

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
    public async Task A_bulk_whose_answer_to_the_commit_is_lost_is_unavailable_and_its_repeat_harmless()
    {
        var wire = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = _proxy.Port };
        await using var store = await PostgresDatabase.OpenStoreAsync(
            wire.ConnectionString, o => o.OperationTimeout = Patience);
        var copies = Copies(Component.Users, Many);

        // With the end of its text, since the statement that begins a transaction names READ COMMITTED.
        var commit = "COMMIT\0"u8.ToArray();
        var isCommitted = false;
        _proxy.Rule = (to, piece) =>
        {
            isCommitted |= to == ProxyDirection.ToServer && piece.Span.IndexOf(commit) >= 0;
            return isCommitted && to == ProxyDirection.ToClient ? ProxyVerdict.Cut : ProxyVerdict.Pass;
        };

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync(store, copies));
        Assert.True(isCommitted, "The cut came before the commit.");
        _proxy.Heal();

        await AssertHoldsAllAsync(copies);
        Assert.All(await PutAsync(store, copies), r => Assert.Equal(CopyOutcome.Same, r.Outcome));
    }

    [Fact]
    public async Task A_bulk_whose_connection_dies_once_is_sent_again_over_another_one()
    {
        var copies = Copies(Component.Users, Many);
        await PutAsync(_proxied, copies[..100]);
        var cuts = 0;
        _proxy.Rule = (to, _) => to == ProxyDirection.ToClient && Interlocked.Increment(ref cuts) == 1
            ? ProxyVerdict.Cut
            : ProxyVerdict.Pass;

        var answers = await PutAsync(_proxied, copies);

        Assert.True(cuts > 1, "The connection was not cut.");
        Assert.All(answers, r => Assert.True(r.Outcome is CopyOutcome.Same or CopyOutcome.Stored, $"{r.Outcome}"));
        await AssertHoldsAllAsync(copies);
    }

    [Fact]
    public async Task A_bulk_frozen_on_the_way_is_answered_for_within_the_limit_and_holds_no_fence_up()
    {
        var copies = Copies(Component.Analytics, Many, bodyBytes: 2_000);
        var sent = 0L;
        _proxy.Rule = (to, piece) => to == ProxyDirection.ToServer && Interlocked.Add(ref sent, piece.Length) > 200_000
            ? ProxyVerdict.Freeze
            : ProxyVerdict.Pass;
        var begin = TimeProvider.System.GetTimestamp();
        var frozen = Record.ExceptionAsync(() => PutAsync(_proxied, copies));
        await _proxy.Struck.Task.WaitAsync(Patience, Cancel);

        Assert.Equal(new Epoch(1), await _direct.RaiseFenceAsync(Component.Analytics, new Epoch(1), Cancel));

        Assert.IsType<StoreUnavailableException>(await frozen);
        var elapsed = TimeProvider.System.GetElapsedTime(begin);
        Assert.True(elapsed < TimeSpan.FromSeconds(5), $"The call took {elapsed.TotalSeconds:0.0} s of 2 s.");
        _proxy.Heal();
        Assert.All(await PutAsync(_proxied, copies), r => Assert.Equal(CopyOutcome.Fenced, r.Outcome));
        Assert.Null(await _direct.DigestAsync(copies[0].Key, new Epoch(1), Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Many)]
    public async Task Copies_that_wait_for_a_rising_fence_are_refused_by_it(int count)
    {
        var component = count == 1 ? Component.Configuration : Component.Conversations;
        await using var store = await database.OpenStoreAsync(o => o.OperationTimeout = Patience);
        await using var fence = await RisingFence.BeginAsync(database.ConnectionString, component);
        await fence.LockAsync();
        var put = PutAsync(store, Copies(component, count));
        await UntilWaitingForLockAsync();
        await fence.RaiseAsync(1);

        Assert.All(await put, r => Assert.Equal(CopyOutcome.Fenced, r.Outcome));
        Assert.Null(await store.DigestAsync(Copies(component, 1)[0].Key, new Epoch(1), Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Many)]
    public async Task Copies_and_writes_that_wait_for_a_listing_to_begin_are_listed(int count)
    {
        await using var store = await database.OpenStoreAsync(o => o.OperationTimeout = Patience);
        await store.Changes.StopAsync(Component.Grains, Cancel);
        await using var turn = await RisingFence.BeginAsync(database.ConnectionString, Component.Grains);
        await turn.LockAsync();
        var copies = Copies(Component.Grains, count, $"listed-{count}");
        var put = PutAsync(store, copies);
        var written = RecordKey.Create(Component.Grains, Bot, $"written-{count}");
        var write = WriteAsync(store, Change(written, 0, "1"));
        await UntilWaitingForLockAsync(2);
        await turn.RunAsync("update fences set listing = gen_random_uuid(), listing_trimmed = "
            + "(select last_value from change_log_seq_seq) where component = 'grains'");
        await turn.RaiseAsync(0);

        Assert.All(await put, r => Assert.Equal(CopyOutcome.Stored, r.Outcome));
        Assert.True((await write).Accepted);
        Assert.Equal(count + 1, await database.AskAsync<long>(
            $"select count(distinct key) from change_log where component = 'grains' and key like '{Bot}/%'"));
    }

    [Fact]
    public async Task The_readable_columns_are_filled_as_for_writes()
    {
        await PutAsync(_direct, [Copy(Key(1), """{"name":"Ева","message_count":7,"last_activity":"\u0000"}""")]);
        await PutAsync(_direct, Copies(Component.Users, Many));
        Assert.Equal("Ева", await database.AskAsync<string>(
            $"select name from user_profiles where bot_id = '{Bot}' and telegram_id = 1"));
        Assert.Equal(Many, await database.AskAsync<long>(
            $"select count(*) from users where key like '{Bot}/%' and projection ->> 'padding' is not null"));
    }

    [Fact]
    public async Task Bulks_that_hang_leave_live_writes_their_lanes_and_others_their_connections()
    {
        await using var store = await database.OpenStoreAsync(o => o.OperationTimeout = Patience);
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand("lock table conversations in share mode", connection);
        await hold.ExecuteNonQueryAsync(Cancel);
        var bulks = Enumerable.Range(0, 12)
            .Select(i => PutAsync(store, Copies(Component.Conversations, Many, $"{i}", epoch: 9))).ToList();
        await UntilAsync("two bulks that wait for the table", async () => await database.AskAsync<long>(
            "select count(*) from pg_locks where locktype = 'relation' and not granted "
            + "and database = (select oid from pg_database where datname = current_database())") == 2);

        Assert.True((await WriteAsync(store, Change(Key(77), 0, "1"))).Accepted);
        Assert.NotNull(await ReadAsync(store, Key(77)));
        Assert.Equal(Epoch.Initial, await store.ReadFenceAsync(Component.Users, Cancel));

        await transaction.RollbackAsync(Cancel);
        Assert.All(await Task.WhenAll(bulks), answers => Assert.Equal(Many, answers.Count));
    }

    private static async Task<IReadOnlyList<CopyResult>> PutAsync(
        PostgresRecordStore store, IReadOnlyList<RecordCopy> copies) => await store.PutIfNewerAsync(copies, Cancel);

    private async Task AssertHoldsAllAsync(IReadOnlyList<RecordCopy> copies)
    {
        foreach (var copy in copies)
        {
            var digest = await _direct.DigestAsync(copy.Key, Epoch.Initial, Cancel);
            Assert.True(digest!.Matches(new RecordDigest(copy.Key, copy.Revision, copy.Body!.Hash)));
        }
    }

    private RecordCopy[] Copies(
        Component component, int count, string name = "copied", int bodyBytes = 100, long epoch = 0)
        => [.. Enumerable.Range(0, count).Select(i => Copy(
            RecordKey.Create(component, Bot, name, $"{i}"), $$"""{"padding":"{{new string('x', bodyBytes)}}"}""",
            epoch))];

    private static RecordCopy Copy(RecordKey key, string json, long epoch = 0) => new()
    {
        Key = key,
        Revision = new Revision(3),
        WriteId = WriteId.New(),
        Body = Body(json),
        Epoch = new Epoch(epoch),
    };

    private Task UntilWaitingForLockAsync(int count = 1)
        => UntilAsync($"{count} session(s) waiting for the lock", async () => count == await database.AskAsync<long>(
            "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and not granted "
            + "and database = (select oid from pg_database where datname = current_database())"));
}
