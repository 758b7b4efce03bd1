namespace HybridOrleans.Grains;

/// <summary>The names under which a silo registers what the grains need.</summary>
public static class StorageNames
{
    /// <summary>The storage provider of all our grains.</summary>
    public const string Hybrid = "hybrid";
}
