using HybridOrleans.Cli.Connection;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>
/// Imports into the cluster. Whether a profile is there already is asked of the store, for every single one.
/// </summary>
internal sealed class ClusterTarget(IHybridDataStore store, BotId bot, ImportMode mode, PatientCalls calls)
    : IImportTarget
{
    public ValueTask<ImportOutcome> ImportAsync(UserKey key, JsonText body, CancellationToken cancellation)
        => calls.RunAsync(token => store.Users.ImportAsync(key, body, mode, token), cancellation);

    public async ValueTask QuarantineAsync(
        string source, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => await calls.RunAsync(
            async token =>
            {
                await store.Repair.QuarantineAsync(bot, source, reason, content, token);
                return true;
            },
            cancellation);
}
