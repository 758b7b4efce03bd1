using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>Live calls, as a rehearsal sees them.</summary>
public interface ILiveTraffic
{
    /// <summary>What silos told of the writes that they acknowledged during the rehearsal.</summary>
    AcknowledgedWrites Writes { get; }

    /// <summary>Reads a key the way that the activation of a grain does.</summary>
    /// <exception cref="StoreUnavailableException">A caller would have got this error too.</exception>
    ValueTask ReadAsync(RecordKey key, CancellationToken cancellation);
}
