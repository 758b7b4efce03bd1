namespace HybridOrleans.Silo.Hosting;

/// <summary>Another silo, of another cluster, works on the same data.</summary>
internal sealed class DataInUseException(string root, Exception cause) : Exception(
    $"Another silo works on the data in '{root}', and the two do not belong to one cluster. Nothing was changed. Stop "
    + "the other silo; give this one data of its own (--HybridOrleans:Json:RootDirectory); or let both form a cluster: "
    + "REDIS_HOST for both, or --HybridOrleans:Silo:PrimarySilo 127.0.0.1:11111 for both on one machine.",
    cause);
