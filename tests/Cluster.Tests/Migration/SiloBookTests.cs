using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Migration;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>Who sees what: a silo that says nothing grows old in the list, and leaves it after a minute.</summary>
public sealed class SiloBookTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_silent_silo_grows_old_and_is_forgotten_after_a_minute()
    {
        var book = new SiloBook(_time);
        book.Add(View("a", ComponentName.Users));
        book.Add(View("b", ComponentName.Grains));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(TimeSpan.FromSeconds(61), Assert.Single(book.Of(ComponentName.Users)).Age);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty(book.Of(ComponentName.Users));
    }

    private static SiloView View(string silo, ComponentName component)
        => new(silo, component, Epoch: 0, MigrationPhase.Off, SharePercent: 0, Age: TimeSpan.FromSeconds(1));
}
