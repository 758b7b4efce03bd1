namespace HybridOrleans.Storage.Json;

/// <summary>What the lock file holds.</summary>
/// <param name="State">How far the journal is; null when the file holds nothing readable.</param>
/// <param name="FailedBoot">The boot in which a flush failed; <see cref="Guid.Empty"/> when none did.</param>
/// <param name="FailedProcess">The process that met that failure.</param>
/// <param name="WantedBy">The store that waits for the lock; 0 when none does.</param>
internal readonly record struct LockContent(JournalState? State, Guid FailedBoot, int FailedProcess, long WantedBy);
