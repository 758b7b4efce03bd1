using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Where configuration would have a component live. Its durable document decides.</summary>
internal readonly record struct Proposal(Component Component, Side Side);
