namespace HybridOrleans.Storage.Json;

/// <summary>What tests change in a store. A store in production has none of it.</summary>
/// <param name="Probe">Stops at known moments.</param>
/// <param name="Boot">Stands for another boot of the machine.</param>
/// <param name="Bug">A mistake put in on purpose.</param>
internal sealed record TestHooks(IProbe? Probe = null, Guid? Boot = null, SeededBug Bug = SeededBug.None);
