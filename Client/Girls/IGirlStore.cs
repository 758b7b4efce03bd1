using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>Where the profiles of one bot lie: files, or the cluster.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal interface IGirlStore
{
    /// <summary>Reads a profile; null when there is none.</summary>
    ValueTask<JsonText?> ReadAsync(long chatId, CancellationToken cancellation);

    /// <summary>Changes a profile, so that no other change is lost.</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="change">
    /// Makes the next text from the present one, which is null when there is none; a null answer writes nothing. It may
    /// be called again, when somebody else was faster.
    /// </param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask ChangeAsync(long chatId, Func<JsonText?, JsonText?> change, CancellationToken cancellation);

    /// <summary>Counts a message in a profile that exists.</summary>
    ValueTask CountMessageAsync(long chatId, CancellationToken cancellation);

    /// <summary>Deletes a profile; true when there was one.</summary>
    ValueTask<bool> DeleteAsync(long chatId, CancellationToken cancellation);

    /// <summary>Reads every profile.</summary>
    IAsyncEnumerable<(long ChatId, JsonText Body)> ListAsync(CancellationToken cancellation);

    /// <summary>The messages of a day in UTC, in their order, as the old bot wrote them.</summary>
    ValueTask<IReadOnlyList<JsonText>> ReadDayAsync(long chatId, DateOnly day, CancellationToken cancellation);

    /// <summary>Keeps the messages of a day apart.</summary>
    ValueTask BackUpAsync(
        long chatId, DateOnly day, IReadOnlyList<JsonText> messages, CancellationToken cancellation);
}
