using HybridOrleans.TestKit.Model.Logs;
using Xunit;

namespace HybridOrleans.Storage.Tests.Logs;

/// <summary>Random histories of two holders with crashes and lost answers agree with a list.</summary>
public sealed class LogModelTests
{
    [Fact]
    public Task Nothing_is_lost_doubled_or_reordered() => LogModelRun.CheckAsync(sequences: 1_000, operationsMax: 40);
}
