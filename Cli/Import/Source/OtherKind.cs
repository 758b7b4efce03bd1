namespace HybridOrleans.Cli.Import.Source;

/// <summary>What a bot's folder holds besides what is imported. It is counted and stays where it is.</summary>
internal enum OtherKind
{
    /// <summary><c>fields.json</c>.</summary>
    Fields,

    /// <summary>Names with <c>.backup.</c> in them, and temporary files of an interrupted save.</summary>
    Leftovers,

    /// <summary>Anything else.</summary>
    Unrecognised,
}
