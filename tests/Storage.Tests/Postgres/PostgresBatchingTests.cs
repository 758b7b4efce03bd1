using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Postgres.Changes;
using HybridOrleans.Storage.Postgres.Writing;
using HybridOrleans.Storage.Records;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>What may go wrong when calls share a batch, and must not.</summary>
public sealed class PostgresBatchingTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Calls_that_come_during_a_batch_share_the_next_one()
    {
        await using var store = await OneLaneAsync();

        var results = await BehindABusyLaneAsync(
            store, Enumerable.Range(1, 50).Select(i => Change(Key(i), 0, $$"""{"n":{{i}}}""")));

        Assert.All(results, r => Assert.Equal(WriteResult.AcceptedAs(new(1)), r.Result));
        Assert.Equal(1, await TransactionsOfAsync(1, 50));
        for (var i = 1; i <= 50; i++)
        {
            Assert.Equal(Body($$"""{"n":{{i}}}"""), (await ReadAsync(store, Key(i)))!.Body);
        }
    }

    [Fact]
    public async Task A_row_that_the_server_refuses_never_fails_its_neighbours()
    {
        await using var store = await OneLaneAsync();
        await database.RunAsync($"alter table users add check (key <> '{Key(13).Text}')");

        var results = await BehindABusyLaneAsync(
            store, Enumerable.Range(1, 20).Select(i => Change(Key(i), 0, "1")));

        var refused = Assert.IsType<InvalidRecordException>(results[12].Error);
        Assert.Contains("SQLSTATE 23514", refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            PostgresErrorCodes.CheckViolation, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
        Assert.All(results.Where((_, i) => i != 12), r => Assert.Equal(WriteResult.AcceptedAs(new(1)), r.Result));
        Assert.Null(await ReadAsync(store, Key(13)));
        Assert.NotNull(await ReadAsync(store, Key(14)));
    }

    [Fact]
    public async Task Refused_and_accepted_writes_of_one_batch_each_get_their_own_answer()
    {
        await using var store = await OneLaneAsync();
        foreach (var id in (long[])[1, 2, 3])
        {
            await WriteAsync(store, Change(Key(id), 0, "1"));
        }

        await WriteAsync(store, Change(Key(3), 1, null));
        var repeated = Change(Key(5), 0, "5");
        await WriteAsync(store, repeated);

        var results = await BehindABusyLaneAsync(store, [
            Change(Key(1), 1, "2"),
            Change(Key(2), 7, "2"),
            Change(Key(3), 2, null),
            Change(Key(4), 3, "4"),
            repeated,
            Change(Key(6), 0, null),
            Change(Key(7), 0, "7", new Epoch(5)),
        ]);

        Assert.Equal(
            [
                WriteResult.AcceptedAs(new(2)), WriteResult.Conflict(new(1)), WriteResult.AcceptedAs(new(2)),
                WriteResult.Conflict(Revision.None), WriteResult.AcceptedAs(new(1)),
                WriteResult.AcceptedAs(Revision.None), WriteResult.AcceptedAs(new(1)),
            ],
            results.Select(r => r.Result!.Value));
    }

    [Fact]
    public async Task Of_two_writes_of_one_key_in_line_only_one_wins()
    {
        await using var store = await OneLaneAsync();

        var results = await BehindABusyLaneAsync(
            store, [Change(Key(1), 0, "1"), Change(Key(2), 0, "1"), Change(Key(1), 0, "2")]);

        Assert.Equal(
            [WriteResult.AcceptedAs(new(1)), WriteResult.AcceptedAs(new(1)), WriteResult.Conflict(new(1))],
            results.Select(r => r.Result!.Value));
        Assert.Equal(Body("1"), (await ReadAsync(store, Key(1)))!.Body);
    }

    [Fact]
    public async Task Two_stores_that_write_the_same_keys_in_any_order_never_deadlock()
    {
        await using var first = await OneLaneAsync();
        await using var second = await OneLaneAsync();
        var random = new Random(17);
        for (var round = 0; round < 40; round++)
        {
            // New keys and old ones in one batch: both are locked in the order of the keys.
            var ids = Enumerable.Range(round, 60).ToArray();
            var revisions = await Task.WhenAll(ids.Select(id => ReadAsync(first, Key(id))));
            var writes = ids.Zip(revisions, (id, r) => (Id: id, Expected: r?.Revision.Value ?? 0)).ToArray();

            var results = await Task.WhenAll(
                RoundAsync(first, writes, random.Next()), RoundAsync(second, writes, random.Next()));

            Assert.All(ids, id => Assert.Equal(1, results.Count(r => r[id].Accepted)));
        }

        Assert.Equal(0, await database.AskAsync<long>(
            "select deadlocks from pg_stat_database where datname = current_database()"));

        async Task<Dictionary<int, WriteResult>> RoundAsync(
            PostgresRecordStore store, (int Id, long Expected)[] writes, int seed)
        {
            var order = writes.ToArray();
            new Random(seed).Shuffle(order);
            var tasks = order.ToDictionary(
                w => w.Id, w => WriteAsync(store, Change(Key(w.Id), w.Expected, $"{seed}")));
            await Task.WhenAll(tasks.Values);
            return tasks.ToDictionary(t => t.Key, t => t.Value.Result);
        }
    }

    [Fact]
    public async Task A_batch_holds_no_more_bytes_than_it_may()
    {
        await using var store = await database.OpenStoreAsync(o =>
        {
            o.WriteLanes = 1;
            o.WriteBatchBytesMax = 1024 * 1024;
        });
        var large = $"\"{new string('x', 400_000)}\"";

        await BehindABusyLaneAsync(store, Enumerable.Range(1, 4).Select(i => Change(Key(i), 0, large)));

        Assert.Equal(2, await TransactionsOfAsync(1, 4));
    }

    [Fact]
    public async Task A_cancelled_write_that_waits_in_line_is_never_sent()
    {
        await using var store = await OneLaneAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<WriteResult>? waiting = null;

        await BehindABusyLaneAsync(store, [], async () =>
        {
            waiting = store.WriteAsync(Change(Key(1), 0, "1"), cancel.Token).AsTask();
            await cancel.CancelAsync();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting!);
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await WriteAsync(store, Change(Key(1), 0, "2")));
    }

    [Fact]
    public async Task A_write_that_waits_in_line_for_too_long_is_known_not_to_have_happened()
    {
        var time = new HeldTimers();
        await using var store = await OneLaneAsync(time);
        Task<WriteResult>? waiting = null;

        var busy = await BehindABusyLaneAsync(store, [], async () =>
        {
            await UntilAsync("the lane waits for the row", async () => await database.AskAsync<long>(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
                + "and datname = current_database()") == 1);
            waiting = WriteAsync(store, Change(Key(1), 0, "1"));
            time.EndLast();
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

        Assert.IsType<StoreUnavailableException>((await Record.ExceptionAsync(() => waiting!))!);
        Assert.Null(await ReadAsync(store, Key(1)));
        Assert.Empty(busy);
    }

    [Fact]
    public async Task A_write_whose_time_is_over_before_it_is_sent_is_known_not_to_have_happened()
    {
        var options = new PostgresStoreOptions { ConnectionString = database.ConnectionString, MinPoolSize = 0 };
        await (await database.OpenStoreAsync()).DisposeAsync();
        await using var connections = new PostgresConnections(options);
        await using var connection = await connections.OpenAsync(Cancel);
        var writer = new RecordWriter(
            Component.Users, new ListingHint(), connections,
            new PostgresErrors(connections.Place, options.OperationTimeout), options, TimeProvider.System);
        var request = new WriteRequest(Change(Key(1), 0, "1"));

        await writer.RunAsync(connection, [request], new CancellationToken(canceled: true));

        var error = await Record.ExceptionAsync(() => request.WaitAsync(Patience, TimeProvider.System, Cancel));
        Assert.IsType<StoreUnavailableException>(error);
        Assert.True(request.TryWithdraw(), "The request still says that it was sent.");
    }

    private Task<PostgresRecordStore> OneLaneAsync(TimeProvider? time = null)
        => database.OpenStoreAsync(
            o =>
            {
                o.WriteLanes = 1;
                o.OperationTimeout = TimeSpan.FromSeconds(20);
            },
            time);

    private async Task<long> TransactionsOfAsync(int first, int last)
    {
        var keys = string.Join(',', Enumerable.Range(first, last - first + 1).Select(i => $"'{Key(i).Text}'"));
        return await database.AskAsync<long>(
            $"select count(distinct xmin::text) from users where key in ({keys})");
    }

    /// <summary>Keeps the only lane busy with a locked row, puts the writes in line, and lets go.</summary>
    private async Task<List<(WriteResult? Result, Exception? Error)>> BehindABusyLaneAsync(
        PostgresRecordStore store, IEnumerable<RecordWrite> writes, Func<Task>? meanwhile = null)
    {
        var gate = Key(-1);
        await WriteAsync(store, Change(gate, 0, "0"));
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand(
            $"select 1 from users where key = '{gate.Text}' for update", connection);
        await hold.ExecuteNonQueryAsync(Cancel);

        var busy = WriteAsync(store, Change(gate, 1, "1"));
        var inLine = writes.Select(w => WriteAsync(store, w)).ToList();
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        await transaction.RollbackAsync(Cancel);

        await ((Task)busy).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var results = new List<(WriteResult?, Exception?)>();
        foreach (var write in inLine)
        {
            var error = await Record.ExceptionAsync(() => write);
            results.Add(error is null ? (await write, null) : (null, error));
        }

        return results;
    }
}
