using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>The kind of store of each component, from configuration.</summary>
/// <remarks>
/// One that components can migrate from or to is only proposed: the durable document of the component decides.
/// </remarks>
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

    /// <summary>The components that stay in the store that configuration names.</summary>
    public IEnumerable<(Component Component, IStoreKind Kind)> Fixed()
        => All().Where(r => r.Kind is not IMigrationSideKind);

    /// <summary>The components that migrate.</summary>
    public IEnumerable<Proposal> Proposals()
        => All().Where(r => r.Kind is IMigrationSideKind)
            .Select(r => new Proposal(r.Component, ((IMigrationSideKind)r.Kind).Side));

    /// <summary>True when configuration names the store of a component, false where the default stands.</summary>
    public bool IsConfigured(Component component) => options.Value.Components.ContainsKey(component.Name);

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

        foreach (var mistake in Used().Distinct().SelectMany(k => k.Mistakes()))
        {
            yield return mistake;
        }
    }

    /// <summary>The kinds that are proposed, and the other side of a migration where there is one to open.</summary>
    private IEnumerable<IStoreKind> Used()
        => All().Select(r => r.Kind)
            .Concat(Proposals().Any() ? kinds.OfType<IMigrationSideKind>().Where(k => k.IsThere) : []);
}
