using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Migration;

/// <summary>The components as clients and as stores name them.</summary>
internal static class ComponentNames
{
    /// <summary>The component of the stores.</summary>
    /// <exception cref="InvalidInputException">There is no such component.</exception>
    public static Component ComponentOf(ComponentName name)
        => Component.TryParse(Enum.GetName(name)?.ToLowerInvariant(), out var component)
            ? component
            : throw new InvalidInputException($"There is no component {(int)name}.");

    /// <summary>The name on the wire.</summary>
    public static ComponentName NameOf(Component component)
        => Enum.Parse<ComponentName>(component.Name, ignoreCase: true);
}
