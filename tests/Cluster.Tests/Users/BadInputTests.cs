using System.Text;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>
/// Each bad input is a typed error before any store is touched, at the client and in a raw grain call.
/// </summary>
public sealed class BadInputTests(UserSilo silo) : IClassFixture<UserSilo>, IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> BadBodies => new()
    {
        { "empty", [] },
        { "blank", " \n"u8.ToArray() },
        { "no JSON", "{\"a\":"u8.ToArray() },
        { "two values", "{}{}"u8.ToArray() },
        { "a byte order mark", [0xef, 0xbb, 0xbf, .. "{}"u8] },
        { "not UTF-8", [.. "{\"a\":\""u8, 0xff, .. "\"}"u8] },
        { "too deep", Encoding.UTF8.GetBytes(Nested(65)) },
        { "too large", Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', JsonText.BytesMax)}}"}""") },
        { "an array", "[1]"u8.ToArray() },
        { "a text", "\"x\""u8.ToArray() },
        { "null", "null"u8.ToArray() },
    };

    public void Dispose() => silo.Heal();

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_refused_at_the_client_and_in_the_grain(string what, byte[] body)
    {
        var key = silo.NewKey();
        var text = new JsonText(body);
        RefuseTheStore();
        var users = silo.Client.Users;
        var errors = new List<Exception>
        {
            await Assert.ThrowsAsync<InvalidInputException>(async () => await users.SaveAsync(key, text, null, Cancel)),
            await Assert.ThrowsAsync<InvalidInputException>(async () => await users.PatchAsync(key, text, Cancel)),
            await Assert.ThrowsAsync<InvalidInputException>(
                async () => await users.ImportAsync(key, text, ImportMode.Overwrite, Cancel)),
            await Assert.ThrowsAsync<InvalidInputException>(
                async () => await silo.Grain(key).SaveAsync(text, null, Cancel)),
            await Assert.ThrowsAsync<InvalidInputException>(async () => await silo.Grain(key).PatchAsync(text, Cancel)),
            await Assert.ThrowsAsync<InvalidInputException>(
                async () => await silo.Grain(key).ImportAsync(text, ImportMode.CreateOnly, Cancel)),
        };
        Assert.All(errors, e => Assert.StartsWith("The body is refused: it", e.Message, StringComparison.Ordinal));
        await IsHealthyAndUnwrittenAsync(key, what);
    }

    [Fact]
    public async Task The_largest_and_the_deepest_bodies_are_accepted()
    {
        var largest = $$"""{"a":"{{new string('x', JsonText.BytesMax - 8)}}"}""";
        foreach (var body in new[] { largest, Nested(64) })
        {
            var key = silo.NewKey();
            var spaced = Json(body.Replace(":", " :\n ", StringComparison.Ordinal));
            await silo.Client.Users.SaveAsync(key, spaced, null, Cancel);
            Assert.Equal(body, await silo.Client.Users.TextAsync(key, Cancel));
        }
    }

    [Theory]
    [InlineData(0, "han")]
    [InlineData(1, "Han")]
    [InlineData(1, "../x")]
    [InlineData(1, "a/b")]
    [InlineData(1, "a\0b")]
    [InlineData(1, "ё")]
    [InlineData(1, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_bad_key_is_refused_in_every_raw_call(long id, string bot)
    {
        RefuseTheStore();
        Assert.Throws<InvalidInputException>(() => new UserKey(new BotId(bot), id));
        var grain = silo.Silo.Grains.GetGrain<IUserGrain>(id, bot);
        for (var again = 0; again < 3; again++)
        {
            await Assert.ThrowsAsync<InvalidInputException>(
                async () => await grain.ReadAsync(Freshness.Cached, 0));
            await Assert.ThrowsAsync<InvalidInputException>(
                async () => await grain.SaveAsync(Json("{}"), null, Cancel));
            await Assert.ThrowsAsync<InvalidInputException>(async () => await grain.DeleteAsync(Cancel));
            await Assert.ThrowsAsync<InvalidInputException>(async () => await grain.UpdateActivityAsync(Cancel));
        }

        await IsHealthyAndUnwrittenAsync(silo.NewKey(), "a bad key");
    }

    [Fact]
    public async Task Keys_that_were_never_made_are_refused()
    {
        RefuseTheStore();
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await silo.Client.Users.GetAsync(default, cancellation: Cancel));
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await silo.Client.Users.ListAsync(default, Cancel).ToListAsync(Cancel));
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await silo.Client.Repair.FindDamagedAsync(default, Cancel));
    }

    [Fact]
    public async Task A_negative_revision_is_refused()
    {
        var key = silo.NewKey();
        RefuseTheStore();
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await silo.Client.Users.SaveAsync(key, Json("{}"), expectedRevision: -1, Cancel));
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await silo.Grain(key).SaveAsync(Json("{}"), -1, Cancel));
        await IsHealthyAndUnwrittenAsync(key, "a negative revision");
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(null, 1001)]
    [InlineData("other/1", 10)]
    [InlineData("han/../x", 10)]
    public async Task A_bad_page_is_refused(string? after, int limit)
    {
        var directory = silo.Silo.Grains.GetGrain<IUserDirectoryGrain>("han");
        await Assert.ThrowsAsync<InvalidInputException>(async () => await directory.ListAsync(after, limit, Cancel));
        Assert.NotNull(await directory.ListAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task A_quarantined_name_with_NUL_is_refused()
        => await Assert.ThrowsAsync<InvalidInputException>(
            async () => await silo.Silo.Grains.GetGrain<IRepairGrain>("han")
                .QuarantineAsync("girls\0.json", "corrupt", [1], Cancel));

    private static string Nested(int depth)
        => string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);

    private void RefuseTheStore()
    {
        silo.Store.OnRead = _ => throw new InvalidOperationException("The store was read.");
        silo.Store.OnWrite = _ => throw new InvalidOperationException("The store was written.");
    }

    private async Task IsHealthyAndUnwrittenAsync(UserKey key, string after)
    {
        silo.Heal();
        Assert.Null(await silo.Store.ReadAsync(RecordKeys.User(key.Bot.Value, key.TelegramId), Epoch.Initial, Cancel));
        var receipt = await silo.Client.Users.SaveAsync(key, Json($$"""{"after":"{{after}}"}"""), null, Cancel);
        Assert.Equal(1, receipt.Revision);
    }
}
