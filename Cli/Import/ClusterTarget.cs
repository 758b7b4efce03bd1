using HybridOrleans.Cli.Connection;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>
/// Imports into the cluster. Whether something is there already is asked of the store, for every single text.
/// </summary>
internal sealed class ClusterTarget(IHybridDataStore store, BotId bot, ImportMode mode, PatientCalls calls)
    : IImportTarget
{
    public ImportMode Mode => mode;

    public HeldEvents Events { get; } = new(store, calls);

    public ValueTask<ImportOutcome> ImportAsync(UserKey key, JsonText body, CancellationToken cancellation)
        => calls.RunAsync(token => store.Users.ImportAsync(key, body, mode, token), cancellation);

    public ValueTask<ImportOutcome> ImportAsync(
        ConfigurationKey key, JsonText body, string source, CancellationToken cancellation)
        => calls.RunAsync(token => ImportNowAsync(key, body, source, token), cancellation);

    public ValueTask<ConversationReading> ReadAsync(
        ConversationKey key, long from, int count, CancellationToken cancellation)
        => calls.RunAsync(token => store.Conversations.GetRangeAsync(key, from, count, token), cancellation);

    public async ValueTask AppendAsync(
        ConversationKey key, IReadOnlyList<NewMessage> messages, CancellationToken cancellation)
        => await calls.RunAsync(
            token => store.Conversations.AppendManyAsync(key, messages, token), cancellation);

    public async ValueTask LogAsync(BotId eventBot, NewEvent newEvent, CancellationToken cancellation)
        => await calls.RunAsync(
            token => store.Analytics.LogEventAsync(eventBot, newEvent, token), cancellation);

    public async ValueTask QuarantineAsync(
        string source, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => await calls.RunAsync(
            async token =>
            {
                await store.Repair.QuarantineAsync(bot, source, reason, content, token);
                return true;
            },
            cancellation);

    private async ValueTask<ImportOutcome> ImportNowAsync(
        ConfigurationKey key, JsonText body, string source, CancellationToken cancellation)
    {
        while (true)
        {
            var reading = await store.Configuration.GetAsync(key, Freshness.Fresh, cancellation);
            var outcome = Comparison.Of(reading.Body, reading.Revision, body, mode);
            if (outcome is not (ImportOutcome.Created or ImportOutcome.Overwritten))
            {
                return outcome;
            }

            if (reading.Body is { } replaced)
            {
                // Before the write: its history names what changed, and does not keep the values.
                await store.Repair.QuarantineAsync(
                    bot, source, "replaced by an import", replaced.Utf8, cancellation);
            }

            try
            {
                await store.Configuration.SaveAsync(key, body, reading.Revision, cancellation);
                return outcome;
            }
            catch (RevisionConflictException)
            {
                // Somebody saved meanwhile, or an answer was lost and this body is there: the next look tells.
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
