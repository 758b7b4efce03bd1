using HybridOrleans.Cli.Connection;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Where an import goes: the cluster, or a rehearsal that only looks.</summary>
/// <remarks>Safe for many callers at once; every call may be repeated.</remarks>
internal interface IImportTarget
{
    /// <summary>Brings in one profile.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    ValueTask<ImportOutcome> ImportAsync(UserKey key, JsonText body, CancellationToken cancellation);

    /// <summary>Keeps bytes that are no profile.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    ValueTask QuarantineAsync(
        string source, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellation);
}
