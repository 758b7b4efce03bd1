using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;
using OutcomeUnknownException = HybridOrleans.Grains.Interfaces.OutcomeUnknownException;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>What callers see, and what they never see, when the store fails under a profile.</summary>
public sealed class UserFaultTests(UserSilo silo) : IClassFixture<UserSilo>, IDisposable
{
    private const string Old = """{"v":"acknowledged"}""";
    private const string New = """{"v":"on its way"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IUserProfiles Users => silo.Client.Users;

    public void Dispose() => silo.Heal();

    [Fact]
    public async Task A_read_beside_a_write_in_flight_returns_the_acknowledged_value_at_once()
    {
        var key = await SavedAsync();
        var (entered, release) = HoldWrites();
        var save = Users.SaveAsync(key, Json(New), cancellation: Cancel).AsTask();
        await entered.Task.WaitAsync(Limit, Cancel);
        Assert.Equal(Old, await Users.TextAsync(key, Cancel).WaitAsync(Limit, Cancel));
        Assert.Equal(Old, (await Users.GetAsync(key, Freshness.Fresh, Cancel)).Text());
        release.SetResult();
        await save.WaitAsync(Limit, Cancel);
        Assert.Equal(New, await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task A_write_that_did_not_happen_leaves_the_acknowledged_value()
    {
        var key = await SavedAsync();
        silo.Store.OnWrite = _ => throw new StoreUnavailableException("The test's store is away.");
        var error = await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Users.SaveAsync(key, Json(New), cancellation: Cancel));
        Assert.Contains("The test's store is away.", error.Message, StringComparison.Ordinal);
        var reading = await Users.GetAsync(key, cancellation: Cancel);
        Assert.Equal((Old, 1L, Tier.Memory), (reading.Text(), reading.Revision, reading.ServedBy));
        silo.Heal();
        Assert.Equal(2, (await Users.PatchAsync(key, Json("""{"w":1}"""), Cancel)).Revision);
        Assert.Equal("""{"v":"acknowledged","w":1}""", await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task After_a_lost_answer_the_caller_is_told_and_the_next_read_asks_the_store()
    {
        var key = await SavedAsync();
        silo.Store.OnWrite = async write =>
        {
            await write();
            throw new HybridOrleans.Storage.OutcomeUnknownException("The test lost the answer.");
        };
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await Users.SaveAsync(key, Json(New), cancellation: Cancel));
        silo.Heal();
        var reading = await Users.GetAsync(key, cancellation: Cancel);
        Assert.Equal((New, 2L, Tier.Store), (reading.Text(), reading.Revision, reading.ServedBy));
    }

    [Fact]
    public async Task After_a_lost_answer_nothing_is_answered_from_memory_while_the_store_is_away()
    {
        var key = await SavedAsync();
        silo.Store.OnWrite = _ => throw new HybridOrleans.Storage.OutcomeUnknownException("The test lost the request.");
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await Users.SaveAsync(key, Json(New), cancellation: Cancel));
        silo.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(async () => await Users.GetAsync(key, cancellation: Cancel));
        silo.Heal();
        Assert.Equal(Old, await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task A_write_behind_one_of_unknown_outcome_goes_through()
    {
        var key = await SavedAsync();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        WriteId? lostId = null;
        silo.Store.OnWrite = async write =>
        {
            if (silo.Store.LastWriteId != (lostId ??= silo.Store.LastWriteId))
            {
                return await write();
            }

            entered.TrySetResult();
            await release.Task;
            throw new HybridOrleans.Storage.OutcomeUnknownException("The test lost the request.");
        };
        var lost = Users.SaveAsync(key, Json(New), cancellation: Cancel).AsTask();
        await entered.Task.WaitAsync(Limit, Cancel);
        var behind = Users.PatchAsync(key, Json("""{"w":1}"""), Cancel).AsTask();
        release.SetResult();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => lost);
        Assert.Equal(2, (await behind.WaitAsync(Limit, Cancel)).Revision);
        Assert.Equal("""{"v":"acknowledged","w":1}""", await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task A_cancelled_write_leaves_no_doubtful_memory()
    {
        var key = await SavedAsync();
        var entered = new TaskCompletionSource();
        silo.Store.OnWrite = async write =>
        {
            await write();
            entered.SetResult();
            throw new OperationCanceledException("The test's caller gave up.");
        };
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await silo.Grain(key).SaveAsync(Json(New), null, CancellationToken.None));
        await entered.Task.WaitAsync(Limit, Cancel);
        silo.Heal();
        Assert.Equal(New, await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task A_lost_race_is_run_again_on_the_value_that_won()
    {
        var key = await SavedAsync();
        await OtherClusterWritesAsync(key, """{"v":"other"}""");
        Assert.Equal(3, (await Users.PatchAsync(key, Json("""{"w":1}"""), Cancel)).Revision);
        Assert.Equal("""{"v":"other","w":1}""", await Users.TextAsync(key, Cancel));
        await OtherClusterWritesAsync(key, """{"v":"other again"}""");
        Assert.Equal(5, (await Users.SaveAsync(key, Json(New), cancellation: Cancel)).Revision);
        await OtherClusterWritesAsync(key, """{"v":"once more"}""");
        await Assert.ThrowsAsync<RevisionConflictException>(
            async () => await Users.SaveAsync(key, Json(Old), expectedRevision: 5, Cancel));
        Assert.Equal(7, (await Users.SaveAsync(key, Json(Old), expectedRevision: 6, Cancel)).Revision);
    }

    [Fact]
    public async Task A_race_that_is_lost_every_time_ends_as_unavailable()
    {
        var key = await SavedAsync();
        silo.Store.OnWrite = _ => new(WriteResult.Conflict(new Revision(1)));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Users.SaveAsync(key, Json(New), cancellation: Cancel));
        silo.Heal();
        Assert.Equal(Old, await Users.TextAsync(key, Cancel));
    }

    [Fact]
    public async Task An_activation_that_is_older_than_what_the_caller_has_seen_reads_again()
    {
        var key = await SavedAsync();
        await OtherClusterWritesAsync(key, New);
        Assert.Equal(Old, (await silo.Grain(key).ReadAsync(Freshness.Cached, 1)).Text());
        var reading = await silo.Grain(key).ReadAsync(Freshness.Cached, 2);
        Assert.Equal((New, 2L, Tier.Store), (reading.Text(), reading.Revision, reading.ServedBy));
        Assert.Equal(New, (await silo.Grain(key).ReadAsync(Freshness.Cached, 0)).Text());
    }

    [Fact]
    public async Task A_fresh_read_sees_what_another_cluster_wrote()
    {
        var key = await SavedAsync();
        await OtherClusterWritesAsync(key, New);
        Assert.Equal(New, (await Users.GetAsync(key, Freshness.Fresh, Cancel)).Text());
    }

    [Fact]
    public async Task A_store_that_went_back_is_reported_and_not_served()
    {
        var key = await SavedAsync();
        await Users.SaveAsync(key, Json(New), cancellation: Cancel);
        silo.Store.OnRead = async read => (await read())! with { Revision = new Revision(1) };
        await Assert.ThrowsAsync<DataDamagedException>(
            async () => await Users.GetAsync(key, Freshness.Fresh, Cancel));
        await Assert.ThrowsAsync<DataDamagedException>(
            async () => await silo.Grain(key).ReadAsync(Freshness.Cached, 2));
    }

    [Fact]
    public async Task A_read_that_began_before_a_write_never_takes_the_write_back()
    {
        var key = await SavedAsync();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        silo.Store.OnRead = async read =>
        {
            var old = await read();
            entered.SetResult();
            await release.Task;
            return old;
        };
        var slow = silo.Grain(key).ReadAsync(Freshness.Fresh, 0).AsTask();
        await entered.Task.WaitAsync(Limit, Cancel);
        silo.Heal();
        await Users.SaveAsync(key, Json(New), cancellation: Cancel);
        release.SetResult();
        Assert.Equal(New, (await slow.WaitAsync(Limit, Cancel)).Text());
        Assert.Equal(New, (await silo.Grain(key).ReadAsync(Freshness.Cached, 0)).Text());
    }

    [Fact]
    public async Task A_cold_profile_answers_as_soon_as_the_store_is_back()
    {
        var key = silo.NewKey();
        silo.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(async () => await Users.GetAsync(key, cancellation: Cancel));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Users.PatchAsync(key, Json("{}"), Cancel));
        silo.Heal();
        // Orleans would make callers wait for five seconds if the activation had failed.
        var answer = Users.GetAsync(key, cancellation: Cancel).AsTask();
        Assert.Null((await answer.WaitAsync(TimeSpan.FromSeconds(4), Cancel)).Body);
    }

    [Fact]
    public async Task Readers_who_share_a_first_read_are_told_how_long_ago_it_began()
    {
        var key = silo.NewKey();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        silo.Store.OnRead = async read =>
        {
            var stored = await read();
            entered.SetResult();
            await release.Task;
            return stored;
        };
        var first = silo.Grain(key).ReadAsync(Freshness.Cached, 0).AsTask();
        await entered.Task.WaitAsync(Limit, Cancel);
        silo.Heal();
        var began = TimeProvider.System.GetTimestamp();
        var second = silo.Grain(key).ReadAsync(Freshness.Cached, 0).AsTask();
        // Calls from one place reach the activation in their order, so that this answer comes after the second began.
        Assert.NotNull(await silo.Grain(key).ReadAsync(Freshness.Fresh, 0).AsTask().WaitAsync(Limit, Cancel));
        var held = TimeProvider.System.GetElapsedTime(began);
        release.SetResult();

        Assert.InRange((await first.WaitAsync(Limit, Cancel)).Age, held, Limit);
        Assert.InRange((await second.WaitAsync(Limit, Cancel)).Age, held, Limit);
    }

    [Fact]
    public async Task Damage_is_reported_as_damage()
    {
        var key = silo.NewKey();
        silo.Store.OnRead = _ => throw new DamagedRecordException(
            "The test's file was edited. Run 'hybrid repair adopt'.");
        var error = await Assert.ThrowsAsync<DataDamagedException>(
            async () => await Users.GetAsync(key, cancellation: Cancel));
        Assert.Contains("hybrid repair adopt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_store_puts_no_user_id_into_the_log()
    {
        var key = await SavedAsync();
        silo.Store.OnWrite = _ => throw new HybridOrleans.Storage.OutcomeUnknownException("The test lost the answer.");
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await Users.SaveAsync(key, Json(New), cancellation: Cancel));
        silo.Store.OnRead = _ => throw new DamagedRecordException($"The file {key.TelegramId}.json was edited.");
        await Assert.ThrowsAsync<DataDamagedException>(async () => await Users.GetAsync(key, cancellation: Cancel));
        Assert.Contains(silo.Silo.Log.Lines, l => l.Contains("DamagedRecordException", StringComparison.Ordinal));
        Assert.DoesNotContain(
            silo.Silo.Log.Lines, l => l.Contains($"{key.TelegramId}", StringComparison.Ordinal));
    }

    private async Task<UserKey> SavedAsync()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json(Old), cancellation: Cancel);
        return key;
    }

    private (TaskCompletionSource Entered, TaskCompletionSource Release) HoldWrites()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        silo.Store.OnWrite = async write =>
        {
            entered.SetResult();
            await release.Task;
            return await write();
        };
        return (entered, release);
    }

    private async Task OtherClusterWritesAsync(UserKey key, string body)
    {
        var record = RecordKeys.User(key.Bot.Value, key.TelegramId);
        var stored = await silo.Store.ReadAsync(record, Epoch.Initial, Cancel);
        var result = await silo.Store.WriteAsync(
            new RecordWrite
            {
                Key = record,
                Expected = stored?.Revision ?? Revision.None,
                Body = RecordBody.Parse(System.Text.Encoding.UTF8.GetBytes(body)),
                WriteId = WriteId.New(),
                Epoch = Epoch.Initial,
            },
            Cancel);
        Assert.True(result.Accepted);
    }
}
