using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>What the bot wants to do later for the order key of the turn. Kept with the turn.</summary>
public interface IFollowUps
{
    /// <summary>Schedules a follow-up; one with the same id is replaced.</summary>
    /// <param name="id">1 to 64 characters.</param>
    /// <param name="due">When. A past time means at once.</param>
    /// <param name="payload">What to note, as JSON of at most 32 KiB; null for nothing.</param>
    void Schedule(string id, DateTimeOffset due, JsonText? payload = null);

    /// <summary>Cancels a follow-up; one that is not there is passed over.</summary>
    void Cancel(string id);

    /// <summary>Lists those that wait, the earliest first, with the changes of this turn.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<IReadOnlyList<FollowUp>> ListAsync(CancellationToken cancellation = default);
}
