using HybridOrleans.Cli.Connection;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Says what an import would do, and only reads.</summary>
internal sealed class RehearsalTarget(IHybridDataStore store, ImportMode mode, PatientCalls calls) : IImportTarget
{
    public ImportMode Mode => mode;
    public HeldEvents Events { get; } = new(store, calls);

    public async ValueTask<ImportOutcome> ImportAsync(UserKey key, JsonText body, CancellationToken cancellation)
    {
        var reading = await calls.RunAsync(
            token => store.Users.GetAsync(key, Freshness.Fresh, token), cancellation);
        return Comparison.Of(reading.Body, reading.Revision, body, mode);
    }

    public async ValueTask<ImportOutcome> ImportAsync(
        ConfigurationKey key, JsonText body, string source, CancellationToken cancellation)
    {
        var reading = await calls.RunAsync(
            token => store.Configuration.GetAsync(key, Freshness.Fresh, token), cancellation);
        return Comparison.Of(reading.Body, reading.Revision, body, mode);
    }

    public ValueTask<ConversationReading> ReadAsync(
        ConversationKey key, long from, int count, CancellationToken cancellation)
        => calls.RunAsync(token => store.Conversations.GetRangeAsync(key, from, count, token), cancellation);

    public ValueTask AppendAsync(
        ConversationKey key, IReadOnlyList<NewMessage> messages, CancellationToken cancellation)
        => ValueTask.CompletedTask;

    public ValueTask LogAsync(BotId bot, NewEvent newEvent, CancellationToken cancellation)
        => ValueTask.CompletedTask;

    public ValueTask QuarantineAsync(
        string source, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => ValueTask.CompletedTask;
}
