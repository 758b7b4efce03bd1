namespace HybridOrleans.Storage.Migration;

/// <summary>The two stores that a component can live in.</summary>
public enum Side
{
    /// <summary>The JSON files.</summary>
    Json = 0,

    /// <summary>PostgreSQL.</summary>
    Postgres = 1,
}
