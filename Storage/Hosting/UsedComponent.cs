using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Says that the host needs a component, whether configuration names its store or not.</summary>
internal sealed record UsedComponent(Component Component);
