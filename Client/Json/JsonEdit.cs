using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Json;

/// <summary>One change inside an object.</summary>
/// <param name="Path">The names that lead to the value; at least one.</param>
/// <param name="Value">The new value; null takes the member away.</param>
internal readonly record struct JsonEdit(string[] Path, JsonText? Value);
