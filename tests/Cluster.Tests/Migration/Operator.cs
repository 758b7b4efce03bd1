using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>Moves a component as a person would: asks, and watches. The profiles, where nothing else is said.</summary>
internal static class Operator
{
    private const ComponentName Users = ComponentName.Users;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Asks for something and expects a yes, or that it is under way.</summary>
    public static async Task DidAsync(
        HybridClient client, MigrationVerb verb, ComponentName component = Users)
    {
        // PostgreSQL is attached while the silo serves already, and a slow moment leaves debt that is soon paid.
        if (verb is MigrationVerb.Enable or MigrationVerb.RampDown)
        {
            await UntilAsync(
                client,
                $"{verb} may be asked for",
                s => s is { PostgresAnswers: true, Progress: null } && (verb == MigrationVerb.Enable || !s.HasDebt),
                component);
        }

        var answer = await client.Migration.DoAsync(
            component, new MigrationRequest { Verb = verb, By = "ann", Why = "a test" }, Cancel);
        Assert.True(answer.Done, answer.Message);
    }

    /// <summary>Asks for something and waits until it has been done.</summary>
    public static async Task AskAsync(
        HybridClient client,
        MigrationVerb verb,
        string what,
        Func<MigrationStatus, bool> reached,
        ComponentName component = Users)
    {
        await DidAsync(client, verb, component);
        var end = await UntilAsync(client, $"{verb} has ended", s => s.LastOutcome is not null, component);
        Assert.True(end.LastOutcome!.Done, end.LastOutcome.Message);
        await UntilAsync(client, what, reached, component);
    }

    /// <summary>Compares both sides and expects no difference.</summary>
    public static async Task VerifyAsync(HybridClient client, ComponentName component = Users)
    {
        await AskAsync(
            client, MigrationVerb.Verify, "verified", s => s.LastVerification is not null, component);
        Assert.Contains(
            " 0 divergent",
            (await client.Migration.StatusAsync(component, Cancel)).LastVerification,
            StringComparison.Ordinal);
    }

    /// <summary>Watches until it is as it should be.</summary>
    public static async Task<MigrationStatus> UntilAsync(
        HybridClient client,
        string what,
        Func<MigrationStatus, bool> reached,
        ComponentName component = Users)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(40));
        MigrationStatus? last = null;
        await foreach (var status in client.Migration.WatchAsync(
            component, TimeSpan.FromMilliseconds(100), limit.Token))
        {
            last = status;
            if (reached(status))
            {
                return status;
            }
        }

        throw new TimeoutException(
            $"Never came within 40 s: {what}. It is {last}; blocked: {last?.BlockedBecause}; {last?.LastOutcome}.");
    }
}
