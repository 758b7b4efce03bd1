namespace HybridOrleans.Storage.Migration.Views;

/// <summary>What a <see cref="DocumentVerdict"/> asks for.</summary>
internal enum VerdictKind
{
    /// <summary>The document routes calls.</summary>
    Decides,

    /// <summary>The document must be written into the root that it names, and decides then.</summary>
    FinishSwitch,

    /// <summary>A store that could decide has not answered, or no document was ever written.</summary>
    Unavailable,

    /// <summary>The documents contradict each other.</summary>
    Refused,
}
