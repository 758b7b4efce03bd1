using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>The stores behind two silos, and what may happen to them.</summary>
internal interface IHistoryStores : IAsyncDisposable
{
    /// <summary>The silos.</summary>
    IReadOnlyList<HistorySilo> Silos { get; }

    /// <summary>What may happen, by name. Each ends by itself or with <see cref="HealAsync"/>.</summary>
    IReadOnlyList<(string Name, Func<Random, Task> StrikeAsync)> Faults { get; }

    /// <summary>PostgreSQL is gone until <see cref="HealAsync"/>.</summary>
    Task StopPostgresAsync();

    /// <summary>Everything works again.</summary>
    Task HealAsync();

    /// <summary>Looks at what lies there without the product. Nothing may be called any more.</summary>
    Task<IReadOnlyDictionary<string, HeldRecord>> LookAsync(Side side);
}
