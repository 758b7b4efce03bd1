namespace HybridOrleans.Cli.Cluster;

/// <summary>Who looks at a part's standard input, and where its standard output goes.</summary>
internal enum PartKind
{
    /// <summary>The program looks itself; all that it writes goes to the log.</summary>
    Looking,

    /// <summary>The program looks itself and tells us something by its standard output; errors go to the log.</summary>
    Telling,

    /// <summary>A shell looks in the program's place; all that it writes goes to the log.</summary>
    Guarded,
}
