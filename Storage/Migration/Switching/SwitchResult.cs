using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Switching;

/// <summary>How an attempt to switch the root ended.</summary>
/// <param name="Document">What stands now.</param>
/// <param name="WhyNot">Null when the root is switched; else the one reason why not.</param>
internal sealed record SwitchResult(MigrationDocument Document, string? WhyNot);
