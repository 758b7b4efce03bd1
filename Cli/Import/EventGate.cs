using System.Collections.Concurrent;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Keeps away what was deleted or erased on the cluster.</summary>
/// <remarks>Used by one file at a time. It remembers about 60 bytes for each user.</remarks>
internal sealed class EventGate(BotId bot, IImportTarget target)
{
    private const int AtOnce = 64;

    private readonly ConcurrentDictionary<long, bool> _users = [];

    /// <summary>True when a month was deleted, and this import has begun nothing in it since.</summary>
    /// <param name="month">The month.</param>
    /// <param name="hasBegun">True when the cluster holds something of the file in it.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public async ValueTask<bool> IsShutAsync(EventMonth month, bool hasBegun, CancellationToken cancellation)
        => !hasBegun && target.Mode != ImportMode.Overwrite
            && await target.Events.IsDeletedAsync(bot, month, cancellation);

    /// <summary>Asks about users that were not asked about before.</summary>
    public Task AskAsync(IEnumerable<long?> users, CancellationToken cancellation)
        => target.Mode == ImportMode.Overwrite ? Task.CompletedTask : Parallel.ForEachAsync(
            users.OfType<long>().Distinct().Where(user => !_users.ContainsKey(user)).ToArray(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (user, token) => _users[user] = await target.Events.IsErasedAsync(new UserKey(bot, user), token));

    /// <summary>True when a user was erased: an erased event leaves no id by which it could be told.</summary>
    public bool IsErased(long? user) => user is { } id && _users.GetValueOrDefault(id);
}
