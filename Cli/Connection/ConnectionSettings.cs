namespace HybridOrleans.Cli.Connection;

/// <summary>Which cluster to talk to.</summary>
internal sealed record ConnectionSettings
{
    /// <summary>The gateways of one or more silos as host:port; one that answers is enough.</summary>
    public required IReadOnlyList<string> Gateways { get; init; }

    /// <summary>The cluster id that the silos were started with.</summary>
    public required string ClusterId { get; init; }

    /// <summary>The service id that the silos were started with.</summary>
    public required string ServiceId { get; init; }

    /// <summary>How long to try before giving up; a silo that is just starting is waited for.</summary>
    public required TimeSpan Patience { get; init; }
}
