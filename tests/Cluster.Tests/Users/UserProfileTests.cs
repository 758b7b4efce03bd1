using System.Text;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Users;

public sealed class UserProfileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bot_reads_back_what_it_saved()
    {
        await using var silo = await TestSilo.StartAsync();
        await using var client = await silo.ConnectAsync();
        var key = new UserKey(new BotId("han"), -42);
        var body = new JsonText("""{"name":"Ева","n":1.0}""");
        var receipt = await client.Users.SaveAsync(key, body, cancellation: Cancel);
        var patched = await client.Users.PatchAsync(key, new JsonText("""{"x":null,"y":[1]}"""), Cancel);
        var reading = await client.Users.GetAsync(key, cancellation: Cancel);
        Assert.Equal(1, receipt.Revision);
        Assert.Equal(2, patched.Revision);
        Assert.Equal("""{"name":"Ева","n":1.0,"y":[1]}""", Encoding.UTF8.GetString(reading.Body!.Value.Utf8.Span));
        Assert.Equal(Tier.Memory, reading.ServedBy);
    }
}
