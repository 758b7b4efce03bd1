using HybridOrleans.Grains.Configuration;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Configuration;

/// <summary>Reads are answered on the silo they come to, and never with less than was acknowledged.</summary>
public sealed class ConfigurationReplicaTests(ConfigurationCluster cluster)
    : IClassFixture<ConfigurationCluster>, IDisposable
{
    private const int Attempts = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => cluster.Heal();

    [Fact]
    public async Task No_read_on_any_silo_is_older_than_a_save_acknowledged_or_a_value_seen_before_it_began()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        long known = 1;
        var questions = cluster.Questions;
        var readers = Enumerable.Range(0, 4).Select(i => Task.Run(() => CountReadsAsync(i % 2), Cancel)).ToList();
        for (var number = 1; number <= 40; number++)
        {
            Raise(await SaveAsync(key, number));
            for (var i = number % 4 * 5; i > 0; i--)
            {
                await ReadAllAsync(key);
            }
        }

        await stop.CancelAsync();
        var reads = (await Task.WhenAll(readers).WaitAsync(Limit, Cancel)).Sum();
        Assert.InRange(cluster.Questions - questions, 2, reads / 2);

        async Task<int> CountReadsAsync(int silo)
        {
            var count = 0;
            for (; !stop.IsCancellationRequested; count++)
            {
                var floor = Volatile.Read(ref known);
                var reading = await cluster.ReadAsync(silo, key);
                Assert.True(reading.Revision >= floor, $"Silo {silo} read {reading.Revision} after {floor} was known.");
                Raise(reading.Revision);
            }

            return count;
        }

        void Raise(long revision)
        {
            for (var now = Volatile.Read(ref known); now < revision;)
            {
                now = Interlocked.CompareExchange(ref known, revision, now);
            }
        }
    }

    [Fact]
    public async Task A_save_that_did_not_wait_for_the_copies_would_be_found()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        cluster.OnDrop = _ => Task.CompletedTask;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await ReadAllAsync(key);
            var saved = await SaveAsync(key, attempt);
            if ((await ReadAllAsync(key)).Any(r => r.Revision < saved))
            {
                return;
            }
        }

        Assert.Fail("No silo had a copy that outlived a save: the other tests prove nothing.");
    }

    [Fact]
    public async Task A_silo_that_does_not_answer_delays_a_save_until_its_lease_has_run_out_and_no_longer()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        await ReadAllAsync(key);
        cluster.OnDrop = _ => new TaskCompletionSource().Task;
        var saved = await SaveAsync(key, 1).WaitAsync(Limit, Cancel);
        Assert.All(await ReadAllAsync(key), r => Assert.Equal(saved, r.Revision));
    }

    [Fact]
    public async Task An_answer_that_was_on_its_way_while_the_copies_were_called_in_is_not_kept()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        var answered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        cluster.OnLease = async lease =>
        {
            await lease();
            answered.TrySetResult();
            await release.Task;
        };
        var late = cluster.ReadAsync(1, key).AsTask();
        await answered.Task.WaitAsync(Limit, Cancel);
        var saved = await SaveAsync(key, 1);
        release.SetResult();
        Assert.Equal(1, (await late.WaitAsync(Limit, Cancel)).Revision);
        Assert.Equal(saved, (await cluster.ReadAsync(1, key)).Revision);
    }

    [Fact]
    public async Task A_silo_that_cannot_be_reached_is_waited_for_too()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        await ReadAllAsync(key);
        cluster.OnDrop = _ => throw new InvalidOperationException("The test cut the wire.");
        var saved = await SaveAsync(key, 1).WaitAsync(Limit, Cancel);
        Assert.All(await ReadAllAsync(key), r => Assert.Equal(saved, r.Revision));
    }

    [Fact]
    public async Task An_owner_that_does_not_know_what_was_lent_before_it_lets_it_run_out()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        await ReadAllAsync(key);
        await cluster.ForgetOwnerAsync(key);
        var saved = await SaveAsync(key, 1);
        Assert.All(await ReadAllAsync(key), r => Assert.Equal(saved, r.Revision));
    }

    [Fact]
    public async Task Nobody_sees_a_save_before_it_is_acknowledged()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        await ReadAllAsync(key);
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        cluster.Store.OnWrite = async write =>
        {
            entered.TrySetResult();
            await release.Task;
            return await write();
        };
        var save = SaveAsync(key, 1);
        await entered.Task.WaitAsync(Limit, Cancel);
        Assert.All(await ReadAllAsync(key), r => Assert.Equal(1, r.Revision));
        release.SetResult();
        Assert.Equal(2, await save.WaitAsync(Limit, Cancel));
        Assert.All(await ReadAllAsync(key), r => Assert.Equal(2, r.Revision));
    }

    [Fact]
    public async Task After_a_save_that_did_not_happen_the_silos_hold_copies_again()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        await ReadAllAsync(key);
        cluster.Store.OnWrite = _ => throw new StoreUnavailableException("The test's store is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(() => SaveAsync(key, 1));
        cluster.Heal();
        Assert.All(await ReadAllAsync(key), r => Assert.Equal("""{"n":0}""", Text(r)));
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var questions = cluster.Questions;
            await ReadAllAsync(key);
            if (cluster.Questions == questions)
            {
                return;
            }
        }

        Assert.Fail("Every read asks the owner: nothing is lent any more.");
    }

    [Fact]
    public async Task A_value_that_another_cluster_replaced_is_answered_for_no_longer_than_a_lease()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        await ReadAllAsync(key);
        await OtherClusterWritesAsync(key, """{"n":7}""");
        var written = TimeProvider.System.GetTimestamp();
        for (var silo = 0; silo < cluster.SiloCount; silo++)
        {
            ConfigurationReading reading;
            do
            {
                var began = TimeProvider.System.GetElapsedTime(written);
                reading = await cluster.ReadAsync(silo, key);
                Assert.True(reading.Revision == 2 || began <= LeaseBook.Length, $"{began} after the write: too old.");
            }
            while (reading.Revision < 2);
            Assert.Equal("""{"n":7}""", Text(reading));
        }
    }

    [Fact]
    public async Task While_the_store_is_away_reads_are_answered_from_memory_and_say_so()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        await ReadAllAsync(key);
        cluster.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        var began = TimeProvider.System.GetTimestamp();
        ConfigurationReading reading;
        do
        {
            Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, Limit);
            reading = await cluster.ReadAsync(1, key);
            Assert.Equal(("""{"n":0}""", Tier.Memory), (Text(reading), reading.ServedBy));
            Assert.True(reading.Age <= LeaseBook.Length || !reading.IsConfirmed, "An old value counts as confirmed.");
        }
        while (reading.IsConfirmed);
        await Assert.ThrowsAsync<DataUnavailableException>(async () => await cluster.ReadAsync(1, key, seen: 2));
        cluster.Heal();
        Assert.Equal(2, await SaveAsync(key, 1));
        Assert.All(await ReadAllAsync(key), r => Assert.Equal((2, true), (r.Revision, r.IsConfirmed)));
    }

    [Fact]
    public async Task A_caller_who_has_seen_more_than_a_copy_is_answered_by_the_owner()
    {
        var key = cluster.NewKey();
        await SaveAsync(key, 0);
        await ReadAllAsync(key);
        await OtherClusterWritesAsync(key, """{"n":7}""");
        Assert.Equal("""{"n":7}""", Text(await cluster.ReadAsync(0, key, seen: 2)));
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused()
    {
        foreach (var bad in new[] { "han/%67lobal/", "han/global", "HAN/global/", "han//", "a/b/c/d" })
        {
            await Assert.ThrowsAsync<InvalidInputException>(() => cluster.ReadRawAsync(bad));
        }
    }

    private static string? Text(ConfigurationReading reading)
        => reading.Body is { } body ? System.Text.Encoding.UTF8.GetString(body.Utf8.Span) : null;

    private async Task<long> SaveAsync(ConfigurationKey key, int number)
        => (await cluster.Owner(key).SaveAsync(Json($$"""{"n":{{number}}}"""), null, Cancel)).Revision;

    private async Task<List<ConfigurationReading>> ReadAllAsync(ConfigurationKey key)
    {
        var readings = new List<ConfigurationReading>();
        for (var silo = 0; silo < cluster.SiloCount; silo++)
        {
            readings.Add(await cluster.ReadAsync(silo, key));
        }

        return readings;
    }

    private async Task OtherClusterWritesAsync(ConfigurationKey key, string body)
    {
        var record = RecordKeys.Configuration(key.Bot.Value, key.Scope, key.ScopeId);
        var stored = await cluster.Store.ReadAsync(record, Epoch.Initial, Cancel);
        var result = await cluster.Store.WriteAsync(
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
