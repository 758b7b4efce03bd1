namespace HybridOrleans.Silo.Hosting;

/// <summary>Another silo, of another cluster, works on the same data.</summary>
internal sealed class DataInUseException : Exception
{
    private DataInUseException(string place, string ownData, Exception? cause)
        : base(
            $"Another silo works on the data in {place}, and the two do not belong to one cluster. Nothing was "
            + $"changed. Stop the other silo; give this one data of its own ({ownData}); or let both form a cluster: "
            + "REDIS_HOST for both, or --HybridOrleans:Silo:PrimarySilo 127.0.0.1:11111 for both on one machine.",
            cause)
    {
    }

    public static DataInUseException Folder(string root, Exception cause)
        => new($"'{root}'", "--HybridOrleans:Json:RootDirectory", cause);

    public static DataInUseException Database(string place, Exception? cause)
        => new($"PostgreSQL at {place}", "DB_NAME", cause);
}
