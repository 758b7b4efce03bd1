namespace HybridOrleans.Cli.Export;

/// <summary>What to do with a folder that is not empty.</summary>
internal enum Existing
{
    /// <summary>Leave it alone and fail.</summary>
    Refuse,

    /// <summary>Replace files of the same name; leave all others.</summary>
    Overwrite,
}
