using System.Globalization;

namespace HybridOrleans.Storage.Records;

/// <summary>
/// The generation of a component's root. It moves only when the root is sealed, switched or reopened.
/// </summary>
/// <param name="Value">0 before the first switch.</param>
public readonly record struct Epoch(long Value)
{
    /// <summary>The epoch of a component whose root never moved.</summary>
    public static Epoch Initial => default;

    /// <summary>The decimal number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
