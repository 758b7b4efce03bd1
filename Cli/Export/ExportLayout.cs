namespace HybridOrleans.Cli.Export;

/// <summary>What an export writes.</summary>
internal enum ExportLayout
{
    /// <summary>The profiles, laid out for people.</summary>
    Profiles,

    /// <summary>The whole folder, as the old bot wrote it.</summary>
    Legacy,
}
