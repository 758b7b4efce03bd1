namespace HybridOrleans.Bench.Hosting;

/// <summary>Names of providers, and of the grain types that use them.</summary>
internal static class StorageNames
{
    public const string State = "profile";
    public const string Hybrid = "bench-hybrid";
    public const string Json = "bench-json";
    public const string Postgres = "bench-postgres";
    public const string AdoNet = "bench-adonet";
    public const string File = "bench-file";
    public const string DurableFile = "bench-durable-file";
}
