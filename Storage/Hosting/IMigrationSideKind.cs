using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Hosting;

/// <summary>A kind of store that components migrate from or to.</summary>
/// <remarks>The records of what it opens are an <see cref="IMigratableStore"/>.</remarks>
internal interface IMigrationSideKind : IStoreKind
{
    /// <summary>Which of the two it is.</summary>
    Side Side { get; }

    /// <summary>True when there is something to open: a root that was made, or a server that was named.</summary>
    bool IsThere { get; }
}
