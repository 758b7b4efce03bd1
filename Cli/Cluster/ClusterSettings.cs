namespace HybridOrleans.Cli.Cluster;

/// <summary>The cluster that is wanted on this machine.</summary>
internal sealed record ClusterSettings
{
    /// <summary>The most silos; the ports of more would run into each other.</summary>
    public const int SilosMax = 9;

    /// <summary>How many silos; 1 to <see cref="SilosMax"/>.</summary>
    public required int Silos { get; init; }

    /// <summary>The folder of everything: JSON root, database, logs. Absolute.</summary>
    public required string Data { get; init; }

    /// <summary>Where the silos put the admin's key when none is configured.</summary>
    public string AdminKey => Path.Combine(Data, ".access", "admin.key");

    /// <summary>The ports of the first silo; those of the next ones follow.</summary>
    public required SiloPorts FirstPorts { get; init; }

    /// <summary>Redis' port; 0 for any that is free.</summary>
    public required int RedisPort { get; init; }

    /// <summary>The cluster that the silos form.</summary>
    public required string ClusterId { get; init; }

    /// <summary>The service that they run.</summary>
    public required string ServiceId { get; init; }

    /// <summary>Settings of every silo besides, as NAME=VALUE.</summary>
    public required IReadOnlyList<string> Set { get; init; }

    /// <summary>The longest time until a part is ready.</summary>
    public required TimeSpan ReadyLimit { get; init; }

    /// <summary>The ports of a silo.</summary>
    /// <param name="number">From 1.</param>
    public SiloPorts PortsOf(int number) => new(
        FirstPorts.Silo + number - 1, FirstPorts.Gateway + number - 1, FirstPorts.Http + number - 1);
}
