using System.Reflection;
using HybridOrleans.Client.Calls;
using Orleans.Runtime;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Client;

/// <summary>Only what a silo says in the place of running a request is known not to have run.</summary>
public sealed class TurnedAwayTests
{
    [Theory]
    [InlineData("Silo stopping ", true)]
    [InlineData("Forwarding failed: tried to forward message Request for 2 times. Rejecting now. ", true)]
    [InlineData("Exception while sending message: the connection was reset", false)]
    [InlineData("Target silo is known to be dead", false)]
    public void A_rejection_is_certain_only_for_reasons_that_are_known(string message, bool isCertain)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        var rejection = (OrleansMessageRejectionException)Activator.CreateInstance(
            typeof(OrleansMessageRejectionException), Any, null, [message], null)!;
        Assert.Equal(isCertain, TurnedAway.IsCertain(rejection));
    }

    [Theory]
    [InlineData("Could not find an implementation for interface hybrid.pulse", true)]
    [InlineData("Value does not fall within the expected range.", false)]
    public void A_grain_that_cannot_be_named_was_not_called(string message, bool isCertain)
        => Assert.Equal(isCertain, TurnedAway.KnowsNoSilo(new ArgumentException(message)));
}
