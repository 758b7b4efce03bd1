using System.Diagnostics;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Servers that crash or freeze while the store writes. Each test has a server of its own.</summary>
public sealed class PostgresOutageTests : PostgresStoreTest, IAsyncLifetime
{
    private readonly SemaphoreSlim _acknowledgements = new(0);
    private TaskCompletionSource _serverIsUp = NewSignal();
    private OwnPostgres _own = null!;
    private PostgresRecordStore _store = null!;

    private EmbeddedPostgres Server => _own.Server;

    public async ValueTask InitializeAsync()
    {
        _own = await OwnPostgres.StartAsync(Cancel);
        _serverIsUp.SetResult();
        _store = await PostgresDatabase.OpenStoreAsync(Server.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _own.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_crashes_under_load_loses_no_acknowledged_write()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var acknowledged = new long[24];
        var writers = Enumerable.Range(0, acknowledged.Length).Select(WriterAsync).ToList();
        for (var crash = 0; crash < 3; crash++)
        {
            await UntilMoreAsync(200);
            _serverIsUp = NewSignal();
            await Server.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
            await Server.StartAsync(Cancel);
            _serverIsUp.SetResult();
        }

        await UntilMoreAsync(200);
        await end.CancelAsync();
        await Task.WhenAll(writers);

        for (var i = 0; i < acknowledged.Length; i++)
        {
            var stored = await ReadAsync(_store, Key(i + 1));
            Assert.Equal((new Revision(acknowledged[i]), Body($"{acknowledged[i]}")), (stored!.Revision, stored.Body));
        }

        async Task WriterAsync(int i)
        {
            while (!end.IsCancellationRequested)
            {
                var write = Change(Key(i + 1), acknowledged[i], $"{acknowledged[i] + 1}");
                var result = await SettleAsync(write);
                Assert.Equal(WriteResult.AcceptedAs(write.Expected.Next), result);
                acknowledged[i]++;
                _acknowledgements.Release();
            }
        }
    }

    [Fact]
    public async Task A_frozen_backend_is_answered_for_within_the_limit_and_the_next_call_goes_round_it()
    {
        await WriteAsync(_store, Change(Key(1), 0, "1"));
        var backend = await PostgresDatabase.AskAsync<int>(
            Server.ConnectionString, "select pid from pg_stat_activity where application_name = 'hybrid-orleans'");
        await SignalAsync("-STOP", backend);
        try
        {
            var begin = Stopwatch.GetTimestamp();
            Assert.IsType<OutcomeUnknownException>(
                await Record.ExceptionAsync(() => WriteAsync(_store, Change(Key(1), 1, "2"))));
            var elapsed = Stopwatch.GetElapsedTime(begin);
            Assert.True(elapsed < TimeSpan.FromSeconds(3.5), $"The call took {elapsed.TotalSeconds:0.0} s of 2 s.");
            Assert.Equal(WriteResult.AcceptedAs(new(1)), await WriteAsync(_store, Change(Key(2), 0, "1")));
        }
        finally
        {
            await SignalAsync("-CONT", backend);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task UntilMoreAsync(int more)
    {
        for (var i = 0; i < more; i++)
        {
            Assert.True(
                await _acknowledgements.WaitAsync(Patience, Cancel),
                $"Waited {Patience.TotalSeconds} s in vain for acknowledged write {i + 1} of {more}.");
        }
    }

    /// <summary>Repeats a write until its outcome is known, as the settling store does.</summary>
    private async Task<WriteResult> SettleAsync(RecordWrite write)
    {
        WriteResult? result = null;
        await UntilAsync("the outcome of a write", async () =>
        {
            try
            {
                result = await WriteAsync(_store, write);
                return true;
            }
            catch (Exception e) when (e is OutcomeUnknownException or StoreUnavailableException)
            {
                await _serverIsUp.Task.WaitAsync(Patience, Cancel);
                return false;
            }
        });
        return result!.Value;
    }

    private static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", [signal, $"{processId}"]);
        await kill.WaitForExitAsync(Cancel);
        Assert.Equal(0, kill.ExitCode);
    }
}
