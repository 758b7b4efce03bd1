using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>The kind of store of each component, from configuration.</summary>
internal sealed class ComponentRoutes(
    IOptions<RecordStoreOptions> options,
    IEnumerable<UsedComponent> used,
    IEnumerable<IStoreKind> kinds) : ISettingsCheck
{
    /// <summary>The routed components. Entries that <see cref="Mistakes"/> reports are left out.</summary>
    public IEnumerable<(Component Component, IStoreKind Kind)> All()
    {
        foreach (var component in Component.All)
        {
            var name = options.Value.Components.TryGetValue(component.Name, out var configured) ? configured
                : used.Any(u => u.Component == component) ? RecordStoreOptions.DefaultStore
                : null;
            if (kinds.FirstOrDefault(k => k.Name == name) is { } kind)
            {
                yield return (component, kind);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Mistakes()
    {
        foreach (var (component, store) in options.Value.Components.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (!Component.TryParse(component, out _))
            {
                yield return $"HybridOrleans:Components:{component}: there is no component '{component}'. "
                    + $"Use one of: {string.Join(", ", Component.All)}.";
            }

            if (kinds.All(k => k.Name != store))
            {
                yield return $"HybridOrleans:Components:{component} = '{store}': there is no such store. "
                    + $"Use one of: {string.Join(", ", kinds.Select(k => k.Name))}.";
            }
        }

        foreach (var mistake in All().Select(r => r.Kind).Distinct().SelectMany(k => k.Mistakes()))
        {
            yield return mistake;
        }
    }
}
