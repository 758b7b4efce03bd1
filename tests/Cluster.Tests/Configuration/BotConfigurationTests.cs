using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Configuration;

/// <summary>Configuration as a bot uses it.</summary>
public sealed class BotConfigurationTests(UserSilo silo) : IClassFixture<UserSilo>, IDisposable
{
    private static long s_lastId;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IBotConfiguration Configuration => silo.Client.Configuration;

    public void Dispose() => silo.Heal();

    [Fact]
    public async Task What_was_saved_is_read_token_for_token()
    {
        var key = NewKey();
        var receipt = await SaveAsync(key, """{ "б" : 1.50, "a":1, "a":"\u0000" }""");
        Assert.Equal((1L, 2), (receipt.Revision, receipt.HeldBy.Count));
        var reading = await Configuration.GetAsync(key, cancellation: Cancel);
        Assert.Equal("""{"б":1.50,"a":1,"a":"\u0000"}""", Text(reading));
        Assert.Equal((1L, true), (reading.Revision, reading.IsConfirmed));
    }

    [Fact]
    public async Task One_that_was_never_written_is_told_apart_from_a_failure()
    {
        var reading = await Configuration.GetAsync(NewKey(), cancellation: Cancel);
        Assert.Equal((null, 0L), (Text(reading), reading.Revision));
        silo.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Configuration.GetAsync(NewKey(), cancellation: Cancel));
    }

    [Fact]
    public async Task Scopes_and_scope_ids_and_bots_never_overwrite_each_other()
    {
        var bot = new BotId("scopes");
        ConfigurationKey[] keys =
        [
            new(bot), new(bot, "chat"), new(bot, "chat", "1"), new(bot, "chat/1"), new(bot, "chat", "/1"),
            new(bot, "Global"), new(bot, "global", "global"), new(bot, "%", "%2f"), new(new BotId("scopes2")),
        ];
        await Task.WhenAll(keys.Select((key, i) => SaveAsync(key, $$"""{"n":{{i}}}""")));
        for (var i = 0; i < keys.Length; i++)
        {
            var reading = await Configuration.GetAsync(keys[i], Freshness.Fresh, Cancel);
            Assert.Equal(($$"""{"n":{{i}}}""", 1L), (Text(reading), reading.Revision));
        }
    }

    [Fact]
    public async Task Fifty_patches_at_once_are_all_kept()
    {
        var key = NewKey();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Configuration.PatchAsync(key, Json($$"""{"m{{i}}":{{i}}}"""), Cancel).AsTask()));
        var reading = await Configuration.GetAsync(key, cancellation: Cancel);
        Assert.Equal(50, reading.Revision);
        var text = Text(reading)!;
        Assert.All(Enumerable.Range(0, 50), i => Assert.Contains($"\"m{i}\":{i}", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_save_may_expect_a_revision()
    {
        var key = NewKey();
        await Configuration.SaveAsync(key, Json("""{"n":1}"""), expectedRevision: 0, Cancel);
        var error = await Assert.ThrowsAsync<RevisionConflictException>(
            async () => await Configuration.SaveAsync(key, Json("""{"n":2}"""), expectedRevision: 0, Cancel));
        Assert.Contains("The configuration is at revision 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Configuration.SaveAsync(key, Json("""{"n":2}"""), 1, Cancel)).Revision);
    }

    [Fact]
    public async Task The_history_tells_the_last_changes()
    {
        var key = NewKey();
        await SaveAsync(key, """{"language":"ru","model":"a"}""");
        await Configuration.PatchAsync(key, Json("""{"model":"b","limit":3}"""), Cancel);
        await SaveAsync(key, """{"model":"b"}""");
        var history = await Configuration.HistoryAsync(key, Cancel);
        Assert.Equal((3L, true), (history.Revision, history.Exists));
        Assert.Equal([3L, 2L, 1L], history.Changes.Select(c => c.Revision));
        Assert.Equal(
            ["language,limit", "model,limit", "language,model"],
            history.Changes.Select(c => string.Join(',', c.Members)));
        var now = TimeProvider.System.GetUtcNow();
        Assert.All(history.Changes, c => Assert.InRange(c.At, now.AddMinutes(-5), now));
    }

    [Fact]
    public async Task A_deleted_one_takes_its_history_along_and_its_revision_goes_on()
    {
        var key = NewKey();
        Assert.False(await Configuration.DeleteAsync(key, Cancel));
        await SaveAsync(key, """{"a":1}""");
        Assert.True(await Configuration.DeleteAsync(key, Cancel));
        var reading = await Configuration.GetAsync(key, cancellation: Cancel);
        Assert.Equal((null, 2L), (Text(reading), reading.Revision));
        var history = await Configuration.HistoryAsync(key, Cancel);
        Assert.Equal((2L, false, 0), (history.Revision, history.Exists, history.Changes.Count));
        await SaveAsync(key, """{"b":1}""");
        Assert.Equal(3, (await Configuration.HistoryAsync(key, Cancel)).Changes.Single().Revision);
    }

    [Fact]
    public async Task After_a_lost_answer_the_caller_is_told_and_the_next_read_asks_the_store()
    {
        var key = NewKey();
        await SaveAsync(key, """{"n":1}""");
        await Configuration.GetAsync(key, cancellation: Cancel);
        silo.Store.OnWrite = async write =>
        {
            await write();
            throw new HybridOrleans.Storage.OutcomeUnknownException("The test lost the answer.");
        };
        await Assert.ThrowsAsync<HybridOrleans.Grains.Interfaces.OutcomeUnknownException>(
            () => SaveAsync(key, """{"n":2}"""));
        silo.Heal();
        var reading = await Configuration.GetAsync(key, cancellation: Cancel);
        Assert.Equal(("""{"n":2}""", 2L, Tier.Store), (Text(reading), reading.Revision, reading.ServedBy));
    }

    [Fact]
    public async Task Bad_input_is_refused_before_any_store_is_asked()
    {
        var key = NewKey();
        silo.Store.OnRead = _ => throw new InvalidOperationException("The store was asked.");
        silo.Store.OnWrite = _ => throw new InvalidOperationException("The store was asked.");
        await RefusedAsync(() => SaveAsync(default, "{}"));
        await RefusedAsync(() => SaveAsync(key, "[]"));
        await RefusedAsync(() => SaveAsync(key, "{"));
        await RefusedAsync(() => SaveAsync(key, $"{{\"a\":\"{new string('x', ConfigurationLimits.BodyBytesMax)}\"}}"));
        await RefusedAsync(async () => await Configuration.SaveAsync(key, Json("{}"), -1, Cancel));
        var grain = silo.Silo.Grains.GetGrain<IConfigurationGrain>(key.ToGrainKey());
        await RefusedAsync(async () => await grain.SaveAsync(Json("[]"), null, Cancel));
        await RefusedAsync(async () => await grain.SaveAsync(
            Json($"{{\"a\":\"{new string('x', ConfigurationLimits.BodyBytesMax)}\"}}"), null, Cancel));
    }

    [Fact]
    public async Task A_failing_store_puts_no_scope_id_into_the_log()
    {
        var key = new ConfigurationKey(new BotId("han"), "chat", "secret-chat");
        silo.Store.OnRead = _ => throw new StoreUnavailableException("secret-chat is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(() => SaveAsync(key, "{}"));
        Assert.Contains(
            silo.Silo.Log.Lines, l => l.Contains("A configuration could not be read", StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Silo.Log.Lines, l => l.Contains("secret-chat", StringComparison.Ordinal));
    }

    private static ConfigurationKey NewKey()
        => new(new BotId("han"), "test", $"{Interlocked.Increment(ref s_lastId)}");

    private static string? Text(ConfigurationReading reading)
        => reading.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : null;

    private static async Task RefusedAsync(Func<Task> call)
        => Assert.NotEmpty((await Assert.ThrowsAsync<InvalidInputException>(call)).Message);

    private async Task<WriteReceipt> SaveAsync(ConfigurationKey key, string body)
        => await Configuration.SaveAsync(key, Json(body), cancellation: Cancel);
}
