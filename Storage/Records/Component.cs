using System.Diagnostics.CodeAnalysis;

namespace HybridOrleans.Storage.Records;

/// <summary>A part of the state that is stored, and later migrated, on its own.</summary>
/// <remarks>Immutable. The name is the partition key in PostgreSQL and a folder name in the JSON store.</remarks>
public readonly record struct Component
{
    private readonly string? _name;

    private Component(string name) => _name = name;

    /// <summary>Profiles, one per bot and Telegram user.</summary>
    public static Component Users { get; } = new("users");

    /// <summary>Settings, one document per bot, scope and scope id.</summary>
    public static Component Configuration { get; } = new("configuration");

    /// <summary>Messages, one log per bot and chat.</summary>
    public static Component Conversations { get; } = new("conversations");

    /// <summary>Events, one log per bot, partition and month.</summary>
    public static Component Analytics { get; } = new("analytics");

    /// <summary>State of grains that are not ours.</summary>
    public static Component Grains { get; } = new("grains");

    /// <summary>Every component that exists.</summary>
    public static IReadOnlyList<Component> All { get; } = [Users, Configuration, Conversations, Analytics, Grains];

    /// <summary>The lower-case ASCII name. Empty only for <c>default</c>, which no store accepts.</summary>
    public string Name => _name ?? "";

    /// <summary>Finds a component by its exact name.</summary>
    /// <param name="name">For example <c>users</c>; case counts.</param>
    /// <param name="component">The component, or <c>default</c> when there is none of that name.</param>
    public static bool TryParse([NotNullWhen(true)] string? name, out Component component)
    {
        foreach (var candidate in All)
        {
            if (candidate.Name == name)
            {
                component = candidate;
                return true;
            }
        }

        component = default;
        return false;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
