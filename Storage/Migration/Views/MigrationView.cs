using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>What one silo believes about a component: enough to route a call, and possibly old.</summary>
/// <param name="Component">The component.</param>
/// <param name="Epoch">Sent with every call, so that a store can refuse an old view.</param>
/// <param name="Phase">Which row of the table applies.</param>
/// <param name="SharePercent">0 to 100.</param>
/// <param name="IsRehearsal">True while acknowledged writes are told of, for a rehearsal.</param>
/// <remarks>An old view with the right root is harmless; one with the wrong root is refused by the store.</remarks>
public sealed record MigrationView(
    Component Component, Epoch Epoch, Phase Phase, int SharePercent, bool IsRehearsal = false)
{
    /// <summary>True when a key belongs to the share: the same ones at every silo, more as it grows.</summary>
    public bool IsInShare(RecordKey key) => key.Bucket * 100 < SharePercent * 256;
}
