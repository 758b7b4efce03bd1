namespace HybridOrleans.Bench.Contenders;

/// <summary>A way to keep profiles.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>The type of the grains whose state is kept this way.</summary>
    string GrainType { get; }

    /// <summary>Writes the next version of one of the caller's records and returns when it is durable.</summary>
    ValueTask WriteAsync(int caller, long number);

    /// <summary>Reads one of the prepared records from the store.</summary>
    ValueTask ReadAsync(int caller, long number);

    /// <summary>Writes the records that reads will ask for.</summary>
    Task PrepareReadsAsync();
}
