namespace HybridOrleans.Model.Tests.Engine;

/// <summary>How far the models are explored in this run.</summary>
internal static class ModelRun
{
    /// <summary>True when the environment asks for the longer run, by <c>HYBRID_MODEL_BOUNDS=long</c>.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("HYBRID_MODEL_BOUNDS") == "long";
}
