namespace HybridOrleans.Cli.Commands.Keys;

/// <summary>How much a key may do, as docs/security.md tells.</summary>
internal enum KeyRole
{
    /// <summary>Looks.</summary>
    Reader,

    /// <summary>Changes.</summary>
    Operator,

    /// <summary>Erases as well.</summary>
    Admin,
}
