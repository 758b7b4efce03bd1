using System.Diagnostics;
using HybridOrleans.Silo.Membership;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Silo;

/// <summary>A process is ended only if everything on its card fits.</summary>
public sealed class ProcessEndTests : IDisposable
{
    private const int Killed = 137;

    private readonly Process _process = Process.Start("sleep", "600");

    private SiloCard Card => new(
        "127.0.0.1:11111@1", "host", ProcessFacts.Boot(), ProcessFacts.NumberSpace(), _process.Id,
        ProcessFacts.StartOf(_process.Id)!.Value);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    [Fact]
    public void A_process_with_the_same_number_that_was_started_at_another_time_is_left_alone()
        => AssertLeftAlone(Card with { ProcessStart = Card.ProcessStart - 1 });

    [Fact]
    public void A_process_of_another_boot_is_left_alone() => AssertLeftAlone(Card with { Boot = $"{Guid.NewGuid()}" });

    [Fact]
    public void A_process_of_another_container_is_left_alone()
        => AssertLeftAlone(Card with { NumberSpace = "pid:[1]" });

    [Fact]
    public async Task The_process_on_the_card_is_ended()
    {
        Assert.True(Card is { IsNear: true, IsAlive: true });
        Assert.Null(ProcessEnd.TryEnd(Card));
        await _process.WaitForExitAsync(Cancel);
        Assert.Equal(Killed, _process.ExitCode);
    }

    [Fact]
    public async Task A_process_that_is_gone_is_told_as_gone()
    {
        var card = Card;
        _process.Kill();
        await _process.WaitForExitAsync(Cancel);
        Assert.False(card.IsAlive);
        Assert.Equal("No such process.", ProcessEnd.TryEnd(card));
    }

    private void AssertLeftAlone(SiloCard card)
    {
        Assert.Equal("it is another process now.", ProcessEnd.TryEnd(card));
        Assert.False(_process.HasExited);
    }
}
