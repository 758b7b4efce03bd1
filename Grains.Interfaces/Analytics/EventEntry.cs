namespace HybridOrleans.Grains.Interfaces;

/// <summary>An event on its way to its log.</summary>
/// <param name="Id">Names it for whoever repeats it; <see cref="NewEvent.Id"/> has the rules.</param>
/// <param name="Body">What <see cref="NewEvent.ToBody"/> makes.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.event-entry")]
public readonly record struct EventEntry(string Id, JsonText Body);
