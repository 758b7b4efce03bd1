using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>Why a row answers no read of a component, in the order in which the reasons count.</summary>
internal sealed class ReadRefusals(Component component, PostgresErrors errors)
{
    /// <param name="epoch">The epoch of the caller's view.</param>
    /// <param name="lowest">
    /// The fence beside the row; null when it is missing, <see cref="RecordTable.Detached"/> when the month is.
    /// </param>
    /// <param name="key">The row.</param>
    /// <param name="damage">What made the row unreadable; null when it can be read.</param>
    /// <returns>Null when the row answers.</returns>
    public Exception? Of(Epoch epoch, long? lowest, string key, Exception? damage)
        => lowest is not { } stands ? errors.FenceMissing(component)
            : stands == RecordTable.Detached ? errors.MonthDetached(key)
            : epoch.Value < stands
            ? StaleEpochException.Below(component, PostgresRecordStore.StoreName, epoch, new Epoch(stands))
            : damage is not null ? errors.Damaged(component, key, damage.Message, damage)
            : null;
}
