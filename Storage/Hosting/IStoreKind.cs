namespace HybridOrleans.Storage.Hosting;

/// <summary>A kind of store that configuration can route a component to.</summary>
internal interface IStoreKind : ISettingsCheck
{
    /// <summary>The name in configuration, such as <c>json</c>.</summary>
    string Name { get; }

    /// <summary>Opens the store. Called once per silo, and only when a component is routed to it.</summary>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="StoreUnavailableException">It cannot be opened; the message names the way out.</exception>
    ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation);
}
