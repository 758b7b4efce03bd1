using HybridOrleans.Cli.Connection;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Says what an import would do, and only reads.</summary>
internal sealed class RehearsalTarget(IHybridDataStore store, ImportMode mode, PatientCalls calls) : IImportTarget
{
    public async ValueTask<ImportOutcome> ImportAsync(UserKey key, JsonText body, CancellationToken cancellation)
    {
        var reading = await calls.RunAsync(
            token => store.Users.GetAsync(key, Freshness.Fresh, token), cancellation);
        if (reading.Body is { } stored && stored.Utf8.Span.SequenceEqual(body.Utf8.Span))
        {
            return ImportOutcome.Unchanged;
        }

        if (reading is { Body: null, Revision: 0 })
        {
            return ImportOutcome.Created;
        }

        return mode == ImportMode.Overwrite
            ? ImportOutcome.Overwritten
            : reading.Body is null ? ImportOutcome.KeptDeleted : ImportOutcome.KeptOther;
    }

    public ValueTask QuarantineAsync(
        string source, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => ValueTask.CompletedTask;
}
