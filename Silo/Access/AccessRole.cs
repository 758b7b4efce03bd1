namespace HybridOrleans.Silo.Access;

/// <summary>How much a caller may do; each includes the one before it. <see cref="Rights"/> has the table.</summary>
internal enum AccessRole
{
    /// <summary>Looks.</summary>
    Reader = 0,

    /// <summary>Changes.</summary>
    Operator = 1,

    /// <summary>Does what cannot be taken back.</summary>
    Admin = 2,
}
