namespace HybridOrleans.Samples.DatingBot;

/// <summary>How the program ends.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The demo did not see what it waited for.</summary>
    public const int Failed = 1;

    /// <summary>There is no token, or another setting is wrong.</summary>
    public const int Settings = 2;

    /// <summary>The demo found no silo.</summary>
    public const int NoSilo = 3;
}
