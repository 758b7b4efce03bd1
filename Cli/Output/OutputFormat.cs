namespace HybridOrleans.Cli.Output;

/// <summary>How results are written to the standard output.</summary>
internal enum OutputFormat
{
    /// <summary>For people. Its layout may change.</summary>
    Text = 0,

    /// <summary>For programs: one JSON document. Members may be added, never renamed.</summary>
    Json = 1,
}
