namespace HybridOrleans.Silo.Access;

/// <summary>Where a person goes after signing in: a page of this silo, and never another site.</summary>
internal static class ReturnPath
{
    /// <summary>Where people go who came for nothing else.</summary>
    public const string Default = "/dashboard/";

    /// <summary>The path itself when it is one of ours, else <see cref="Default"/>.</summary>
    public static string Of(string? path)
        => path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : Default;
}
