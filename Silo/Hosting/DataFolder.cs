namespace HybridOrleans.Silo.Hosting;

/// <summary>The root of the JSON store, below which everything of this silo lies.</summary>
/// <param name="Path">Absolute.</param>
internal sealed record DataFolder(string Path)
{
    /// <summary>The setting that names it.</summary>
    public const string Setting = "HybridOrleans:Json:RootDirectory";

    /// <summary>The setting that allows a new store in a folder that exists and is empty.</summary>
    public const string AllowEmptySetting = "HybridOrleans:Json:AllowEmptyRoot";

    /// <summary>Its value when nobody sets it, relative to the current directory.</summary>
    public const string Default = "data";

    /// <summary>The data of the private PostgreSQL.</summary>
    public string Postgres => System.IO.Path.Combine(Path, ".postgres");

    /// <summary>The key that was made at the first start, and what signs the sessions of browsers.</summary>
    public string Access => System.IO.Path.Combine(Path, ".access");
}
