using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Memory;
using HybridOrleans.TestKit.Network;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Client;

/// <summary>After the last silo is gone, Orleans refuses to name any grain until it knows of one again.</summary>
public sealed class ForgottenSiloTests
{
    private static readonly UserKey Key = new(new BotId("han"), 42);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_knew_of_no_silo_for_a_while_connects_again()
    {
        var port = FreePorts.Next();
        ForgetfulGrains? grains = null;
        var first = await TestSilo.StartAsync(new MemoryRecordStore(), gatewayPort: port);
        await using var client = await first.ConnectAsync(o =>
        {
            o.RetriesMax = 0;
            o.RetryPauseMax = TimeSpan.FromMilliseconds(200);
            o.ConfigureOrleans = orleans => orleans.Services.AddSingleton(services =>
            {
                (var names, grains) = ForgetfulGrains.Over(services.GetRequiredService<IClusterClient>());
                return names;
            });
        });
        grains!.Forget(1);
        var refusal = await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await client.Users.SaveAsync(Key, Json("{}"), cancellation: Cancel));
        Assert.Contains("The call was not sent", refusal.Message, StringComparison.Ordinal);

        grains.Forget(3);
        await first.DisposeAsync();
        await client.WaitAsync(ConnectionState.Lost, Cancel).WaitAsync(Limit, Cancel);
        await using var second = await TestSilo.StartAsync(new MemoryRecordStore(), gatewayPort: port);
        await client.WaitAsync(ConnectionState.Connected, Cancel).WaitAsync(Limit, Cancel);
        Assert.Equal(1, (await client.Users.SaveAsync(Key, Json("{}"), cancellation: Cancel)).Revision);
    }
}
