using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Queued work that changes one record, and shares a batch with changes of other records.</summary>
internal interface IQueuedChange
{
    /// <summary>The record.</summary>
    RecordKey Key { get; }

    /// <summary>Decides, under the lock, whether the change happens.</summary>
    /// <param name="component">The component of the record.</param>
    /// <param name="lowest">Its fence.</param>
    /// <returns>The staged write; null when the answer is noted already.</returns>
    StagedWrite? Decide(LockedComponent component, Epoch lowest);

    /// <summary>Notes that the change is durable and visible.</summary>
    void Accept(Revision revision);

    /// <summary>Notes a failure.</summary>
    void Fail(Exception error);
}
