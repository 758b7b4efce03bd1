using System.Text.Json.Nodes;

namespace HybridOrleans.Client;

/// <summary>Brings stored state of older versions of a type up to date, when it is read.</summary>
public interface ISessionUpgrade
{
    /// <summary>Makes the JSON of one version later.</summary>
    /// <param name="version">The version of <paramref name="state"/>; called for each up to the type's own.</param>
    /// <param name="state">What is stored. It may be changed and returned.</param>
    static abstract JsonObject Upgrade(int version, JsonObject state);
}
